/// How the answer to one `tools/call` POST travels: as JSON, or as an event stream that is opened as late as possible,
/// because the status and the rate-limit fields can only be sent before it.
package struct CallReplyState: Sendable, Equatable {
    /// How long a client waits for JSON before it is given a stream with keep-alives instead.
    package static let patience: Duration = .seconds(15)

    package enum Event: Sendable, Equatable {
        /// The tool reports progress.
        case progress
        case patienceEnded
        case finished
        case disconnected
        /// The client sent `notifications/cancelled`, or ended its session.
        case cancelled
    }

    package enum Action: Sendable, Equatable {
        case none
        case openStream
        case sendProgress(opensStream: Bool)
        case respondJSON
        /// The response is the stream's last event. Without a connection it is only kept for resumption.
        case endStream(opensStream: Bool)
        /// Stop the tool; the client is gone.
        case stop
        /// Stop the tool and end the exchange without a response.
        case stopAndAcknowledge
        case stopAndCloseStream
        /// Nobody can receive the answer any more.
        case drop
    }

    private enum Phase: Sendable, Equatable { case waiting, streaming, detached(hasStream: Bool), ended }

    private let acceptsJSON: Bool
    private let acceptsStream: Bool
    private let hasProgressToken: Bool
    private let isModern: Bool
    private let isResumable: Bool
    private var phase = Phase.waiting

    package init(acceptsJSON: Bool, acceptsStream: Bool, hasProgressToken: Bool, isModern: Bool, isResumable: Bool) {
        self.acceptsJSON = acceptsJSON
        self.acceptsStream = acceptsStream
        self.hasProgressToken = hasProgressToken
        self.isModern = isModern
        self.isResumable = isResumable
    }

    package mutating func handle(_ event: Event) -> Action {
        guard phase != .ended else { return .none }
        switch event {
        case .progress: return progress()
        case .patienceEnded:
            guard phase == .waiting, acceptsStream else { return .none }
            phase = .streaming
            return .openStream
        case .finished: return finish()
        case .disconnected: return disconnect()
        case .cancelled: return cancel()
        }
    }

    private mutating func progress() -> Action {
        guard hasProgressToken, acceptsStream else { return .none }
        switch phase {
        case .waiting:
            phase = .streaming
            return .sendProgress(opensStream: true)
        case .streaming, .detached(hasStream: true): return .sendProgress(opensStream: false)
        case .detached, .ended: return .none
        }
    }

    private mutating func finish() -> Action {
        defer { phase = .ended }
        switch phase {
        case .waiting: return acceptsJSON ? .respondJSON : .endStream(opensStream: true)
        case .streaming, .detached(hasStream: true): return .endStream(opensStream: false)
        case .detached, .ended: return .drop
        }
    }

    /// Since 2026-07-28 a lost connection cancels; before, the client may come back for the answer.
    private mutating func disconnect() -> Action {
        if isModern {
            phase = .ended
            return .stop
        }
        phase = .detached(hasStream: phase == .streaming && isResumable)
        return .none
    }

    private mutating func cancel() -> Action {
        defer { phase = .ended }
        switch phase {
        case .waiting: return .stopAndAcknowledge
        case .streaming, .detached(hasStream: true): return .stopAndCloseStream
        case .detached, .ended: return .stop
        }
    }
}

/// The progress values that may be sent: each larger than the one before.
package struct ProgressSequence: Sendable {
    private var last = -Double.infinity
    package init() {}
    package mutating func admits(_ value: Double) -> Bool {
        guard value.isFinite, value > last else { return false }
        last = value
        return true
    }
}
