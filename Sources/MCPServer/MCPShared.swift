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
        for state in states { state.loop.submit { state.toolsChanged(serverID: serverID) } }
        // Sessions belong to no loop; any one may tell them.
        guard let loop = states.first?.loop else { return }
        loop.submit { [self] in
            for session in sessions.sessions(of: serverID) {
                session.notify(ServerNotification.toolsChanged, now: loop.now)
            }
        }
    }

    /// Ends the sessions and streams of a server whose token was revoked or has expired. From any thread.
    package func endSessions(serverID: String) {
        for session in sessions.sessions(of: serverID) { sessions.remove(session) }
        for state in loops.withLock({ $0 }) { state.loop.submit { state.listeners.end(serverID: serverID) } }
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
