import JSON

/// What the body of an error answer says, in any of the shapes that Wix and its edge use (platform.md 2.1): an
/// application error, a validation error, OAuth's, a bare message, a web page, nothing.
struct WixErrorBody: Equatable {
    /// Of text that is not JSON, so much is kept, in characters.
    static let textLimit = 300
    /// Of Wix's own messages, so much.
    static let messageLimit = 2000
    private static let violationLimit = 50
    /// Of an application error's data, so much, in bytes of JSON.
    static let dataLimit = 1024
    /// A longer body is read as text.
    private static let maximumBytes = 256 * 1024

    var code: String?
    var message = ""
    var violations: [WixError.FieldViolation] = []
    /// The application error's own members: scalars and small objects of them.
    var data: JSONValue?

    init(_ bytes: [UInt8]) {
        guard bytes.count <= WixErrorBody.maximumBytes, let value = try? JSONValue(parsing: bytes),
            value.objectValue != nil
        else {
            // Text and web pages say what is wrong; JSON that broke off may hold what customers wrote.
            if !WixErrorBody.isJSON(bytes) { message = PlainText.stripped(bytes, limit: WixErrorBody.textLimit) }
            return
        }
        let application = value.value(at: "details.applicationError")
        code = WixErrorBody.text(application?["code"]) ?? WixErrorBody.text(value["code"])
        data = application?["data"].flatMap(WixErrorBody.bounded)
        violations = (value.value(at: "details.validationError.fieldViolations")?.arrayValue ?? [])
            .prefix(WixErrorBody.violationLimit).map(WixErrorBody.violation)
        // OAuth: {"error": "invalid_grant", "error_description": …}
        if code == nil, let error = value["error"]?.stringValue { code = error.uppercased() }
        let candidates = [
            value["message"], application?["description"], value["error_description"],
            value.value(at: "error.message"), value["error"],
        ]
        let found = candidates.lazy.compactMap { $0?.stringValue }.first { !$0.isEmpty }
        message = String((found ?? described).prefix(WixErrorBody.messageLimit))
    }

    private static func isJSON(_ bytes: [UInt8]) -> Bool {
        let first = bytes.first { $0 > 0x20 }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }

    /// What of `data` is worth telling: members that are scalars or objects of scalars, as far as they fit.
    private static func bounded(_ data: JSONValue) -> JSONValue? {
        guard case .object(let object) = data else { return nil }
        let kept = members(of: object, isInner: false)
        return kept.isEmpty ? nil : .object(kept)
    }

    private static func members(of object: JSONObject, isInner: Bool) -> JSONObject {
        var kept = JSONObject()
        var room = dataLimit
        for member in object.members {
            let value: JSONValue
            switch member.value {
            case .object(let inner) where !isInner: value = .object(members(of: inner, isInner: true))
            case .object, .array: continue
            case .string(let text): value = .string(Redaction.redact(text))
            case .null, .bool, .number: value = member.value
            }
            // Quotes, colon and comma are counted too.
            let size = member.key.utf8.count + value.bytes.count + 4
            guard size <= room else { continue }
            room -= size
            kept[member.key] = value
        }
        return kept
    }

    private var described: String {
        violations.prefix(3).map { "\($0.field): \($0.description)" }.joined(separator: "; ")
    }

    private static func violation(_ value: JSONValue) -> WixError.FieldViolation {
        let rule = value["violatedRule"]?.stringValue
        let name = value["ruleName"]?.stringValue
        return WixError.FieldViolation(
            field: value["field"]?.stringValue ?? "",
            description: String((value["description"]?.stringValue ?? "").prefix(messageLimit)),
            rule: rule == "CUSTOM" ? name ?? rule : rule)
    }

    /// A code as text; some APIs send a number.
    private static func text(_ value: JSONValue?) -> String? {
        let text = value?.stringValue ?? value?.numberValue?.text
        return text.flatMap { $0.isEmpty ? nil : String($0.prefix(200)) }
    }
}
