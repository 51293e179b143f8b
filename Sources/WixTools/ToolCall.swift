package import JSON
package import WixAPI
package import WixCatalogue

/// One call of a tool under way on a runner's loop. The arguments conform to the tool's schema.
package struct ToolCall: Sendable {
    package let tool: Tool
    /// Which Stores catalogue the site has; the current one where the tool does not care.
    package let catalogue: StoresCatalogue
    package var arguments: JSONObject
    package let site: WixSite
    /// For all requests of the call together.
    package let deadline: WixDeadline
    /// The longest answer, in characters.
    package var maximumResultCharacters: Int
    let report: (@Sendable (ToolProgress) -> Void)?
    /// The entity as it was read, for an operation that replaces it whole.
    var base: JSONValue?
    /// What was read of the entity and has to be sent again though it does not change.
    var kept = JSONObject()
    /// The tool's plan for the site's catalogue.
    package let plan: ToolPlan

    init(
        tool: Tool, catalogue: StoresCatalogue, arguments: JSONObject, site: WixSite, deadline: WixDeadline,
        maximumResultCharacters: Int, report: (@Sendable (ToolProgress) -> Void)?
    ) {
        self.tool = tool
        self.catalogue = catalogue
        self.arguments = arguments
        self.site = site
        self.deadline = deadline
        self.maximumResultCharacters = maximumResultCharacters
        self.report = report
        plan = tool.plan(on: catalogue)
    }

    /// What the record gives its behaviour.
    package var parameters: JSONObject { tool.behaviour?.parameters ?? JSONObject() }

    /// Tells the caller how far a call of several requests has come.
    package func report(_ progress: Int, of total: Int?, _ message: String) {
        report?(ToolProgress(progress: Double(progress), total: total.map(Double.init), message: message))
    }
}
