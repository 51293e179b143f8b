import JSON
import Ricos
import WixCatalogue

/// Answers with the text of a post or draft as Markdown in place of its Ricos, which is six times as long and hard to
/// read: the `markdown` that the update tool takes back.
///
/// The record's default view asks for `richContent`; the caller gets it only by `view: "full"` or by naming it in
/// `fields`.
enum PostTextBehaviour: ToolBehaviour {
    private static let field = "markdown"

    static func run(_ call: ToolCall, _ context: ToolContext) async throws(ToolFailure) -> ToolResult {
        guard call.arguments["view"] != "full" else { return try await context.perform(call) }
        let fields = call.arguments["fields"]?.arrayValue?.compactMap(\.stringValue)
        let wantsText = fields?.contains(field) ?? true
        guard wantsText else { return try await context.perform(call) }

        var arguments = call.arguments
        if let fields {
            arguments["fields"] = .array((fields.filter { $0 != field } + ["richContent"]).map { .string($0) })
        }
        // The Ricos may be longer than an answer may be; the text is measured below.
        let whole = ToolCall(
            tool: call.tool, catalogue: call.catalogue, arguments: arguments, site: call.site, deadline: call.deadline,
            maximumResultCharacters: .max, report: nil)
        var result = try await context.perform(whole)
        guard var post = try? JSONValue(parsing: result.structured) else { return result }
        let content = post["richContent"] ?? .null
        let (text, lost) = await RicosDocument.reading(content)
        if !lost.isEmpty {
            let words =
                "Markdown cannot hold \(lost.joined(separator: ", ")): an update with markdown takes them out. "
                + "Change richContent instead to keep them."
            post["warnings"] = [.string(words)]
        }
        let keepsRicos = fields?.contains { $0.split(separator: ".").first == "richContent" } ?? false
        if !keepsRicos { post["richContent"] = nil }
        result.structured = bytes(of: post, text: text, maximum: call.maximumResultCharacters)
        return result
    }

    /// The post with its text, or with the beginning of it that fits.
    private static func bytes(of post: JSONValue, text: String, maximum: Int) -> [UInt8] {
        var post = post
        post[field] = .string(text)
        let whole = post.bytes
        guard whole.count > maximum else { return whole }
        post["truncated"] = ["left_out": 1, "how": "The text is cut. The whole is in richContent with view \"full\"."]
        post[field] = ""
        // An escape takes at most six bytes for one.
        let room = max(0, (maximum - post.bytes.count) / 6)
        post[field] = .string(String(decoding: text.utf8.prefix(room), as: UTF8.self))
        return post.bytes
    }
}
