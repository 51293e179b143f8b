import HTTPCore
import JSON

/// The server's side of a bridge: heads, bodies and ends of exchanges.
extension BridgeSession {
    mutating func receiveHead(_ number: Int, _ status: Int, _ fields: HTTPFields, _ actions: inout [BridgeAction]) {
        guard var exchange = exchanges[number] else { return }
        exchange.status = status
        exchange.fields = fields
        let type = fields["content-type"]?.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        if (200..<300).contains(status), type == "text/event-stream" {
            exchange.parser = ServerSentEventParser(maximumEventBytes: maximumBodyBytes)
        }
        exchanges[number] = exchange
        guard (200..<300).contains(status) else { return }
        switch exchange.purpose {
        case .message(let message, let isProbe, _):
            if isProbe { decideStreamable() }
            if message.isInitialize { sessionID = fields["mcp-session-id"] }
            if message.isInitialized { openListenStream(&actions) }
            // The modern era has no handshake that others must wait for.
            if isProbe, !message.isInitialize { flushWaiting(&actions) }
        case .renewal: if transport == .streamable { sessionID = fields["mcp-session-id"] }
        case .renewed: openListenStream(&actions)
        case .listen: listenFailures = 0
        case .resume, .eventStream, .goodbye: break
        }
    }

    mutating func receiveBody(_ number: Int, _ bytes: [UInt8], _ actions: inout [BridgeAction]) {
        guard let exchange = exchanges[number] else { return }
        if exchange.parser != nil {
            guard let events = try? exchanges[number]?.parser?.feed(bytes) else {
                return cutOff(number, "an event", &actions)
            }
            for event in events { receive(event, number, &actions) }
        } else if exchange.body.count + bytes.count > maximumBodyBytes {
            cutOff(number, "the answer", &actions)
        } else {
            exchanges[number]?.body += bytes
        }
    }

    private mutating func cutOff(_ number: Int, _ what: String, _ actions: inout [BridgeAction]) {
        actions.append(.abort(exchange: number))
        let detail = "\(what) is larger than \(ByteSize.text(maximumBodyBytes))"
        finish(number, BridgeFailure(wasSent: true, detail: detail), &actions)
    }

    private mutating func receive(_ event: ServerSentEvent, _ number: Int, _ actions: inout [BridgeAction]) {
        guard let purpose = exchanges[number]?.purpose else { return }
        if let id = event.id { exchanges[number]?.lastEventID = id }
        if let retry = event.retry { exchanges[number]?.retry = retry }
        if purpose == .eventStream, event.event == "endpoint" {
            takeEndpoint(String(decoding: event.data, as: UTF8.self), number, &actions)
            return
        }
        // A priming event has no data; other event types are not MCP's.
        guard event.event == nil || event.event == "message", let reply = BridgeReply(event.data) else { return }
        if let renewalID, reply.answeredIDs == [.string(renewalID)] {
            finishRenewal(reply, &actions)
            return
        }
        if case .message(let message, _, _) = purpose { note(reply, to: message, &actions) }
        if purpose == .eventStream, let initialize { note(reply, to: initialize, &actions) }
        deliver(reply, &actions)
    }

    /// Remembers what `initialize` agreed on.
    private mutating func note(_ reply: BridgeReply, to message: BridgeMessage, _ actions: inout [BridgeAction]) {
        guard message.isInitialize, reply.answeredIDs == message.requestIDs,
            unanswered[message.requestIDs[0].text] != nil
        else { return }
        revision = reply.value["result"]?["protocolVersion"]?.stringValue
    }

    // MARK: Ends

    mutating func finish(_ number: Int, _ failure: BridgeFailure?, _ actions: inout [BridgeAction]) {
        guard let exchange = exchanges.removeValue(forKey: number) else { return }
        switch exchange.purpose {
        case .message(let message, let isProbe, let attempt):
            finish(message, isProbe: isProbe, attempt: attempt, exchange, failure, &actions)
        case .resume(let message, let attempt): finishResume(message, attempt: attempt, exchange, failure, &actions)
        case .renewal: finishRenewal(exchange, failure, &actions)
        case .renewed: break
        case .listen: finishListen(exchange, &actions)
        case .eventStream: finishEventStream(exchange, failure, &actions)
        case .goodbye: actions.append(.exit)
        }
    }

