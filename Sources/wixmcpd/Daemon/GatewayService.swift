import EventLoop
import Gateway
import JSON
import Logging
import MCPServer
import WixAPI
import WixCatalogue
import WixTools

/// The gateway and the tool runners as the MCP endpoint of one loop needs them.
final class GatewayService: ToolService, @unchecked Sendable {  // confined to `loop`, where `gateway` is replaced
    let loop: EventLoop
    /// What is in force on this loop.
    private var gateway: Gateway
    private let runners: ToolRunnerTable
    private let audit: AuditLog
    private let metrics: Metrics
    private let logger: Logger
    /// Told when Wix refuses an account's credential: the account's id, and why.
    private let credentialRefused: @Sendable (String, String) -> Void

    init(
        loop: EventLoop, gateway: Gateway, runners: ToolRunnerTable, audit: AuditLog, metrics: Metrics, logger: Logger,
        credentialRefused: @escaping @Sendable (String, String) -> Void
    ) {
        self.loop = loop
        self.gateway = gateway
        self.runners = runners
        self.audit = audit
        self.metrics = metrics
        self.logger = logger
        self.credentialRefused = credentialRefused
    }

    /// Puts the next snapshot in force. On the loop.
    func replace(_ gateway: Gateway) { self.gateway = gateway }

    // MARK: Access

    var accessRevision: Int? { gateway.revision }

    func admit(_ credentials: AccessCredentials) -> AccessDecision {
        // Without a token in the path the bearer is the server's own.
        let token = credentials.pathToken ?? credentials.bearer
        let apiToken = credentials.pathToken == nil ? nil : credentials.bearer
        switch gateway.admit(token: token, apiToken: apiToken, now: .now) {
        case .granted(let entry):
            return .granted(
                ServerAccess(
                    id: entry.grant.id, name: entry.grant.name, tokenTag: entry.tokenTag, apiTokenID: entry.apiTokenID))
        case .refused(let fault):
            countRefusal()
            switch fault {
            case .unknownToken: return .refused(.unknownToken)
            case .apiTokenMissing: return .refused(credentials.pathToken == nil ? .needsURL : .apiTokenMissing)
            case .apiTokenWrong: return .refused(.apiTokenWrong)
            case .apiTokenOutOfScope: return .refused(.apiTokenOutOfScope)
            }
        }
    }

    private func countRefusal() {
        let count = metrics.countRefusedToken()
        // One line for the first of many: a scanner must not fill the log.
        if count.isMultiple(of: 1000) {
            logger.notice("a token opened no server", metadata: ["refused_before": "\(count)"])
        }
    }

    func toolDefinitions(for access: ServerAccess) -> [[UInt8]] { gateway.grant(id: access.id)?.definitions ?? [] }

    func mayCall(_ tool: String, _ access: ServerAccess) -> Bool {
        gateway.grant(id: access.id)?.tool(named: tool) != nil
    }

    // MARK: Calls

    func call(
        _ tool: String, arguments: JSONObject, caller: ToolCaller, loop: EventLoop,
        progress: (@Sendable (ToolProgress) -> Void)?
    ) async -> ToolOutcome {
        // Asked again here, whatever was asked before: nothing outside the grant reaches Wix.
        guard let grant = gateway.grant(id: caller.access.id), let tool = grant.tool(named: tool) else {
            return .failure(code: "UNKNOWN_TOOL", "Unknown tool.")
        }
        if let refusal = grant.limits.begin(now: loop.now) {
            metrics.countRefusedCall()
            return .rateLimited(RateLimitStatus(refusal), wixRequestID: nil)
        }
        defer { grant.limits.end() }
        // The endpoint keeps who was admitted, so that only a call tells of a use.
        if let apiToken = caller.access.apiTokenID { gateway.used(apiTokenID: apiToken, at: .now) }
        let start = loop.now
        let call = AuditedCall(grant, tool, arguments, caller)
        let trace = CallTrace()
        let outcome = await run(tool, call, grant, trace, progress)
        let elapsed = loop.now &- start
        metrics.countCall(nanoseconds: elapsed, on: loop)
        log(tool, grant, Task.isCancelled ? "cancelled" : outcome.word, elapsed)
        if let fault = outcome.credentialFault { credentialRefused(grant.accountID, fault) }
        return outcome
    }

    /// Runs a call between its lines in the audit log. What may change the site is written down before it leaves.
    private func run(
        _ tool: Tool, _ call: AuditedCall, _ grant: ServerGrant, _ trace: CallTrace,
        _ progress: (@Sendable (ToolProgress) -> Void)?
    ) async -> ToolOutcome {
        let start = loop.now
        var ticket: AuditTicket?
        if tool.effect != .read {
            do {
                ticket = try await audit.begin(call)
            } catch {
                logger.error("a call could not be recorded and was not made", metadata: ["error": "\(error)"])
                return .failure(
                    code: "NOT_RECORDED",
                    "The daemon could not write this call down, so it was not made and nothing was changed. "
                        + "Its operator must look at the store.")
            }
        }
        let outcome: ToolOutcome
        if let reason = grant.unavailable {
            outcome = .failure(code: "NEEDS_REAUTH", reason)
        } else {
            outcome = await CallTrace.$current.withValue(trace) {
                await runners.call(tool, arguments: call.arguments, grant: grant, loop: loop, progress: progress)
            }
        }
        let ending = AuditEnding(
            outcome, of: tool, isCancelled: Task.isCancelled, trace, duration: .nanoseconds(loop.now &- start))
        if let ticket { audit.end(ticket, ending) } else { audit.record(call, ending) }
        return outcome
    }

    private func log(_ tool: Tool, _ grant: ServerGrant, _ word: String, _ elapsed: UInt64) {
        // What changed the site or went wrong is in the log by default; plain reads are not.
        let level: Logger.Level = tool.effect == .read && word == "ok" ? .debug : .info
        guard level >= logger.logLevel else { return }
        logger.log(
            level: level, "tool call",
            metadata: [
                "tool": "\(tool.name)", "server": "\(grant.name)", "account": "\(grant.accountName)",
                "outcome": "\(word)", "ms": "\(elapsed / 1_000_000)",
            ])
    }

    func instructions(for access: ServerAccess) -> String {
        guard let grant = gateway.grant(id: access.id) else { return "" }
        let rights =
            grant.isReadOnly
            ? "This server only reads; nothing it offers changes the site."
            : "Some tools change the site; ask the person before a change that others will see or that costs money."
        return """
            Tools for one Wix site. \(rights) Lists answer `result` and `next_cursor`; pass the cursor back unchanged for the \
            next page. Answers show the fields that matter; `view: "full"` or `fields` gives more. After a rate-limit error wait \
            the seconds it names.
            """
    }
}
