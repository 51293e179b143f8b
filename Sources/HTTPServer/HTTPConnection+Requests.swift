import HTTPCore

extension HTTPConnection {
    /// A head is complete: the handler may refuse it before any body is read.
    func begin(_ head: HTTPRequestHead, _ framing: HTTPBodyFraming, _ reader: RequestReader) throws(HTTPParseError) {
        terms = Terms(head)
        let hasBody = framing != .none && framing != .length(0)
        guard let refusal = server.calls.refusal(head, peer) else {
            reader.begin(head, framing)
            phase = .body
            setDeadline(after: server.bodyTime)
            return
        }
        server.counters.requests.count()
        if hasBody {
            // The body would have to be read to find the next request.
            terms.keepsAlive = false
            lingers = true
        } else {
            var none = 0
            _ = try reader.parser.next(in: [], upTo: 0, offset: &none)
            returnReader()
        }
        answer(refusal)
    }

    /// A request is complete.
    func dispatch(_ reader: RequestReader) {
        guard let request = reader.finish(from: peer) else { return }
        returnReader()
        server.counters.requests.count()
        phase = .exchange
        var exchange = server.takeExchange()
        exchange.begin(on: self)
        self.exchange = exchange
        server.calls.handle(request, exchange)
        if self.exchange == nil {
            if isKnownUniquelyReferenced(&exchange) { server.giveBack(exchange) }
        } else if peerEnded {
            peerLeft()
        }
    }

    /// `100 Continue` (RFC 9110 section 10.1.1).
    func askForBody() {
        append { $0.append(contentsOf: ServerAnswers.continuation) }
    }

    /// Answers a request that cannot be served, in the server's own words, and ends the connection.
    func fail(_ status: Int, _ message: String) {
        server.counters.failedRequests.count()
        reader = nil
        // Before the head is complete, the terms are still those of the request before.
        if phase == .idle || phase == .head { terms = Terms() }
        terms.keepsAlive = false
        lingers = true
        exchange?.abandon()
        answer(ServerAnswers.failure(status, message))
    }

    /// Tells a peer that there are too many connections.
    func refuseConnection() {
        terms.keepsAlive = false
        lingers = true
        answer(ServerAnswers.failure(503, "The server has too many connections. Try again in a moment."))
    }
}

extension HTTPConnection.Terms {
    init(_ head: HTTPRequestHead) {
        isHead = head.method == "HEAD"
        isChunkable = head.minorVersion >= 1
        // RFC 9112 section 9.3.
        if head.fields.contains(.connection) {
            keepsAlive =
                isChunkable
                ? !head.fields.hasToken("close", in: "connection")
                : head.fields.hasToken("keep-alive", in: "connection")
        } else {
            keepsAlive = isChunkable
        }
        if let codings = head.fields.bytes(.acceptEncoding) { allowsGzip = AcceptEncoding.allowsGzip(codings) }
    }
}
