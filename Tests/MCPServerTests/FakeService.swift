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

    /// The endpoint may keep what was granted until something is revoked.
    var accessRevision: Int? { revoked.withLock { $0.count } }

    /// `vault` wants an API token beside its URL; `shop2` is the newer token of `shop`.
    func admit(_ credentials: AccessCredentials) -> AccessDecision {
        guard let token = credentials.pathToken ?? credentials.bearer else {
            return openAccess ? .granted(ServerAccess(id: "open", name: "Open")) : .refused(.unknownToken)
        }
        guard !revoked.withLock({ $0.contains(token) }) else { return .refused(.unknownToken) }
        switch token {
        case "shop": return .granted(ServerAccess(id: "shop", name: "Shop", tokenTag: 1))
        case "shop2": return .granted(ServerAccess(id: "shop", name: "Shop", tokenTag: 2))
        case "cafe": return .granted(ServerAccess(id: "cafe", name: "Café"))
        case "vault":
            guard credentials.pathToken != nil else { return .refused(.needsURL) }
            guard let key = credentials.bearer else { return .refused(.apiTokenMissing) }
            if key == "other-key" { return .refused(.apiTokenOutOfScope) }
            guard key == "key", !revoked.withLock({ $0.contains(key) }) else { return .refused(.apiTokenWrong) }
            return .granted(ServerAccess(id: "vault", name: "Vault"))
        default: return .refused(.unknownToken)
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
        ["echo", "fail", "limited", "flood", "crowd", "counted", "steps", "hold", "whoami"].contains(tool)
    }

    func instructions(for access: ServerAccess) -> String { "Tools of \(access.name)." }

    func call(
        _ tool: String, arguments: JSONObject, caller: ToolCaller, loop: EventLoop,
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
        case "flood":
            return .rateLimited(
                RateLimitStatus(limit: 120, remaining: 0, resetSeconds: 1, retryAfterSeconds: 1, source: .server),
                wixRequestID: nil)
        case "crowd":
            return .rateLimited(
                RateLimitStatus(
                    limit: 4, remaining: 0, resetSeconds: 5, retryAfterSeconds: 5, source: .server, windowSeconds: nil),
                wixRequestID: nil)
        case "whoami":
            let answer: JSONValue = [
                "server": .string(caller.access.id), "client": caller.clientName.map { .string($0) } ?? .null,
                "version": caller.clientVersion.map { .string($0) } ?? .null,
                "session": caller.sessionID.map { .string($0) } ?? .null,
            ]
            return .result(ToolResult(structured: answer.bytes))
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
        var waiting: [Int: CheckedContinuation<Bool, Never>] = [:]
        var arrivals = 0
        var cancellations = 0
    }
    private let state = Mutex(State())
    private let lastNumber = Counter()

    /// True when released, false when cancelled.
    func wait() async -> Bool {
        let number = lastNumber.next()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isCancelled = state.withLock { state in
                    state.arrivals += 1
                    guard !Task.isCancelled else { return true }
                    state.waiting[number] = continuation
                    return false
                }
                if isCancelled { continuation.resume(returning: false) }
            }
        } onCancel: {
            let continuation = state.withLock { state in
                state.cancellations += 1
                return state.waiting.removeValue(forKey: number)
            }
            continuation?.resume(returning: false)
        }
    }

    func release() {
        let waiting = state.withLock { state in
            defer { state.waiting = [:] }
            return state.waiting.values
        }
        for continuation in waiting { continuation.resume(returning: true) }
    }

    var arrivals: Int { state.withLock { $0.arrivals } }
    var cancellations: Int { state.withLock { $0.cancellations } }
}
