package import EventLoop
package import HTTPClient
package import JSON
package import WixAPI
package import WixCatalogue

/// Runs tool calls on one loop: arguments to Wix requests, answers to a result. May be called from anywhere.
package final class ToolRunner: Sendable {
    private let loop: EventLoop
    private let context: ToolContext

    /// - Parameters:
    ///   - cursors: what the cursors that callers hold stand for; runners that serve the same callers share one.
    ///   - clock: what waits for jobs and the life of cursors go by; the loop's own without it.
    ///   - onRequest: told of each HTTP request to Wix.
    package init(
        loop: EventLoop, client: HTTPClient, catalogue: Catalogue, cursors: CursorTable = CursorTable(),
        clock: ToolClock? = nil,
        onRequest: (@Sendable (WixRequestRecord) -> Void)? = nil
    ) {
        self.loop = loop
        context = ToolContext(
            client: WixClient(http: client, onRequest: onRequest), catalogue: catalogue,
            clock: clock ?? ToolClock(loop: loop), cursors: cursors, ownCursors: CursorTable())
    }

    /// Runs one call; cancelling the task cancels the transfer under way. Never throws: every failure is a result that
    /// the model can act on.
    /// - Parameter maximumResultCharacters: counted in UTF-8 bytes, so that it is never passed.
    package func call(
        _ tool: Tool, arguments: JSONObject, site: WixSite, maximumResultCharacters: Int = 60_000,
        progress: (@Sendable (ToolProgress) -> Void)? = nil
    ) async -> ToolOutcome {
        let arguments = tool.withoutNulls(arguments)
        let violations = tool.violations(in: arguments)
        guard violations.isEmpty else {
            return .result(ToolFailure.result(of: tool.advised(violations, for: arguments)))
        }
        if let failure = tool.emptyArgument(in: arguments) ?? tool.missingContent(in: arguments) {
            return failure.outcome(of: tool, site: site, fault: nil)
        }
        // A caller that is on the loop stays there, so that the daemon's calls change no executor on their way.
        guard !loop.isCurrent else {
            return await outcome(
                of: tool, arguments: arguments, site: site, maximumResultCharacters: maximumResultCharacters,
                progress: progress)
        }
        return await withTaskExecutorPreference(loop) {
            await outcome(
                of: tool, arguments: arguments, site: site, maximumResultCharacters: maximumResultCharacters,
                progress: progress)
        }
    }

    private func outcome(
        of tool: Tool, arguments: JSONObject, site: WixSite, maximumResultCharacters: Int,
        progress: (@Sendable (ToolProgress) -> Void)?
    ) async -> ToolOutcome {
        let deadline = WixDeadline(on: loop)
        let start = { (catalogue: StoresCatalogue) in
            ToolCall(
                tool: tool, catalogue: catalogue, arguments: arguments, site: site, deadline: deadline,
                maximumResultCharacters: max(1_000, maximumResultCharacters), report: progress)
        }
        do throws(ToolFailure) {
            if !tool.dependsOnCatalogue { return .result(try await run(start(.v3))) }
            return .result(try await runOnCatalogue(tool, site, deadline, start))
        } catch {
            let fault =
                if let cause = error.cause { await context.client.credentialFault(behind: cause, of: site) } else {
                    String?.none
                }
            return error.outcome(of: tool, site: site, fault: fault)
        }
    }

    private func run(_ call: ToolCall) async throws(ToolFailure) -> ToolResult {
        let call = try await SaidValues.written(call, context)
        guard let behaviour = call.tool.behaviour else { return try await context.perform(call) }
        guard let type = BehaviourTable.behaviours[behaviour.name] else {
            throw .problem(code: "NO_BEHAVIOUR", message: "\(behaviour.name) is not built in.", hint: "")
        }
        return try await type.run(call, context.forBehaviour())
    }

    /// Refuses what the site's catalogue does not have, before anything is sent for it.
    private func run(_ call: ToolCall, on catalogue: StoresCatalogue) async throws(ToolFailure) -> ToolResult {
        guard let limit = call.tool.limit, limit.only != catalogue else { return try await run(call) }
        throw .problem(
            code: "OTHER_CATALOG_VERSION",
            message: "\(call.tool.name) works on Catalog \(limit.only.title) only; this site has Catalog "
                + "\(catalogue.title). There: \(limit.way)",
            hint: "Calling it again does not help; nothing was sent to Wix.")
    }

    /// Runs the call with the site's own Stores catalogue. When Wix says that it is another by now, it is found out
    /// again and the call runs once more.
    private func runOnCatalogue(
        _ tool: Tool, _ site: WixSite, _ deadline: WixDeadline, _ start: (StoresCatalogue) -> ToolCall
    ) async throws(ToolFailure) -> ToolResult {
        let outcome: Result<ToolResult, ToolFailure>
        do {
            outcome = try await context.client.withCatalogVersion(of: site, deadline: deadline) {
                version throws(WixError) -> Result<ToolResult, ToolFailure> in
                do throws(ToolFailure) {
                    switch version {
                    case .notInstalled: return .success(try Self.withoutStores(tool))
                    case .v1: return .success(try await run(start(.v1), on: .v1))
                    case .v3: return .success(try await run(start(.v3), on: .v3))
                    // A guess refuses nothing: Wix says it when the site has the other one.
                    case .unknown: return .success(try await run(start(tool.limit?.only ?? .v3)))
                    }
                } catch {
                    if case .wix(let error) = error { throw error }
                    return .failure(error)
                }
            }
        } catch {
            throw .wix(error)
        }
        return try outcome.get()
    }

    /// A site without a shop has no products: a list of them is empty, and the rest cannot be done
    /// (stores-ecommerce.md 0.3).
    private static func withoutStores(_ tool: Tool) throws(ToolFailure) -> ToolResult {
        let note = "Wix Stores is not installed on this site."
        guard tool.plan.answer.isList else {
            throw .problem(
                code: "STORES_NOT_INSTALLED", message: note, hint: "Install Wix Stores in the site's dashboard.")
        }
        let writer = ListWriter(maximumCharacters: 1_000)
        return ToolResult(structured: writer.finish(nextCursor: nil, total: 0, note: note))
    }
}
