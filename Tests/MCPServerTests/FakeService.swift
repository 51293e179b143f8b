import EventLoop
import JSON
import Synchronization
import WixAPI
import WixTools

@testable import MCPServer

/// A tool service with a handful of tools that each show one kind of outcome.
final class FakeService: ToolService {
    /// Tools that wait until the test lets them go.
    let gate = Gate()
    private let hasExtraTool = Atomic(false)
    private let revoked = Mutex<Set<String>>([])
    let openAccess: Bool

    init(openAccess: Bool = false) { self.openAccess = openAccess }

    /// The list gets one tool more.
    func addTool() { hasExtraTool.store(true, ordering: .relaxed) }

    func revoke(_ token: String) { revoked.withLock { _ = $0.insert(token) } }

    func access(token: String?) -> ServerAccess? {
        if let token, revoked.withLock({ $0.contains(token) }) { return nil }
        return switch token {
        case nil: openAccess ? ServerAccess(id: "open", name: "Open") : nil
        case "shop": ServerAccess(id: "shop", name: "Shop")
        case "cafe": ServerAccess(id: "cafe", name: "Café")
        default: nil
        }
    }

    private static let annotations =
        #""annotations":{"readOnlyHint":true,"destructiveHint":false,"idempotentHint":true,"openWorldHint":true}"#
    private static let echo = """
        {"name":"echo","title":"Echo","description":"Answers its arguments.","inputSchema":{"type":"object"},\
        "outputSchema":{"type":"object"},\(annotations)}
        """
    private static let extra = #"{"name":"extra","description":"New.","inputSchema":{"type":"object"}}"#

    func toolDefinitions(for access: ServerAccess) -> [[UInt8]] {
        let texts = hasExtraTool.load(ordering: .relaxed) ? [Self.echo, Self.extra] : [Self.echo]
        return texts.map { Array($0.utf8) }
    }

    func mayCall(_ tool: String, _ access: ServerAccess) -> Bool {
        ["echo", "fail", "limited", "counted", "steps", "hold"].contains(tool)
    }

    func instructions(for access: ServerAccess) -> String { "Tools of \(access.name)." }

    func call(
        _ tool: String, arguments: JSONObject, access: ServerAccess, loop: EventLoop,
        progress: (@Sendable (ToolProgress) -> Void)?
    ) async -> ToolOutcome {
        let quota = RateLimitStatus(limit: 200, remaining: 150, resetSeconds: 30, source: .counted)
        switch tool {
        case "fail":
            return .result(ToolResult(structured: Array(#"{"error":"No \"order\" here"}"#.utf8), isError: true))
        case "limited":
            let refusal = RateLimitStatus(
                limit: 200, remaining: 0, resetSeconds: 12, retryAfterSeconds: 12, source: .wix)
            return .rateLimited(refusal, wixRequestID: "wix-1")
        case "counted": return .result(ToolResult(structured: Array("{}".utf8), rateLimit: quota))
        case "steps":
            // The second report does not grow and must not reach the client.
            for step in [1.0, 1.0, 2.5] { progress?(ToolProgress(progress: step, total: 3, message: "step \(step)")) }
            return .result(ToolResult(structured: Array(#"{"steps":3}"#.utf8)))
        case "hold":
            progress?(ToolProgress(progress: 1, total: nil, message: "waiting"))
            let wasReleased = await gate.wait()
            return .result(ToolResult(structured: Array(#"{"released":\#(wasReleased)}"#.utf8)))
        default: return .result(ToolResult(structured: JSONValue.object(arguments).bytes))
        }
    }
}

/// Where calls wait, and where the test waits for calls.
final class Gate: Sendable {
    private struct State {
        var waiting: [CheckedContinuation<Bool, Never>] = []
        var arrivals = 0
        var cancellations = 0
    }
    private let state = Mutex(State())

    /// True when released, false when cancelled.
    func wait() async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isCancelled = Task.isCancelled
                state.withLock { state in
                    state.arrivals += 1
                    if !isCancelled { state.waiting.append(continuation) }
                }
                if isCancelled { continuation.resume(returning: false) }
            }
        } onCancel: {
            release(as: false)
            state.withLock { $0.cancellations += 1 }
        }
    }

    func release(as outcome: Bool = true) {
        let waiting = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume(returning: outcome) }
    }

    var arrivals: Int { state.withLock { $0.arrivals } }
    var cancellations: Int { state.withLock { $0.cancellations } }
}
