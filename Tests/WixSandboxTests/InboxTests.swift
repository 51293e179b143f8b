import JSON
import Testing

@testable import WixSandbox

@Suite struct InboxTests {
    private static let conversations = "/inbox/v2/conversations"
    private static let messages = "/inbox/v2/messages"
    private let client = SandboxClient()

    private func open(_ contact: String = "contact-123") -> SandboxClient.Answer {
        client.post(Self.conversations, ["participantId": ["contactId": .string(contact)]])
    }

    private func message(_ text: String = "Hello", visibility: String = "BUSINESS_AND_PARTICIPANT") -> JSONValue {
        [
            "direction": "BUSINESS_TO_PARTICIPANT", "visibility": .string(visibility),
            "content": ["basic": ["items": [["text": .string(text)]]]],
        ]
    }

    private func send(_ message: JSONValue, to conversation: String) -> SandboxClient.Answer {
        client.post(Self.messages, ["conversationId": .string(conversation), "message": message])
    }

    @Test func aConversationIsMadeOnce() {
        let first = open()
        #expect(first["newConversation"] == true)
        #expect(first["conversation.participant.contactId"] == "contact-123")
        #expect(first["conversation.businessDisplayData.name"] == "Juniper & Clay")
        let second = open()
        #expect(second["newConversation"] == false)
        #expect(second["conversation"] == first["conversation"])
        let id = first.json.text("conversation.id")
        #expect(client.get("\(Self.conversations)/\(id)")["conversation"] == first["conversation"])
        #expect(client.get("\(Self.conversations)/none").code == "CONVERSATION_NOT_FOUND")
    }

    @Test(arguments: [
        (#"{}"#, 400), (#"{"participantId":{}}"#, 400), (#"{"contactId":"contact-123"}"#, 400),
        (#"{"participantId":{"contactId":"contact-123","memberId":"x"}}"#, 400),
        (#"{"participantId":{"contactId":"nobody"}}"#, 404), (#"{"participantId":{"memberId":"nobody"}}"#, 404),
    ])
    func participantsAreChecked(body: String, status: Int) {
        #expect(client.send("POST", Self.conversations, Array(body.utf8)).status == status)
    }

    @Test func aMembersConversationIsOneByEitherId() throws {
        let member = client.sandbox.withState { $0[.members].entities[0] }
        let byMember = client.post(Self.conversations, ["participantId": ["memberId": .string(member.id)]])
        let byContact = open(member.text("contactId"))
        #expect(byMember["conversation.id"] != nil)
        #expect(byMember["conversation.id"] == byContact["conversation.id"])
        #expect(byContact["conversation.participant.memberId"]?.stringValue == member.id)
    }

    @Test func messagesAreSentAndListed() {
        let id = open().json.text("conversation.id")
        let sent = send(message("Your order is ready."), to: id)
        #expect(sent.status == 200)
        #expect(sent["message.id"] == sent["message.sequence"])
        #expect(Int(sent.json.text("message.id")) != nil)
        #expect(sent["message.conversation"] == nil)
        _ = send(message("A note", visibility: "BUSINESS"), to: id)
        func texts(_ visibility: String, _ more: String = "") -> [String] {
            client.get("\(Self.messages)?conversationId=\(id)&visibility=\(visibility)\(more)").array("messages")
                .compactMap { $0.values(at: ["content", "basic", "items", "text"]).first?.stringValue }
        }
        #expect(texts("BUSINESS") == ["A note", "Your order is ready."])
        #expect(texts("BUSINESS", "&sorting.fieldName=sequence&sorting.order=ASC").first == "Your order is ready.")
        #expect(texts("BUSINESS_AND_PARTICIPANT") == ["Your order is ready."])
    }

    @Test func listingNeedsItsParameters() {
        let id = open().json.text("conversation.id")
        for query in ["", "?conversationId=\(id)", "?visibility=BUSINESS", "?conversationId=\(id)&visibility=ALL"] {
            #expect(client.get(Self.messages + query).status == 400)
        }
        #expect(client.get("\(Self.messages)?conversationId=\(id)&visibility=BUSINESS&paging.limit=31").status == 400)
        #expect(client.get("\(Self.messages)?conversationId=none&visibility=BUSINESS").status == 404)
    }

    @Test func longThreadsHavePages() throws {
        let id = open().json.text("conversation.id")
        for number in 0..<5 { _ = send(message("\(number)"), to: id) }
        let path = "\(Self.messages)?conversationId=\(id)&visibility=BUSINESS&paging.limit=3"
        let first = client.get(path)
        #expect(first.array("messages").count == 3)
        let cursor = try #require(first["pagingMetadata.cursors.next"]?.stringValue)
        let second = client.get("\(path)&paging.cursor=\(cursor)")
        #expect(second.array("messages").count == 2)
        let short = client.get("\(Self.messages)?conversationId=\(id)&visibility=BUSINESS")
        #expect(short["pagingMetadata.cursors"] == nil)
    }

    @Test(arguments: [
        (#"{"direction":"OUT"}"#, "message.direction"), (#"{"visibility":"ALL"}"#, "message.visibility"),
        (#"{"direction":null}"#, "message.direction"), (#"{"visibility":null}"#, "message.visibility"),
        (#"{"content":{}}"#, "message.content"), (#"{"content":null}"#, "message.content"),
        (#"{"content":{"basic":{"items":[{"text":"a"}]},"minimal":{"text":"a"}}}"#, "message.content"),
        (#"{"content":{"system":{}}}"#, "message.content.system"),
        (#"{"content":{"basic":{"items":[]}}}"#, "message.content.basic.items"),
        (#"{"content":{"basic":{"items":[{"text":""}]}}}"#, "message.content.basic.items[0].text"),
        (#"{"content":{"basic":{"items":[{"text":"a","file":{}}]}}}"#, "message.content.basic.items[0]"),
        (#"{"content":{"text":"a"}}"#, "message.content.text"),
        (#"{"targetChannels":["CHAT","EMAIL"]}"#, "message.targetChannels"),
        (#"{"targetChannels":["SMS"]}"#, "message.targetChannels"),
        (#"{"targetChannels":["FAX"]}"#, "message.targetChannels"), (#"{"text":"a"}"#, "message.text"),
        (#"{"badges":[{"text":"a"},{"text":"b"}]}"#, "message.badges"),
    ])
    func messagesAreChecked(change: String, field: String) throws {
        var message = message()
        let members = try JSONValue(parsing: change).objectValue?.members ?? []
        for member in members { message[member.key] = member.value.isNull ? nil : member.value }
        let answer = send(message, to: open().json.text("conversation.id"))
        #expect(answer.status == 400)
        #expect(answer.field == field)
    }

    @Test func unknownConversationsAndSendersAreRefused() {
        #expect(send(message(), to: "none").code == "CONVERSATION_NOT_FOUND")
        let id = open().json.text("conversation.id")
        let body: JSONValue = ["conversationId": .string(id), "message": message(), "sendAs": "PARTICIPANT"]
        #expect(client.post(Self.messages, body).field == "sendAs")
        #expect(client.post(Self.messages, ["conversation_id": .string(id), "message": message()]).status == 400)
    }
}
