package import EventLoop
package import HTTPClient
package import JSON
package import WixAPI
package import WixCatalogue
package import WixTools

/// One tool runner for each loop.
package struct ToolRunnerTable: Sendable {
    private let runners: [ToolRunner]

    /// - Parameters:
    ///   - clients: one for each loop, in the order of the loops.
    ///   - onRequest: told of each HTTP request to Wix, on the loop it left from.
    package init(
        clients: [HTTPClient], catalogue: Catalogue, onRequest: (@Sendable (WixRequestRecord) -> Void)? = nil
    ) {
        // The next call of a client may come to another loop.
        let cursors = CursorTable()
        runners = clients.map { client in
            ToolRunner(
                loop: client.loop, client: client, catalogue: catalogue, cursors: cursors, onRequest: onRequest)
        }
    }

    /// The runner that lives on `loop`; nil for a loop of another group.
    package func runner(on loop: EventLoop) -> ToolRunner? {
        guard runners.indices.contains(loop.index) else { return nil }
        return runners[loop.index]
    }

    /// Runs a call that `grant` allows, on `loop`. The caller has checked the tool's name against the grant.
    package func call(
        _ tool: Tool, arguments: JSONObject, grant: ServerGrant, loop: EventLoop,
        progress: (@Sendable (ToolProgress) -> Void)?
    ) async -> ToolOutcome {
        guard let runner = runner(on: loop) else {
            return .result(
                ToolResult(
                    structured: Array(#"{"message":"This loop runs no tools.","error":{"code":"NO_RUNNER"}}"#.utf8),
                    isError: true))
        }
        return await runner.call(
            tool, arguments: arguments, site: grant.site, maximumResultCharacters: grant.maximumResultCharacters,
            progress: progress)
    }
}
