import WixAPI

/// What the name of an argument says about its value.
enum AuditKeyRule: Sendable, Equatable {
    /// A credential: nothing of the value is kept.
    case secret
    /// About a person, or words meant for people: no value is kept, whatever it looks like, nor anything below it.
    case personal
    /// Words to look for: no value is kept, but what stands below has its own names.
    case words
    case identifier
    /// The value is itself the name of a field.
    case field
    /// The place of a page.
    case cursor
    case locale
    /// What sort of thing the rest is, e.g. `MAIN` of an e-mail address.
    case kind
    /// An operator: the value is what the key above says.
    case same
    case plain
}

extension AuditKeyRule {
    /// - Parameter key: a name or a dotted path, e.g. `primaryInfo.email`.
    init(key: String) {
        if key.utf8.first == UInt8(ascii: "$") {
            self = .same
            return
        }
        let parts = key.utf8.split(separator: UInt8(ascii: ".")).map { part in
            String(decoding: part.lazy.filter { AuditShape.isLetter($0) || AuditShape.isDigit($0) }, as: UTF8.self)
        }
        let lowercased = parts.map { $0.lowercased() }
        let last = parts.last ?? ""
        if lowercased.contains(where: Self.isSecret) {
            self = .secret
        } else if let word = lowercased.last, let rule = Self.byWord[word] {
            self = rule
        } else if lowercased.contains(where: Self.isPersonal) {
            self = .personal
        } else if last.hasSuffix("Id") || last.hasSuffix("Ids") || last.hasSuffix("ID") {
            self = .identifier
        } else if last.hasSuffix("ursor") {
            self = .cursor
        } else {
            self = .plain
        }
    }

    private static let byWord: [String: AuditKeyRule] = [
        "id": .identifier, "ids": .identifier, "guid": .identifier,
        "fields": .field, "fieldname": .field, "field": .field, "searchfields": .field, "fieldsets": .field,
        "language": .locale, "locale": .locale, "tag": .kind, "type": .kind, "query": .words, "search": .words,
    ]

    private static func isSecret(_ word: String) -> Bool {
        secretWords.contains(word) || secretStems.contains { word.contains($0) }
    }

    private static func isPersonal(_ word: String) -> Bool {
        personalWords.contains(word) || personalStems.contains { word.contains($0) }
    }

    private static let secretWords: Set = ["auth", "code", "otp", "pin", "cvc", "cvv", "iban", "card"]
    private static let secretStems = [
        "token", "secret", "passw", "passphrase", "authorization", "apikey", "credential", "cookie", "privatekey",
        "cardnumber", "creditcard", "bankaccount", "signature",
    ]
    private static let personalWords: Set = [
        "first", "last", "middle", "city", "zip", "ip", "vat", "ssn", "fax", "seo",
    ]
    private static let personalStems = [
        "name", "email", "phone", "mobile", "whatsapp", "address", "street", "postal", "zipcode", "birth", "company",
        "jobtitle", "gender", "passport", "taxid", "message", "text", "content", "markdown", "html", "title",
        "excerpt", "description", "note", "comment", "expression", "keyword", "subject", "label", "slug", "seodata",
        "extendedfields", "customfields", "recipient",
    ]
}

/// A key as the redaction remembers it.
struct AuditKey {
    let rule: AuditKeyRule
    /// True when the key itself may be kept: it has the form of a field's name and is no secret.
    let isName: Bool

    init(_ key: String) {
        rule = AuditKeyRule(key: key)
        isName = AuditShape.isFieldName(key.utf8.span) && Redaction.redact(key) == key
    }
}
