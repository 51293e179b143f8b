import JSON

/// Makes conversations with customers, some of them waiting for an answer.
struct InboxSeeder {
    static let conversationCount = 28
    let now: Timestamp
    var random: RandomSource

    mutating func fill(_ state: inout SandboxState) {
        for position in 0..<InboxSeeder.conversationCount {
            // Contacts in steps of six, after the authors, who would be addressed as members.
            let contact = state[.contacts].entities[10 + position * 6]
            let participant: JSONValue = ["contactId": contact["id"] ?? ""]
            let conversation = state.makeConversation(with: participant)
            let id = conversation["id"]?.stringValue ?? ""
            state[.conversations].put(conversation)
            let talk = SeedPeople.talks[position % SeedPeople.talks.count]
            let asked = now.adding(-Int64(random.number(in: 40...28_000)) * Timestamp.minute)
            put(talk.question, in: id, from: participant, direction: "PARTICIPANT_TO_BUSINESS", at: asked, &state)
            var lastActivity = ("INBOX_MESSAGE_FROM_CUSTOMER", asked)
            if position % 3 != 0 {
                let answered = asked.adding(Int64(random.number(in: 5...35)) * Timestamp.minute)
                let business: JSONValue = ["wixUserId": .string(Shop.ownerId)]
                put(talk.answer, in: id, from: business, direction: "BUSINESS_TO_PARTICIPANT", at: answered, &state)
                lastActivity = ("INBOX_MESSAGE_TO_CUSTOMER", answered)
                if position % 4 == 1 {
                    let note = answered.adding(90_000)
                    put(
                        "Told the studio.", in: id, from: business, direction: "BUSINESS_TO_PARTICIPANT",
                        visibility: "BUSINESS", at: note, &state)
                }
            }
            var updated = contact
            updated["lastActivity"] = [
                "activityDate": .string(lastActivity.1.text), "activityType": .string(lastActivity.0),
            ]
            state[.contacts].put(updated)
        }
    }

    private func put(
        _ text: String, in conversation: String, from sender: JSONValue, direction: String,
        visibility: String = "BUSINESS_AND_PARTICIPANT", at moment: Timestamp, _ state: inout SandboxState
    ) {
        let message: JSONValue = [
            "content": ["basic": ["items": [["text": .string(text)]]], "previewText": .string(text)],
            "direction": .string(direction), "visibility": .string(visibility), "badges": [],
            "targetChannels": ["CHAT"], "sourceChannel": "CHAT", "appId": .string(InstalledApps.chat),
        ]
        state.putMessage(message, in: conversation, from: sender, at: moment)
    }
}
