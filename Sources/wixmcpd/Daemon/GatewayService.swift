import EventLoop
import Gateway
import JSON
import Logging
import MCPServer
import WixCatalogue
import WixTools

/// The gateway and the tool runners as the MCP endpoint needs them.
struct GatewayService: ToolService {
    let gateway: Gateway
    let runners: ToolRunnerTable
    let metrics: Metrics
    let logger: Logger

    /// A gateway never changes.
    let accessRevision: Int? = 0

    func access(token: String?) -> ServerAccess? {
        guard let grant = gateway.grant(token: token) else {
            let count = metrics.countRefusedToken()
            // One line for the first of many: a scanner must not fill the log.
            if count.isMultiple(of: 1000) {
                logger.notice("a token opened no server", metadata: ["refused_before": "\(count)"])
            }
            return nil
        }
        return ServerAccess(id: grant.id, name: grant.name)
    }

    func toolDefinitions(for access: ServerAccess) -> [[UInt8]] { gateway.grant(id: access.id)?.definitions ?? [] }

    func mayCall(_ tool: String, _ access: ServerAccess) -> Bool {
        gateway.grant(id: access.id)?.tool(named: tool) != nil
    }

    func call(
        _ tool: String, arguments: JSONObject, access: ServerAccess, loop: EventLoop,
        progress: (@Sendable (ToolProgress) -> Void)?
    ) async -> ToolOutcome {
        // Asked again here, whatever was asked before: nothing outside the grant reaches Wix.
        guard let grant = gateway.grant(id: access.id), let tool = grant.tool(named: tool) else {
            return .result(ToolResult(structured: Array(#"{"error":{"message":"Unknown tool"}}"#.utf8), isError: true))
        }
        let start = loop.now
        let outcome = await runners.call(tool, arguments: arguments, grant: grant, loop: loop, progress: progress)
        let elapsed = loop.now &- start
        metrics.countCall(nanoseconds: elapsed, on: loop)
        let word = outcome.word
        // What changed the site or went wrong is in the log by default; plain reads are not.
        let level: Logger.Level = tool.effect == .read && word == "ok" ? .debug : .info
        if level >= logger.logLevel {
            logger.log(
                level: level, "tool call",
                metadata: [
                    "tool": "\(tool.name)", "server": "\(grant.name)", "account": "\(grant.account)",
                    "outcome": "\(word)", "ms": "\(elapsed / 1_000_000)",
                ])
        }
        return outcome
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

extension ToolOutcome {
    /// For the log.
    fileprivate var word: String {
        switch self {
        case .result(let result): result.isError ? "error" : "ok"
        case .rateLimited: "rate_limited"
        }
    }
}
