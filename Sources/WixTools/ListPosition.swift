import JSON
import WixAPI
import WixCatalogue

/// Where a list call begins, read from `next_cursor`, and where the next one will.
///
/// A page of which some items did not fit is asked for again, and the items that were handed out already are skipped.
struct ListPosition {
    private let point: ListPoint

    /// Nil for the first page.
    var page: WixPagePosition? { point.page }
    /// Items of that page that the caller has.
    var skip: Int { point.skip }
    /// The size of that page when it is asked for again.
    var limit: Int? { point.limit }

    /// What belongs to one answer only and not to the list.
    private static let ownArguments = ["limit", "next_cursor", "fields", "view"]

    /// Reads `next_cursor` and puts the arguments that it stands for back into the call. Those that the caller repeats
    /// must be the same: Wix would go on with the list as it was, and the caller would take it for the changed one.
    init(of call: inout ToolCall, _ context: ToolContext) throws(ToolFailure) {
        // Some clients send an empty one for none.
        guard let text = call.arguments["next_cursor"]?.stringValue, !text.isEmpty else {
            point = ListPoint()
            return
        }
        do throws(CursorFault) {
            point = try context.cursors.point(
                text, tool: call.tool.name, site: call.site.name, at: context.clock.now())
            for member in point.arguments.members {
                if let given = call.arguments[member.key], given != member.value {
                    throw .changed(argument: member.key)
                }
            }
        } catch {
            throw .argument(name: "next_cursor", message: error.message)
        }
        for name in call.arguments.keys where !Self.ownArguments.contains(name) && point.arguments[name] == nil {
            throw .argument(
                name: name,
                message:
                    "\(name) was not given when this list began; leave it out, or begin again without next_cursor.")
        }
        for member in point.arguments.members { call.arguments[member.key] = member.value }
        // What is shown of each item goes on as before, unless the caller says otherwise now.
        guard call.arguments["fields"] == nil, call.arguments["view"] == nil else { return }
        for member in point.presentation.members { call.arguments[member.key] = member.value }
    }

    /// The `next_cursor` that begins at `page`, behind `skip` of its items.
    static func text(
        page: WixPagePosition?, skip: Int = 0, limit: Int? = nil, of call: ToolCall, _ context: ToolContext
    ) -> String {
        var arguments = call.arguments
        for name in ownArguments { arguments[name] = nil }
        var point = ListPoint(page: page, skip: skip, limit: skip > 0 ? limit : nil, arguments: arguments)
        for name in ["fields", "view"] { point.presentation[name] = call.arguments[name] }
        return context.cursors.add(point, tool: call.tool.name, site: call.site.name, at: context.clock.now())
    }
}
