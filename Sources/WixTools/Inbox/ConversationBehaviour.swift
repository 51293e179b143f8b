import JSON
import WixAPI

/// Opens a conversation and, when there is text, sends it: two calls to Wix told as one.
///
/// Parameters: `sender` (the tool that sends), `participants` (arguments of which exactly one is given), `passOn`
/// (arguments of the
/// sender).
enum ConversationBehaviour: ToolBehaviour {
    static func run(_ call: ToolCall, _ context: ToolContext) async throws(ToolFailure) -> ToolResult {
        let parameters = call.parameters
        let participants = strings(parameters["participants"])
        guard participants.filter({ call.arguments[$0] != nil }).count == 1 else {
            throw .argument(
                name: participants.first ?? "", message: "Give exactly one of \(participants.joined(separator: ", ")).")
        }
        let opened = try await context.perform(call)
        guard call.arguments["message"] != nil else { return opened }
        guard let answer = try? JSONValue(parsing: opened.structured), let conversation = answer["conversation"],
            let id = conversation["id"]
        else { return opened }
        var done: JSONObject = ["conversation": conversation]
        done["newConversation"] = answer["newConversation"]
        var arguments: JSONObject = ["conversationId": id]
        for name in strings(parameters["passOn"]) { arguments[name] = call.arguments[name] }
        do {
            done["message"] = try await context.answer(
                of: parameters["sender"]?.stringValue ?? "", arguments, for: call)
        } catch {
            throw failure(error, after: done, id: id.stringValue ?? "")
        }
        return ToolResult(structured: JSONValue.object(done).bytes, rateLimit: opened.rateLimit)
    }

    /// The conversation stands, whatever became of the message: both are told.
    static func failure(_ failure: ToolFailure, after done: JSONObject, id: String) -> ToolFailure {
        guard case .wix(let cause) = failure else { return failure }
        var done = done
        done["messageState"] = cause.outcome == .unknown ? "unknown" : "notSent"
        let state =
            cause.outcome == .unknown
            ? "it is unknown whether the message was sent: look with list_all_wix_messages before you send it again"
            : "the message was not sent (\(cause.message)): send it with wix_messages_send"
        return .partial(done: done, message: "The conversation \(id) is open, but \(state).", cause: cause)
    }

    private static func strings(_ value: JSONValue?) -> [String] { value?.arrayValue?.compactMap(\.stringValue) ?? [] }
}
