import EventLoop
import MCPCore
import Synchronization

/// A legacy session. Its requests may come on connections of any loop, so its state is behind a lock of its own, which
/// only requests that name this session take; its streams belong to the loops of their connections.
final class Session: Sendable {
    /// What a session is bound to.
    enum Transport: Sendable {
        /// POST, GET and DELETE with `Mcp-Session-Id`.
        case streamable
        /// An HTTP+SSE connection: all answers go there. `pathToken` is that of the URL which opened it, checked again
        /// on every message; without one, every message must carry what opened it.
        case connection(StreamHandle, pathToken: String?)
    }

    private struct Core {
        var state: SessionState
        var connections: [SessionState.Handle: StreamHandle] = [:]
        var calls: [SessionState.Handle: RunningCall] = [:]
        /// The server shuts down: an HTTP+SSE connection ends with its last call.
        var isDraining = false
    }

    /// Unguessable: whoever knows it may post to an HTTP+SSE session.
    let id: String
    /// Enough of the id to tell sessions apart, too little to use one.
    let label: String
    let access: ServerAccess
    let transport: Transport
    private static let labelLength = 12
    private let core: Mutex<Core>
    private let lastUse: Atomic<UInt64>
    private let budget: ReplayBudget

    init(
        id: String, access: ServerAccess, transport: Transport, state: SessionState, budget: ReplayBudget, now: UInt64
    ) {
        self.id = id
        label = String(id.prefix(Self.labelLength))
        self.access = access
        self.transport = transport
        self.budget = budget
        core = Mutex(Core(state: state))
        lastUse = Atomic(now)
    }

    deinit { budget.release(core.withLock { $0.state.replayBytes }) }

    var revision: ProtocolRevision { core.withLock { $0.state.revision } }
    var isStreamable: Bool { connection == nil }
    var level: LoggingLevel? { core.withLock { $0.state.level } }
    var client: ClientInfo { core.withLock { $0.state.client } }

    /// The connection of an HTTP+SSE session.
    var connection: StreamHandle? {
        guard case .connection(let handle, _) = transport else { return nil }
        return handle
    }

    /// Whether a connection reads one of its streams.
    var hasConnections: Bool { core.withLock { !$0.connections.isEmpty } }

    // MARK: Time

    func touch(now: UInt64) { lastUse.store(now, ordering: .relaxed) }

    /// How long nobody has used the session, in nanoseconds; nil while something runs or listens.
    func idleTime(now: UInt64) -> UInt64? {
        guard core.withLock({ $0.state.isIdle }), connection == nil else { return nil }
        let last = lastUse.load(ordering: .relaxed)
        return now > last ? now - last : 0
    }

    func timePassed(now: UInt64) { _ = apply(.timePassed(now: now)) }

    // MARK: Requests

    /// Takes note of the answer to `initialize`; false when there was one before.
    func initialize(_ revision: ProtocolRevision, client: ClientInfo) -> Bool {
        apply(.initialized(revision, client)) == .none
    }

    func setLevel(_ level: LoggingLevel) { _ = apply(.levelSet(level)) }

    /// Registers a call, so that it can be cancelled and its id is not used twice at once.
    func begin(_ call: RunningCall, id: JSONRPCID) -> SessionState.Refusal? {
        core.withLock { core in
            if case .refuse(let refusal) = core.state.handle(.requestStarted(id, call: call.handle)) { return refusal }
            core.calls[call.handle] = call
            return nil
        }
    }

    func end(_ call: RunningCall, id: JSONRPCID) {
        core.withLock { core in
            guard core.calls.removeValue(forKey: call.handle) != nil else { return }
            _ = core.state.handle(.requestEnded(id))
            if core.isDraining, core.calls.isEmpty { connection?.close() }
        }
    }

