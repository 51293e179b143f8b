/// HTTP+SSE (2024-11-05): one GET stream for all answers, and an endpoint for the POSTs.
extension BridgeSession {
    /// The first event names the URL to post to; it must be on the server that was asked (mcp-protocol.md 1.1).
    mutating func takeEndpoint(_ reference: String, _ number: Int, _ actions: inout [BridgeAction]) {
        guard let endpoint = url.resolving(reference), endpoint.origin == url.origin else {
            exchanges[number] = nil
            actions.append(.abort(exchange: number))
            transport = .undecided
            failAll("The server names an endpoint on another host, which is not followed.", &actions)
            return
        }
        let isFirst = sessionID == nil && revision == nil
        transport = .eventStream(endpoint: endpoint)
        listenFailures = 0
        // A new stream is a new session: the server has to hear the handshake again.
        if isFirst { flushWaiting(&actions) } else { renew(&actions) }
    }

    mutating func finishEventStream(
        _ exchange: BridgeExchange, _ failure: BridgeFailure?, _ actions: inout [BridgeAction]
    ) {
        guard !isEnding else { return }
        if exchange.parser == nil, failure == nil || exchange.status >= 400 {
            transport = .undecided
            failAll(
                "Neither Streamable HTTP nor HTTP+SSE is served at this URL (GET answered \(exchange.status)).",
                &actions)
            return
        }
        renewalID = nil
        transport = .eventStream(endpoint: nil)
        failSent(
            "The connection to the server was lost before the answer came; whether the call took effect is unknown.",
            &actions)
        listenFailures += 1
        if listenFailures > Self.attempts, !waiting.isEmpty {
            transport = .undecided
            failAll("The server cannot be reached.", &actions)
            return
        }
        actions.append(.say("the stream ended; connecting again"))
        schedule(.eventStream, after: Self.backoff(listenFailures), &actions)
    }
}
