package import JSON
package import WixAPI
package import WixCatalogue

/// What a behaviour may use: the client, the other tools, and the record's own way of running.
package struct ToolContext: Sendable {
    package let client: WixClient
    package let catalogue: Catalogue
    let clock: ToolClock
    /// What the cursors of the callers stand for.
    let cursors: CursorTable
    /// The same for the lists that a behaviour reads through, so that they push out no cursor of a caller.
    let ownCursors: CursorTable

    /// The same context for one run of a behaviour.
    func forBehaviour() -> ToolContext {
        ToolContext(client: client, catalogue: catalogue, clock: clock, cursors: cursors, ownCursors: CursorTable())
    }

    /// Runs the call as its record says, without the behaviour.
    package func perform(_ call: ToolCall) async throws(ToolFailure) -> ToolResult {
        if let job = call.plan.job { return try await JobRun(call, job, self).result() }
        if call.plan.answer.isList { return try await ListRun(call, self).result() }
        if call.plan.answer.isBulk { return try await BulkRun(call, self).result().reconciled(with: call) }
        return try await EntityRun(call, self).result()
    }

    /// Sends one request of a composite call and parses the answer.
    package func send(_ request: WixRequest, for call: ToolCall) async throws(ToolFailure) -> JSONValue {
        try Self.parsed(try await transfer(request, for: call).body)
    }

    /// Sends one request of a call.
    func transfer(_ request: WixRequest, for call: ToolCall) async throws(ToolFailure) -> WixResponse {
        do {
            return try await client.send(request, to: call.site, deadline: call.deadline)
        } catch {
            throw .wix(error)
        }
    }

    /// Runs another tool, without its behaviour, for its answer: the whole entity, or `{"result": […], …}` in full
    /// view.
    package func answer(
        of tool: String, _ arguments: JSONObject, for call: ToolCall
    ) async throws(ToolFailure) -> JSONValue {
        guard let tool = catalogue[tool] else {
            throw .problem(code: "NO_SUCH_TOOL", message: "There is no tool \(tool).", hint: "")
        }
        var arguments = arguments
        if tool.plan.view != nil, arguments["fields"] == nil { arguments["view"] = "full" }
        let inner = ToolCall(
            tool: tool, catalogue: call.catalogue, arguments: arguments, site: call.site, deadline: call.deadline,
            maximumResultCharacters: .max, report: nil)
        let own = ToolContext(
            client: client, catalogue: catalogue, clock: clock, cursors: ownCursors, ownCursors: ownCursors)
        return try Self.parsed(try await own.perform(inner).structured)
    }

    private static func parsed(_ bytes: [UInt8]) throws(ToolFailure) -> JSONValue {
        do {
            return try JSONValue(parsing: bytes)
        } catch {
            throw .problem(
                code: "UNEXPECTED_ANSWER", message: "Wix's answer could not be read: \(error.reason).",
                hint: "Try again.")
        }
    }
}