    /// `notifications/cancelled`; a late or unknown one does nothing.
    func cancel(_ id: JSONRPCID) {
        let call = core.withLock { core -> RunningCall? in
            guard case .cancel(let handle) = core.state.handle(.cancelRequested(id)) else { return nil }
            return core.calls.removeValue(forKey: handle)
        }
        call?.cancelFromAnyLoop()
    }

    /// The MCP server is gone: says so on what waits for news, unless the client asked for graver matters only.
    func end(_ reason: SessionEnd, now: UInt64) {
        if (level ?? .warning) <= .warning {
            let message = ServerNotification.serverEnded(reason: reason.message)
            if let connection {
                connection.send([.init(message: message)])
            } else {
                send(message, on: .standalone, isLast: true, now: now)
            }
        }
        close()
    }

    /// The session is over: its calls stop and its streams close.
    func close() {
        let (calls, connections) = core.withLock { core in
            defer {
                core.calls = [:]
                core.connections = [:]
            }
            return (Array(core.calls.values), Array(core.connections.values))
        }
        for call in calls { call.cancelFromAnyLoop() }
        for connection in connections { connection.close() }
        connection?.close()
    }

    /// Ends what waits for news; calls that run may still be answered.
    func drain() {
        let isQuiet = core.withLock { core in
            core.isDraining = true
            return core.calls.isEmpty
        }
        if isQuiet { connection?.close() }
        abandon(.standalone)
    }

    private func apply(_ event: SessionState.Event) -> SessionState.Action {
        core.withLock { core in
            let before = core.state.replayBytes
            defer { budget.take(core.state.replayBytes - before) }
            return core.state.handle(event)
        }
    }
}

// MARK: Streams

extension Session {
    /// Puts a connection behind a stream and sends what it has to see first.
    func open(_ event: (SessionState.Handle) -> SessionState.Event, on connection: StreamHandle) -> StreamOpening {
        core.withLock { core in
            switch core.state.handle(event(connection.id)) {
            case .open(let stream, let events, let isComplete):
                if !isComplete { core.connections[connection.id] = connection }
                let isResumable = core.state.revision.hasResumableStreams
                connection.send(events.map { .init($0, isResumable: isResumable) }, thenClose: isComplete)
                return .opened(stream)
            case .refuse(let refusal): return .refused(refusal)
            default: return .refused(.unknownEvent)
            }
        }
    }

    /// Sends a message on a stream, or keeps it for when the client comes back.
    func send(_ data: [UInt8], on stream: EventID.Stream, isLast: Bool = false, now: UInt64) {
        core.withLock { core in
            let isResumable = core.state.revision.hasResumableStreams
            let before = core.state.replayBytes
            let action = core.state.handle(
                .message(stream, data, isLast: isLast, isStorable: isResumable && budget.hasRoom, now: now))
            budget.take(core.state.replayBytes - before)
            guard case .send(let event, let handle, let closes) = action else { return }
            // Submitted under the lock: two senders cannot swap their events.
            core.connections[handle]?.send([.init(event, isResumable: isResumable)], thenClose: closes)
            if closes { core.connections[handle] = nil }
        }
    }

    /// The stream ends without a response.
    func abandon(_ stream: EventID.Stream) {
        core.withLock { core in
            guard case .close(let handle) = core.state.handle(.abandoned(stream)) else { return }
            core.connections.removeValue(forKey: handle)?.close()
        }
    }

    func disconnected(_ stream: EventID.Stream, _ connection: SessionState.Handle) {
        core.withLock { core in
            core.connections[connection] = nil
            _ = core.state.handle(.disconnected(stream, connection))
        }
    }

    /// A message that belongs to no request: on the connection of HTTP+SSE, else on the stream that a GET opened.
    func notify(_ data: [UInt8], now: UInt64) {
        if let connection {
            connection.send([.init(message: data)])
        } else {
            send(data, on: .standalone, now: now)
        }
    }
}

enum StreamOpening { case opened(EventID.Stream), refused(SessionState.Refusal) }
