import JSON
import Testing
import WixAPI

@testable import WixTools

@Suite struct InboxTests {
    @Test func opensAndSends() async throws {
        let bench = try ToolBench()
        let answer = try await bench.answer(
            "create_a_wix_conversation", #"{"contactId":"contact-123","message":"Your fern is ready."}"#)
        let id = try #require(answer.value(at: "conversation.id")?.stringValue)
        #expect(answer.value(at: "message.id") != nil)
        let messages = try await bench.answer("list_all_wix_messages", #"{"conversationId":"\#(id)"}"#)
        #expect(messages["result"]?.arrayValue?.first?.text.contains("Your fern is ready.") == true)
    }

    @Test func withoutAMessageNothingIsSent() async throws {
        let bench = try ToolBench()
        try await bench.answer("create_a_wix_conversation", #"{"contactId":"contact-123"}"#)
        #expect(!bench.requests.contains { $0.path.hasSuffix("/messages") })
    }

    @Test(arguments: ["{}", #"{"contactId":"a","memberId":"b"}"#]) func needsExactlyOnePerson(arguments: String)
        async throws
    {
        let bench = try ToolBench.shared()
        let failure = try await bench.failure("create_a_wix_conversation", arguments)
        #expect(failure["message"]?.stringValue?.contains("exactly one") == true)
        #expect(failure["error"]?["outcome"]?.stringValue == "notSent")
    }

    /// The second call fails: the conversation is still told, and what became of the message.
    @Test(arguments: [("status=403", "notSent"), ("lost", "unknown")])
    func aFailedMessageKeepsTheConversation(fault: String, state: String) async throws {
        let bench = try ToolBench(faults: "\(fault),path=/inbox/v2/messages,method=POST")
        let failure = try await bench.failure(
            "create_a_wix_conversation", #"{"contactId":"contact-123","message":"Hello"}"#)
        let id = try #require(failure.value(at: "conversation.id")?.stringValue)
        #expect(failure["message"]?.stringValue?.contains(id) == true)
        #expect(failure["messageState"]?.stringValue == state)
        #expect(bench.requests.count { $0.path.hasSuffix("/messages") } == 1, "never sent twice")
    }

    @Test func messagesPageWithTheirSettings() async throws {
        let bench = try ToolBench()
        let opened = try await bench.answer("create_a_wix_conversation", #"{"contactId":"contact-123"}"#)
        let id = try #require(opened.value(at: "conversation.id")?.stringValue)
        for number in 1...5 {
            try await bench.answer("wix_messages_send", #"{"conversationId":"\#(id)","message":"Number \#(number)"}"#)
        }
        let first = try await bench.answer(
            "list_all_wix_messages", #"{"conversationId":"\#(id)","order":"ASC","limit":2}"#)
        let cursor = try #require(first["next_cursor"]?.stringValue)
        let second = try await bench.answer(
            "list_all_wix_messages", #"{"conversationId":"\#(id)","next_cursor":"\#(cursor)","limit":2}"#)
        let texts = (first["result"]?.strings("content") ?? []) + (second["result"]?.strings("content") ?? [])
        #expect(texts == (1...4).map { "Number \($0)" }, "the order of the first page goes on")
    }
}
