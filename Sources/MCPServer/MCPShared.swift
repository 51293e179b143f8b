import EventLoop
import MCPCore
import Synchronization

/// State that the handlers of all loops share: sessions (each bound to its token), counters.
package final class MCPShared: Sendable {
    let options: MCPOptions
    let counters = MCPCounters()
    let sessions: SessionTable
    let replayBudget: ReplayBudget
    let description: ServerDescription
    let sources: SourcePolicy
    private let loops = Mutex<[LoopState]>([])

    package init(options: MCPOptions) {
        self.options = options
        sessions = SessionTable(limit: options.sessionLimit, idleTime: options.sessionIdleTime)
        replayBudget = ReplayBudget(limit: options.replayBudgetBytes)
        description = ServerDescription(name: "wixmcpd", title: "Wix", version: options.serverVersion)
        sources = SourcePolicy(allowedHosts: options.allowedHosts, allowedOrigins: options.allowedOrigins)
    }

    /// Tells the connected clients of a server that its tools changed. From any thread, after the change.
    package func toolsChanged(serverID: String) {
        let states = loops.withLock { $0 }
        // No client hears of it before every loop has forgotten the old list.
        onEach(states[...], { $0.forgetTools(serverID: serverID) }) { [self] last in
            for state in states { state.loop.submit { state.listeners.toolsChanged(serverID: serverID) } }
            // Sessions belong to no loop; any one may tell them.
            for session in sessions.sessions(of: serverID) {
                session.notify(ServerNotification.toolsChanged, now: last.loop.now)
            }
        }
    }

    /// Ends the sessions, streams and running calls of a server that is gone, each with a last message that says why.
    /// From any thread, after `admit` refuses on every loop.
    /// - Parameter current: the tag of a token that goes on working: what it opened stays as it is.
    package func endSessions(serverID: String, reason: SessionEnd, except current: UInt64? = nil) {
        let ending = ServerEnding(serverID: serverID, reason: reason, currentToken: current)
        let ended = sessions.take(ending.concerns)
        // A call may run on another loop than its session's stream: the answers come before the last message.
        onEach(loops.withLock { $0 }[...], { $0.end(ending) }) { last in
            for session in ended { session.end(reason, now: last.loop.now) }
        }
    }

    /// Runs `work` on one loop after the other, then `finish` on the last.
    private func onEach(
        _ states: ArraySlice<LoopState>, _ work: @escaping @Sendable (LoopState) -> Void,
        then finish: @escaping @Sendable (LoopState) -> Void
    ) {
        guard let state = states.first else { return }
        state.loop.submit { [self] in
            work(state)
            if states.count == 1 { finish(state) } else { onEach(states.dropFirst(), work, then: finish) }
        }
    }

    /// A reading for `/metrics`.
    package var metrics: MCPMetrics {
        MCPMetrics(
            requests: counters.requests.value, protocolErrors: counters.protocolErrors.value,
            refusals: counters.refusals.value, calls: counters.calls.value, failedCalls: counters.failedCalls.value,
            rateLimitedCalls: counters.rateLimitedCalls.value, cancelledCalls: counters.cancelledCalls.value,
            runningCalls: counters.runningCalls.value, sessionsOpened: counters.sessionsOpened.value,
            openSessions: sessions.count, openStreams: counters.openStreams.value, replayBytes: replayBudget.bytes)
    }

    /// Makes what a loop keeps; the first one looks after the sessions of all. Call on the loop.
    func makeState(on loop: EventLoop) -> LoopState {
        let state = LoopState(loop: loop, listeners: ListenStreams(description: description))
        let isFirst = loops.withLock { loops in
            loops.append(state)
            return loops.count == 1
        }
        if isFirst { sweepLater(on: loop) }
        return state
    }

    private func sweepLater(on loop: EventLoop) {
        let interval = min(max(options.sessionIdleTime / 4, .milliseconds(10)), .seconds(60))
        loop.schedule(after: interval) { [self] in
            sessions.sweep(now: loop.now)
            sweepLater(on: loop)
        }
    }
}

/// What ends and why.
struct ServerEnding: Sendable {
    let serverID: String
    let reason: SessionEnd
    /// The tag of the token that goes on working, if one does.
    let currentToken: UInt64?

    func concerns(_ access: ServerAccess) -> Bool {
        access.id == serverID && (currentToken == nil || access.tokenTag != currentToken)
    }
}
