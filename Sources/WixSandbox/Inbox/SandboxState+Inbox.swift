import JSON

extension SandboxState {
    /// Exactly one conversation belongs to a participant; a member is its own participant (CRM reference 2).
    mutating func getOrCreateConversation(_ body: StrictObject) throws(WixError) -> JSONValue {
        let kinds = ["contactId", "memberId", "anonymousVisitorId"]
        guard body["participantId"] != nil else { throw .required("participantId") }
        let sent = try body.child("participantId", known: kinds)
        let named = kinds.filter { sent[$0] != nil }
        guard named.count == 1, let kind = named.first else {
            throw .violation(
                "participantId", "must have exactly one of \(kinds.joined(separator: ", "))",
                rule: "REQUIRED_ONE_OF_FIELD")
        }
        let participant = try participant(kind, sent.requiredString(kind))
        if let found = self[.conversations].entities.first(where: { $0["participant"] == participant }) {
            return ["conversation": found, "newConversation": false]
        }
        let conversation = makeConversation(with: participant)
        self[.conversations].put(conversation)
        return ["conversation": conversation, "newConversation": true]
    }

    private func participant(_ kind: String, _ id: String) throws(WixError) -> JSONValue {
        switch kind {
        case "contactId":
            _ = try entity(.contacts, id, code: "CONTACT_NOT_FOUND")
            guard let member = member(ofContact: id) else { return ["contactId": .string(id)] }
            return ["memberId": member["id"] ?? .null, "contactId": .string(id)]
        case "memberId":
            let member = try entity(.members, id, code: "MEMBER_NOT_FOUND")
            return ["memberId": .string(id), "contactId": member["contactId"] ?? .null]
        default: throw .notFound("VISITOR_NOT_FOUND", "No visitor \(id) has written to this site")
        }
    }

    mutating func makeConversation(with participant: JSONValue) -> JSONValue {
        let contact = self[.contacts][participant["contactId"]?.stringValue ?? ""]
        let name = [contact?.value(at: "info.name.first"), contact?.value(at: "info.name.last")]
            .compactMap { $0?.stringValue }.joined(separator: " ")
        return [
            "id": .string(hexadecimal(random.next()) + hexadecimal(random.next())), "participant": participant,
            "channels": contact?.value(at: "primaryInfo.email") == nil ? ["CHAT"] : ["CHAT", "EMAIL"],
            "businessDisplayData": ["name": siteProperties.value(at: "properties.businessName") ?? ""],
            "participantDisplayData": ["name": .string(name)],
        ]
    }

    mutating func sendMessage(_ body: StrictObject) throws(WixError) -> JSONValue {
        let conversation = try body.requiredString("conversationId")
        _ = try body.bool("sendNotifications")
        _ = try body.bool("silent")
        let sender = try body.choice("sendAs", of: ["CALLER", "PARTICIPANT"]) ?? "CALLER"
        let message = try MessageCheck.message(of: body)
        let known = try entity(.conversations, conversation, code: "CONVERSATION_NOT_FOUND")
        let participant = known["participant"] ?? .null
        let channels = known["channels"]?.arrayValue ?? []
        for channel in message["targetChannels"]?.arrayValue ?? [] where !channels.contains(channel) {
            throw .violation("message.targetChannels", "The conversation has no channel \(channel.stringValue ?? "")")
        }
        let isFromParticipant = sender == "PARTICIPANT"
        guard !isFromParticipant || message["direction"] == "PARTICIPANT_TO_BUSINESS" else {
            throw .violation("sendAs", "PARTICIPANT needs the direction PARTICIPANT_TO_BUSINESS")
        }
        return putMessage(
            message, in: conversation, from: isFromParticipant ? participant : ["appId": .string(Sandbox.appID)],
            at: now)
    }

    /// Adds a message to a conversation; ids are digits and grow with time.
    @discardableResult
    mutating func putMessage(
        _ message: JSONValue, in conversation: String, from sender: JSONValue, at moment: Timestamp
    ) -> JSONValue {
        var sequence = moment.milliseconds * 1000
        while self[.messages][String(sequence)] != nil { sequence += 1 }
        var message = message
        message["id"] = .string(String(sequence))
        message["sequence"] = .string(String(sequence))
        message["createdDate"] = .string(moment.text)
        message["sender"] = sender
        for (member, empty) in [
            ("badges", []), ("targetChannels", []), ("sourceChannel", "UNKNOWN_CHANNEL_TYPE"),
            ("appId", .string(Sandbox.appID)),
        ] as [(String, JSONValue)] where message[member] == nil {
            message[member] = empty
        }
        var stored = message
        stored["conversation"] = .string(conversation)
        self[.messages].put(stored)
        return message
    }
}