    private mutating func finish(
        _ message: BridgeMessage, isProbe: Bool, attempt: Int, _ exchange: BridgeExchange, _ failure: BridgeFailure?,
        _ actions: inout [BridgeAction]
    ) {
        if let failure, !failure.wasSent, attempt < Self.attempts, !isEnding {
            actions.append(.say("the server cannot be reached (\(failure.detail)); trying again"))
            schedule(.resend(message, isProbe: isProbe, attempt: attempt + 1), after: Self.backoff(attempt), &actions)
            return
        }
        // A probe decides for all that waits behind it, unless the message goes on over HTTP+SSE.
        var resolvesProbe = isProbe
        if exchange.status == 404, let lost = exchange.sessionID, transport == .streamable {
            waiting.append(message)
            // Another message may have found out before, and the new session may be there already.
            if lost == sessionID { renew(&actions) } else if renewalID == nil { flushWaiting(&actions) }
            return
        }
        let reply = exchange.parser == nil ? BridgeReply(exchange.body) : nil
        if let failure {
            if exchange.parser != nil, let id = exchange.lastEventID, isUnanswered(message) {
                scheduleResume(message, id, attempt: 1, exchange, &actions)
            } else {
                fail(message, Self.words(for: failure), &actions)
            }
        } else if isProbe, [404, 405].contains(exchange.status), reply.map({ $0.answeredIDs.isEmpty }) ?? true {
            // An answer that names the request is one of MCP, whatever its status; all else means that POST is not
            // served.
            resolvesProbe = false
            isProbing = false
            waiting.insert(message, at: 0)
            actions.append(.say("no Streamable HTTP here (\(exchange.status)); trying HTTP+SSE"))
            openEventStream(&actions)
        } else if let reply {
            if isProbe { decideStreamable() }
            note(reply, to: message, &actions)
            if message.requestIDs.count == 1, let line = reply.answering(message.requestIDs[0]) {
                unanswered[message.requestIDs[0].text] = nil
                actions.append(.write(line))
            } else if message.requestIDs.isEmpty, !(200..<300).contains(exchange.status) {
                fail(message, Self.words(for: exchange), &actions)
            } else {
                deliver(reply, &actions)
            }
        } else if exchange.parser != nil, let id = exchange.lastEventID, isUnanswered(message) {
            scheduleResume(message, id, attempt: 1, exchange, &actions)
        } else if isUnanswered(message) || !(200..<300).contains(exchange.status) {
            if case .eventStream = transport, (200..<300).contains(exchange.status) { return }
            fail(message, Self.words(for: exchange), data: ["status": .number(JSONNumber(exchange.status))], &actions)
        }
        if resolvesProbe {
            isProbing = false
            flushWaiting(&actions)
        }
    }

    private mutating func decideStreamable() {
        if transport == .undecided { transport = .streamable }
        isProbing = false
    }

    private func isUnanswered(_ message: BridgeMessage) -> Bool {
        message.requestIDs.contains { unanswered[$0.text] != nil }
    }

    private mutating func scheduleResume(
        _ message: BridgeMessage, _ lastEventID: String, attempt: Int, _ exchange: BridgeExchange,
        _ actions: inout [BridgeAction]
    ) {
        let delay = exchange.retry.map { Duration.milliseconds(min(60_000, max(0, $0))) } ?? Self.backoff(attempt)
        schedule(.resume(message, lastEventID: lastEventID, attempt: attempt), after: delay, &actions)
    }

    private mutating func finishResume(
        _ message: BridgeMessage, attempt: Int, _ exchange: BridgeExchange, _ failure: BridgeFailure?,
        _ actions: inout [BridgeAction]
    ) {
        guard isUnanswered(message) else { return }
        if attempt < Self.attempts, exchange.parser != nil || failure != nil, let id = exchange.lastEventID {
            scheduleResume(message, id, attempt: attempt + 1, exchange, &actions)
        } else {
            fail(
                message,
                "The connection was lost and the answer could not be fetched; whether the call took effect is unknown.",
                &actions)
        }
    }

    private mutating func finishRenewal(
        _ exchange: BridgeExchange, _ failure: BridgeFailure?, _ actions: inout [BridgeAction]
    ) {
        guard renewalID != nil else { return }
        if exchange.parser == nil, let reply = BridgeReply(exchange.body) {
            finishRenewal(reply, &actions)
        } else if case .eventStream = transport, failure == nil, (200..<300).contains(exchange.status) {
            // The answer comes on the stream.
        } else {
            renewalID = nil
            failAll(
                "The server ended the session and refused a new one: \(failure?.detail ?? "HTTP \(exchange.status)").",
                &actions)
        }
    }

    private mutating func finishListen(_ exchange: BridgeExchange, _ actions: inout [BridgeAction]) {
        guard transport == .streamable, !isEnding else { return }
        switch exchange.status {
        case 404 where exchange.sessionID != nil && exchange.sessionID == sessionID: renew(&actions)
        // 405: the server has no such stream. 401, 403: it will not have us. 409: another one is open.
        case 400..<500: break
        default:
            listenFailures += 1
            let delay =
                exchange.retry.map { Duration.milliseconds(min(60_000, max(0, $0))) } ?? Self.backoff(listenFailures)
            schedule(.listen, after: delay, &actions)
        }
    }

    static func words(for failure: BridgeFailure) -> String {
        failure.wasSent
            ? "The connection was lost before the answer came (\(failure.detail)); whether the call took effect is unknown."
            : "The server cannot be reached: \(failure.detail)."
    }

    static func words(for exchange: BridgeExchange) -> String {
        switch exchange.status {
        case 200..<300: "The server ended its answer without a response to this request."
        case 401, 403:
            "The server refused the token (HTTP \(exchange.status)); check the URL or the Authorization header."
        default: "The server answered HTTP \(exchange.status)."
        }
    }
}
