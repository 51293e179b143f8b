/// What a legacy session knows, without sockets, clocks or locks: events in, actions out.
package struct SessionState: Sendable {
    /// Names a connection or a running call to whoever performs the actions.
    package typealias Handle = UInt64

    package enum Event: Sendable {
        /// `initialize` was answered with this revision; the client said who it is.
        case initialized(ProtocolRevision, ClientInfo)
        /// A request begins that can be cancelled.
        case requestStarted(JSONRPCID, call: Handle)
        case requestEnded(JSONRPCID)
        /// The client sent `notifications/cancelled`.
        case cancelRequested(JSONRPCID)
        case levelSet(LoggingLevel)
        /// A GET without `Last-Event-ID`.
        case standaloneOpened(Handle)
        /// An SSE answer to a POST begins.
        case replyOpened(Handle)
        /// A GET with this `Last-Event-ID`.
        case resumed(String, Handle)
        /// A message for a stream; `isLast` when it is the response. Not stored when `isStorable` is false.
        case message(EventID.Stream, [UInt8], isLast: Bool, isStorable: Bool, now: UInt64)
        /// The connection of a stream is gone.
        case disconnected(EventID.Stream, Handle)
        /// The stream ends without a response.
        case abandoned(EventID.Stream)
        case timePassed(now: UInt64)
    }

    package enum Action: Sendable, Equatable {
        case none
        case refuse(Refusal)
        case cancel(call: Handle)
        /// The stream is open on the connection just named: send these, then close when the stream has ended.
        case open(EventID.Stream, [StreamEvent], isComplete: Bool)
        case send(StreamEvent, to: Handle, closes: Bool)
        case close(Handle)
    }

    package enum Refusal: Sendable, Equatable {
        /// A session is initialized once.
        case alreadyInitialized
        /// The id is already in use by a request that runs.
        case duplicateID
        case tooManyRequests
        /// Another connection serves the stream.
        case streamBusy
        /// No such event, or some after it are gone.
        case unknownEvent
    }

    /// One event for the wire; `data` is empty for the priming event.
    package struct StreamEvent: Sendable, Equatable {
        package let id: EventID
        package let data: [UInt8]
        /// Milliseconds after which a client that lost the stream should come back.
        package let retry: Int?
    }

    private struct Stream: Sendable {
        var connection: Handle?
        var nextSequence = 0
        var hasEnded = false
    }

    package static let maximumRunning = 256
    package static let retryMilliseconds = 3000

    private var negotiated: ProtocolRevision?
    package private(set) var client: ClientInfo
    /// The least severe level that the client asked to hear; nil until it asked.
    package private(set) var level: LoggingLevel?
    private var running: [JSONRPCID: Handle] = [:]
    private var streams: [EventID.Stream: Stream] = [:]
    private var nextReply = 1
    private var replay: ReplayBuffer

    /// Without a revision the session waits for `initialize`: an HTTP+SSE connection that has just opened.
    package init(
        revision: ProtocolRevision?, client: ClientInfo = ClientInfo(),
        replay: ReplayBuffer.Limits = ReplayBuffer.Limits()
    ) {
        negotiated = revision
        self.client = client
        self.replay = ReplayBuffer(limits: replay)
    }

    /// The revision in force; before `initialize`, the one of the transport that has sessions before it.
    package var revision: ProtocolRevision { negotiated ?? .v2024_11_05 }
    /// Bytes kept for resumption.
    package var replayBytes: Int { replay.bytes }
    /// Nothing runs and nobody listens: the session may expire.
    package var isIdle: Bool { running.isEmpty && !streams.values.contains { $0.connection != nil } }
    /// The calls that run, for a session that ends.
    package var runningCalls: [Handle] { Array(running.values) }

    package mutating func handle(_ event: Event) -> Action {
        switch event {
        case .initialized(let revision, let client):
            guard negotiated == nil else { return .refuse(.alreadyInitialized) }
            negotiated = revision
            self.client = client
        case .requestStarted(let id, let call): return start(id, call)
        case .requestEnded(let id): running[id] = nil
        case .cancelRequested(let id):
            // A late or unknown cancellation is ignored.
            guard let call = running.removeValue(forKey: id) else { return .none }
            return .cancel(call: call)
        case .levelSet(let level): self.level = level
        case .standaloneOpened(let connection): return open(.standalone, connection)
        case .replyOpened(let connection):
            defer { nextReply += 1 }
            return open(.reply(nextReply), connection)
        case .resumed(let text, let connection): return resume(text, connection)
        case .message(let stream, let data, let isLast, let isStorable, let now):
            return message(stream, data, isLast: isLast, isStorable: isStorable, now: now)
        case .disconnected(let stream, let connection):
            guard streams[stream]?.connection == connection else { return .none }
            streams[stream]?.connection = nil
        case .abandoned(let stream):
            let connection = streams.removeValue(forKey: stream)?.connection
            replay.forget(stream)
            return connection.map { .close($0) } ?? .none
        case .timePassed(let now):
            replay.evict(now: now)
            forgetEndedStreams()
        }
        return .none
    }
}

extension SessionState {
    private mutating func start(_ id: JSONRPCID, _ call: Handle) -> Action {
        guard running[id] == nil else { return .refuse(.duplicateID) }
        guard running.count < Self.maximumRunning else { return .refuse(.tooManyRequests) }
        running[id] = call
        return .none
    }

    private mutating func open(_ name: EventID.Stream, _ connection: Handle) -> Action {
        var stream = streams[name] ?? Stream()
        guard stream.connection == nil else { return .refuse(.streamBusy) }
        stream.connection = connection
        var events: [StreamEvent] = []
        if revision.hasPrimingEvents {
            events.append(
                StreamEvent(id: EventID(name, stream.nextSequence), data: [], retry: Self.retryMilliseconds))
            stream.nextSequence += 1
        }
        streams[name] = stream
        return .open(name, events, isComplete: false)
    }

    private mutating func resume(_ text: String, _ connection: Handle) -> Action {
        guard let id = EventID(text), var stream = streams[id.stream], id.sequence < stream.nextSequence,
            let missed = replay.events(after: id)
        else { return .refuse(.unknownEvent) }
        guard stream.connection == nil else { return .refuse(.streamBusy) }
        if !stream.hasEnded {
            stream.connection = connection
            streams[id.stream] = stream
        }
        let events = missed.map { StreamEvent(id: $0.id, data: $0.data, retry: nil) }
        return .open(id.stream, events, isComplete: stream.hasEnded)
    }

    private mutating func message(
        _ name: EventID.Stream, _ data: [UInt8], isLast: Bool, isStorable: Bool, now: UInt64
    ) -> Action {
        guard var stream = streams[name], !stream.hasEnded else { return .none }
        let event = StreamEvent(id: EventID(name, stream.nextSequence), data: data, retry: nil)
        stream.nextSequence += 1
        let connection = stream.connection
        if isLast {
            stream.hasEnded = true
            stream.connection = nil
        }
        streams[name] = stream
        if isStorable { replay.append(event.id, data, at: now) } else { replay.note(evicted: event.id) }
        return connection.map { .send(event, to: $0, closes: isLast) } ?? .none
    }

    /// A stream that ended and has nothing left to replay can no longer be asked for.
    private mutating func forgetEndedStreams() {
        for (name, stream) in streams where stream.hasEnded && !replay.holds(name) {
            streams[name] = nil
            replay.forget(name)
        }
    }
}
