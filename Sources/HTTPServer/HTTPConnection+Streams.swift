import HTTPCore

extension HTTPConnection {
    /// Sends the head of an event stream at once. The stream is closed from the start when there are too many, or
    /// when only the head was asked for.
    func startStream(status: Int, fields: HTTPFields) -> EventStream {
        guard terms.isHead || server.streamLimit.take() else {
            exchange?.abandon()
            answer(ServerAnswers.failure(503, "The server has too many event streams. Try again later."))
            return EventStream(connection: nil)
        }
        // Without chunks, the end of the stream is the end of the connection.
        if !terms.isChunkable { terms.keepsAlive = false }
        let keepsAlive = keepsAliveAfterAnswer
        appendHead(
            status, EventStreamEncoder.fields(fields), terms.isChunkable ? .chunked : .untilClose,
            keepsAlive: keepsAlive)
        if terms.isHead {
            exchange?.abandon()
            exchange = nil
            finishExchange(keepsAlive)
            return EventStream(connection: nil)
        }
        let stream = EventStream(connection: self)
        self.stream = stream
        phase = .stream
        server.counters.openStreams.count()
        postponeKeepAlive()
        if !isProcessing { settle() }
        return stream
    }

    private var encoder: EventStreamEncoder { EventStreamEncoder(isChunked: terms.isChunkable) }

    /// False when the peer is so far behind that the stream was dropped.
    func send(_ event: ServerSentEvent) -> Bool {
        guard phase == .stream else { return false }
        let limit = server.limits.streamQueueBytes
        let wasBehind = writeDeadline != .max
        append { encoder.append(event, to: &$0) }
        postponeKeepAlive()
        if !isProcessing || output.count > limit { flush() }
        guard phase == .stream else { return false }
        // One event may be larger than the queue: it is the peer's not reading that counts.
        guard wasBehind, output.count > limit else { return true }
        server.counters.droppedStreams.count()
        reset()
        return false
    }

    /// Ends the stream after what is queued.
    func endStream() {
        guard phase == .stream else { return }
        append { encoder.appendEnd(to: &$0) }
        closeStream()
        exchange?.abandon()
        exchange = nil
        finishExchange(keepsAliveAfterAnswer)
    }

    /// The stream is over for whoever sends on it.
    func closeStream() {
        guard let stream else { return }
        self.stream = nil
        stream.disconnect()
        server.streamLimit.giveBack()
        server.counters.openStreams.count(-1)
    }

    /// Sends a comment when nothing was sent for a while, so that nobody on the way takes the stream for dead.
    func keepStreamAlive(_ now: UInt64) {
        guard now >= deadline, output.isEmpty else { return }
        append { encoder.appendComment(to: &$0) }
        postponeKeepAlive()
        flush()
    }

    /// On a stream the deadline is that of the next comment.
    private func postponeKeepAlive() { setDeadline(after: server.keepAliveInterval) }
}
