import JSON

/// The rules of a message to send (CRM reference 2.2).
enum MessageCheck {
    static let visibilities = ["BUSINESS_AND_PARTICIPANT", "BUSINESS"]
    static let directions = ["BUSINESS_TO_PARTICIPANT", "PARTICIPANT_TO_BUSINESS"]
    static let channels = ["CHAT", "EMAIL", "SMS", "FACEBOOK", "INSTAGRAM", "WHATSAPP"]
    private static let payloads = ["basic", "template", "minimal", "form"]

    /// The checked message, with nothing but what the caller may set.
    static func message(of body: StrictObject) throws(WixError) -> JSONValue {
        guard body["message"] != nil else { throw .required("message") }
        let message = try body.child(
            "message", known: ["content", "direction", "visibility", "targetChannels", "sourceChannel", "badges"])
        guard try message.choice("direction", of: directions) != nil else { throw .required("message.direction") }
        guard try message.choice("visibility", of: visibilities) != nil else { throw .required("message.visibility") }
        _ = try message.choice("sourceChannel", of: channels)
        for channel in try message.strings("targetChannels", maximum: 1) ?? [] where !channels.contains(channel) {
            throw .violation(
                "message.targetChannels", "enum must be in [\(channels.joined(separator: ", "))]",
                rule: "INVALID_ENUM_VALUE")
        }
        for badge in try message.array("badges", maximum: 1) ?? [] {
            let badge = try StrictObject(badge, at: "message.badges", known: ["text", "iconUrl", "badgeVisibility"])
            _ = try badge.requiredString("text")
            _ = try badge.choice("badgeVisibility", of: visibilities)
        }
        guard message["content"] != nil else { throw .required("message.content") }
        try checkContent(try message.child("content", known: payloads + ["system", "previewText", "title"]))
        return .object(message.object)
    }

    private static func checkContent(_ content: StrictObject) throws(WixError) {
        guard content["system"] == nil else {
            throw .violation("message.content.system", "is reserved for Wix")
        }
        let sent = payloads.filter { content[$0] != nil }
        guard sent.count == 1, let payload = sent.first else {
            throw .violation(
                "message.content", "must have exactly one of \(payloads.joined(separator: ", "))",
                rule: "REQUIRED_ONE_OF_FIELD")
        }
        _ = try content.string("previewText")
        _ = try content.string("title")
        switch payload {
        case "basic": try checkBasic(content.child("basic", known: ["items"]))
        case "template":
            try checkTemplate(
                content.child("template", known: ["title", "textLines", "imageUrl", "orientation", "buttons"]))
        case "minimal":
            _ = try content.child("minimal", known: ["text", "iconUrl", "url"]).requiredString("text")
        default:
            let form = try content.child("form", known: ["title", "description", "fields", "media"])
            for field in try form.array("fields") ?? [] {
                let field = try StrictObject(field, at: "message.content.form.fields", known: ["name", "value"])
                _ = try field.requiredString("name")
            }
        }
    }

    private static func checkBasic(_ basic: StrictObject) throws(WixError) {
        guard let items = try basic.array("items"), !items.isEmpty else {
            throw .required("message.content.basic.items")
        }
        for (index, entry) in items.enumerated() {
            let item = try StrictObject(entry, at: "\(basic.path).items[\(index)]", known: ["text", "image", "file"])
            guard item.object.count == 1 else {
                throw .violation(item.path, "must have exactly one of text, image, file", rule: "REQUIRED_ONE_OF_FIELD")
            }
            if item.object["text"] != nil {
                _ = try item.requiredString("text")
            } else if item["image"] != nil {
                _ = try item.child("image", known: ["id", "url", "filename", "width", "height"])
            } else {
                _ = try item.child("file", known: ["id", "url", "filename", "mimeType"])
            }
        }
    }

    private static func checkTemplate(_ template: StrictObject) throws(WixError) {
        _ = try template.choice("orientation", of: ["PORTRAIT", "LANDSCAPE"])
        for line in try template.strings("textLines", maximum: 10) ?? [] where line.count > 512 {
            throw .violation(
                "message.content.template.textLines", "has size \(line.count), expected 512 or less",
                rule: "MAX_LENGTH", threshold: 512)
        }
        for button in try template.array("buttons", maximum: 10) ?? [] {
            let button = try StrictObject(
                button, at: "message.content.template.buttons", known: ["label", "launchUrl", "postbackProperties"])
            _ = try button.requiredString("label")
        }
    }
}
