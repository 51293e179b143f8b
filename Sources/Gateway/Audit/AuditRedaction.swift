package import JSON
import WixAPI

/// Writes a call's arguments without what an audit log must not hold.
///
/// By rule: what a key names as secret becomes `[redacted]`; of strings only what has the shape of an id, a date, a
/// number, an enum word or, where one is due, a field name is kept, the rest becomes `[text, 12 characters]`. Under keys
/// that are about people or hold words for people nothing is kept but truths. Size and depth are bounded, so that a
/// megabyte of arguments is still a small row.
package struct AuditRedaction: Sendable {
    /// About as many bytes are written for one call; what comes later is counted and left out.
    package static let maximumBytes = 2_048
    static let maximumDepth = 8
    /// Keys come from outside, so no more of them are remembered.
    private static let maximumKeys = 1_024

    private var keys: [String: AuditKey] = [:]
    /// Where the bytes of this call end.
    private var end = 0

    package init() {}

    package mutating func write(_ arguments: JSONObject, to json: inout JSONWriter) {
        end = json.bytes.count + Self.maximumBytes
        write(arguments, under: .plain, depth: 0, to: &json)
    }

    private mutating func write(
        _ value: JSONValue, under rule: AuditKeyRule, depth: Int, to json: inout JSONWriter
    ) {
        switch value {
        case .null: json.null()
        case _ where rule == .secret: json.value(Redaction.mark)
        case .bool(let truth): json.value(truth)
        case .number(let number): write(number, under: rule, to: &json)
        case .string(let text): write(text, under: rule, to: &json)
        case .array(let elements): write(elements, under: rule, depth: depth, to: &json)
        case .object(let object): write(object, under: rule, depth: depth, to: &json)
        }
    }

    private mutating func write(
        _ object: JSONObject, under rule: AuditKeyRule, depth: Int, to json: inout JSONWriter
    ) {
        guard depth < Self.maximumDepth else { return Self.note("object", object.count, "member", to: &json) }
        json.openObject()
        for (index, member) in object.members.enumerated() {
            guard json.bytes.count < end else {
                json.key("[left out]")
                Self.note("object", object.count - index, "member", to: &json)
                break
            }
            let key = key(member.key)
            // The position keeps two keys apart that are both left out.
            json.key(
                key.isName ? member.key : "[key \(index + 1), \(AuditShape.count(member.key.utf8.span)) characters]")
            write(member.value, under: Self.rule(key.rule, below: rule), depth: depth + 1, to: &json)
        }
        json.closeObject()
    }

    private mutating func write(
        _ elements: [JSONValue], under rule: AuditKeyRule, depth: Int, to json: inout JSONWriter
    ) {
        guard depth < Self.maximumDepth else { return Self.note("array", elements.count, "element", to: &json) }
        json.openArray()
        for (index, element) in elements.enumerated() {
            guard json.bytes.count < end else {
                Self.note("left out", elements.count - index, "element", to: &json)
                break
            }
            write(element, under: rule, depth: depth + 1, to: &json)
        }
        json.closeArray()
    }

    private static func rule(_ rule: AuditKeyRule, below parent: AuditKeyRule) -> AuditKeyRule {
        switch (parent, rule) {
        case (_, .secret): .secret
        case (_, .same): parent
        case (.personal, .kind): .kind
        case (.personal, _): .personal
        default: rule
        }
    }

    /// Prices, counts and milliseconds since 1970 are kept; a number as long as a phone's or a card's is not.
    private func write(_ number: JSONNumber, under rule: AuditKeyRule, to json: inout JSONWriter) {
        let text = number.text.utf8
        let digits = text.prefix { $0 == UInt8(ascii: "-") || AuditShape.isDigit($0) }.count
        let isMoment = text.count == 13 && digits == 13 && text.first == UInt8(ascii: "1")
        guard rule != .personal, rule != .words, text.count <= 24, digits <= 9 || isMoment else {
            return Self.note("number", text.count, "digit", to: &json)
        }
        json.value(.number(number))
    }

    private mutating func write(_ text: String, under rule: AuditKeyRule, to json: inout JSONWriter) {
        if keeps(text, under: rule) {
            json.value(text)
        } else if rule == .cursor, AuditShape.isCursor(text.utf8.span) {
            json.value("\(text.prefix(6))… [cursor, \(text.utf8.count) characters]")
        } else {
            Self.note("text", AuditShape.count(text.utf8.span), "character", to: &json)
        }
    }

    private mutating func keeps(_ text: String, under rule: AuditKeyRule) -> Bool {
        let bytes = text.utf8.span
        if bytes.isEmpty { return true }
        guard bytes.count <= AuditShape.longestName, rule != .personal, rule != .words else { return false }
        if AuditShape.isUUID(bytes) || AuditShape.isEnumWord(bytes) || AuditShape.isDate(bytes)
            || AuditShape.isShortNumber(bytes)
        {
            return true
        }
        switch rule {
        case .identifier: return AuditShape.isIdentifier(bytes) && Redaction.redact(text) == text
        case .field: return key(text).isName
        case .locale: return AuditShape.isLocale(bytes)
        default: return Self.plainWords.contains(text)
        }
    }

    /// Values of our own arguments `view`, `date`, `from` and `to`.
    private static let plainWords: Set = ["full", "lean", "today", "tomorrow", "yesterday"]

    private mutating func key(_ text: String) -> AuditKey {
        if let known = keys[text] { return known }
        let key = AuditKey(text)
        if keys.count < Self.maximumKeys, text.utf8.count <= AuditShape.longestName { keys[text] = key }
        return key
    }

    /// `[text, 12 characters]`.
    private static func note(_ what: StaticString, _ count: Int, _ unit: StaticString, to json: inout JSONWriter) {
        json.value("[\(what), \(count) \(unit)\(count == 1 ? "" : "s")]")
    }
}
