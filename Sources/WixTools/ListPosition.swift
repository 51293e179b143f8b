import JSON
import WixAPI
import WixCatalogue

/// Where a list call begins, read from `next_cursor`, and where the next one will.
///
/// A page of which some items did not fit is asked for again, and the items that were handed out already are skipped.
/// How many they were, and how long that page was, travels in the cursor beside the arguments.
struct ListPosition {
    /// Nil for the first page.
    var page: WixPagePosition?
    /// Items of that page that the caller has.
    var skip = 0
    /// The size of that page when it is asked for again.
    var limit: Int?

    private static let skipKey = "$skip"
    private static let limitKey = "$limit"
    /// Stands for the first page, which has no cursor at Wix.
    private static let firstPage = WixPagePosition.cursor("$first")
    /// What belongs to one answer only and not to the list.
    private static let ownArguments = ["limit", "next_cursor", "fields", "view"]

    /// Reads `next_cursor` and puts the arguments that travelled in it back into the call.
    init(of call: inout ToolCall) throws(ToolFailure) {
        guard let text = call.arguments["next_cursor"]?.stringValue else { return }
        let added: String?
        do throws(WixCursorError) {
            var cursor = try WixCursor(text, tool: call.tool.name, site: call.site)
            skip = max(0, cursor.arguments[Self.skipKey]?.intValue ?? 0)
            limit = cursor.arguments[Self.limitKey]?.intValue.map { min(max(1, $0), PagingRule.callLimit) }
            cursor.arguments[Self.skipKey] = nil
            cursor.arguments[Self.limitKey] = nil
            added = call.arguments.keys.first { !Self.ownArguments.contains($0) && cursor.arguments[$0] == nil }
            call.arguments = try cursor.merge(into: call.arguments)
            page = cursor.position == Self.firstPage ? nil : cursor.position
        } catch {
            throw .argument(name: "next_cursor", message: error.message)
        }
        // Wix would go on with the list as it was, and the caller would take it for the narrowed one.
        if let added {
            throw .argument(
                name: added,
                message:
                    "\(added) was not given when this list began; leave it out, or begin again without next_cursor.")
        }
        guard call.tool.violations(in: call.arguments).isEmpty else {
            throw .argument(name: "next_cursor", message: WixCursorError.unreadable.message)
        }
    }

    /// The `next_cursor` that begins at `page`, behind `skip` of its items.
    static func text(page: WixPagePosition?, skip: Int = 0, limit: Int = 0, of call: ToolCall) -> String {
        var arguments = call.arguments
        for name in ownArguments { arguments[name] = nil }
        if skip > 0 {
            arguments[skipKey] = .number(JSONNumber(skip))
            arguments[limitKey] = .number(JSONNumber(limit))
        }
        return WixCursor(position: page ?? firstPage, arguments: arguments).text(tool: call.tool.name, site: call.site)
    }
}
