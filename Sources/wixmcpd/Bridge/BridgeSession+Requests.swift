import HTTPCore
import JSON

/// The requests of a bridge: which fields go with what.
extension BridgeSession {
    mutating func post(
        _ message: BridgeMessage, isProbe: Bool = false, attempt: Int = 1, _ actions: inout [BridgeAction]
    ) {
        let purpose = BridgeExchange.Purpose.message(message, isProbe: isProbe, attempt: attempt)
        send(purpose, "POST", postURL, message: message, &actions)
    }

    private var postURL: WebURL {
        if case .eventStream(let endpoint?) = transport { endpoint } else { url }
    }

    mutating func openListenStream(lastEventID: String? = nil, _ actions: inout [BridgeAction]) {
        guard transport == .streamable, !isEnding, !exchanges.values.contains(where: { $0.purpose == .listen }) else {
            return
        }
        send(.listen, "GET", url, lastEventID: lastEventID, &actions)
    }

    mutating func openEventStream(_ actions: inout [BridgeAction]) {
        transport = .eventStream(endpoint: nil)
        send(.eventStream, "GET", url, &actions)
    }

    mutating func send(
        _ purpose: BridgeExchange.Purpose, _ method: String, _ url: WebURL, message: BridgeMessage? = nil,
        lastEventID: String? = nil, _ actions: inout [BridgeAction]
    ) {
        var fields = HTTPFields(self.fields.map { ($0.name, $0.value) })
        let isInitialize = message?.isInitialize == true
        if message != nil { fields.append("content-type", "application/json") }
        fields.append("accept", message == nil ? "text/event-stream" : "application/json, text/event-stream")
        let session = message?.modernVersion == nil && !isInitialize && transport != .undecided ? sessionID : nil
        if let session { fields.append("mcp-session-id", session) }
        if let version = message?.modernVersion {
            fields.append("mcp-protocol-version", version)
            if let method = message?.method { fields.append("mcp-method", method) }
            if let name = message?.name { fields.append("mcp-name", BridgeMessage.fieldValue(name)) }
        } else if let revision, !isInitialize {
            fields.append("mcp-protocol-version", revision)
        }
        if let lastEventID { fields.append("last-event-id", lastEventID) }
        let number = nextNumber()
        exchanges[number] = BridgeExchange(purpose, sessionID: session)
        actions.append(
            .send(
                exchange: number,
                BridgeRequest(
                    method: method, url: url.text, fields: fields, body: message?.bytes, isStream: purpose != .goodbye))
        )
    }

    // MARK: Timers

    mutating func schedule(_ timer: BridgeTimer, after delay: Duration, _ actions: inout [BridgeAction]) {
        let number = nextNumber()
        timers[number] = timer
        actions.append(.wake(timer: number, after: delay))
    }

    mutating func wake(_ number: Int, _ actions: inout [BridgeAction]) {
        switch timers.removeValue(forKey: number) {
        case .resend(let message, let isProbe, let attempt): post(message, isProbe: isProbe, attempt: attempt, &actions)
        case .resume(let message, let lastEventID, let attempt):
            send(.resume(message, attempt: attempt), "GET", url, lastEventID: lastEventID, &actions)
        case .listen: openListenStream(&actions)
        case .eventStream: openEventStream(&actions)
        case .goodbye: sayGoodbye(&actions)
        case .exit: actions.append(.exit)
        case nil: break
        }
    }

    /// 250 ms, doubled with each failure, at most 30 s.
    static func backoff(_ failures: Int) -> Duration {
        .milliseconds(min(30_000, 250 << min(7, max(0, failures - 1))))
    }

    // MARK: A lost session

    /// Repeats the client's handshake under an id of the bridge's own; what must wait for it waits.
    mutating func renew(_ actions: inout [BridgeAction]) {
        guard renewalID == nil else { return }
        sessionID = nil
        renewals += 1
        for (number, exchange) in exchanges where exchange.purpose == .listen {
            exchanges[number] = nil
            actions.append(.abort(exchange: number))
        }
        let id = "wixmcpd-bridge-\(nextNumber())"
        guard let message = initialize?.withID(id), renewals <= Self.maximumRenewals else {
            failAll("The server ended the session and does not keep a new one.", &actions)
            return
        }
        actions.append(.say("the server ended the session; opening a new one"))
        renewalID = id
        send(.renewal, "POST", postURL, message: message, &actions)
    }

    /// Takes the answer to the repeated `initialize`.
    mutating func finishRenewal(_ reply: BridgeReply, _ actions: inout [BridgeAction]) {
        renewalID = nil
        guard let result = reply.value["result"] else {
            failAll("The server ended the session and refused a new one.", &actions)
            return
        }
        revision = result["protocolVersion"]?.stringValue
        if let initialized { send(.renewed, "POST", postURL, message: initialized, &actions) }
        flushWaiting(&actions)
    }
}
