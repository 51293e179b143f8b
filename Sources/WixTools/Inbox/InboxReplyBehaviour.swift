import JSON
import WixAPI
import WixCatalogue

/// Answers a person in the Inbox: opens the conversation where only the contact is known, reads what was said last, and
/// sends the text.
///
/// Parameters: `opener`, `sender`, `reader` (the tools for it).
enum InboxReplyBehaviour: ToolBehaviour {
    private static let shown = 3

    static func run(_ call: ToolCall, _ context: ToolContext) async throws(ToolFailure) -> ToolResult {
        let names = ["contactId", "conversationId"].filter { call.arguments[$0] != nil }
        guard names.count == 1 else {
            throw .argument(name: "contactId", message: "Give exactly one of contactId, conversationId.")
        }
        call.report(0, of: 2, "Opening the conversation.")
        let conversation = try await conversation(call, context)
        let before = try await before(conversation, call, context)
        call.report(1, of: 2, "Sending the message.")
        var arguments: JSONObject = ["conversationId": conversation]
        arguments["message"] = call.arguments["text"]
        arguments["visibility"] = call.arguments["visibility"]
        let sent: JSONValue
        do {
            sent = try await context.answer(of: call.tool("sender"), arguments, for: call)
        } catch {
            throw ConversationBehaviour.failure(
                error, after: ["conversationId": conversation], id: conversation.stringValue ?? "")
        }
        var message: JSONValue = [:]
        for name in ["id", "createdDate", "direction", "visibility"] { message[name] = sent[name] }
        let answer: JSONValue = [
            "conversationId": conversation, "sent": message,
            "before": .array(before.map { InboxText.row($0) }),
        ]
        return ToolResult(structured: fitting(answer, call).bytes, rateLimit: call.site.rateLimit)
    }

    /// The last messages. A key that may only write gets none, and may still write.
    private static func before(
        _ conversation: JSONValue, _ call: ToolCall, _ context: ToolContext
    ) async throws(ToolFailure) -> [JSONValue] {
        do {
            let answer = try await context.answer(
                of: call.tool("reader"), ["conversationId": conversation, "limit": .int(shown)], for: call)
            return answer["result"]?.arrayValue ?? []
        } catch {
            guard case .wix(let problem) = error, problem.status == 403 else { throw error }
            return []
        }
    }

    private static func conversation(_ call: ToolCall, _ context: ToolContext) async throws(ToolFailure) -> JSONValue {
        if let id = call.arguments["conversationId"] { return id }
        let opened = try await context.answer(
            of: call.tool("opener"), ["contactId": call.arguments["contactId"] ?? .null], for: call)
        guard let id = opened.value(at: "conversation.id") else {
            throw .problem(
                code: "NO_CONVERSATION", message: "Wix opened no conversation with this contact; nothing was sent.",
                hint: "Check the contact id with wix_contacts_query.")
        }
        return id
    }

    private static func fitting(_ answer: JSONValue, _ call: ToolCall) -> JSONValue {
        guard answer.bytes.count > call.maximumResultCharacters else { return answer }
        var answer = answer
        answer["before"] = []
        return answer
    }
}

/// A message of the Inbox in a few words.
enum InboxText {
    private static let longest = 500

    static func row(_ message: JSONValue) -> JSONValue {
        var row: JSONValue = [:]
        for name in ["createdDate", "direction", "visibility"] { row[name] = message[name] }
        let texts = message.value(at: "content.basic.items")?.arrayValue?.compactMap { $0["text"]?.stringValue } ?? []
        let text =
            texts.isEmpty
            ? message.text("content.previewText") ?? message.text("content.minimal.text") : texts.joined(separator: " ")
        row["text"] = text.map { .string(String($0.prefix(longest))) }
        return row
    }
}
