import Gateway
import JSON

/// Reads the members of one JSON object of a request. A member that is not listed, a missing one and a value of another
/// type are refused, each with its path.
struct FieldReader {
    private let object: JSONObject
    private let path: String

    /// - Parameters:
    ///   - members: every member that the object may have.
    ///   - nullable: those that may be null, which says the same as leaving them out, and in PATCH takes them away.
    init(_ value: JSONValue, at path: String = "", members: [String], nullable: [String] = []) throws(AdminError) {
        guard let object = value.objectValue else { throw .wrongType(field: path, expected: "a JSON object") }
        self.object = object
        self.path = path
        for member in object.members {
            guard members.contains(member.key) else {
                let nearest = NameSuggestion.nearest(to: member.key, among: members)
                throw .unknownMember(field(member.key), nearest: nearest)
            }
            guard !member.value.isNull || nullable.contains(member.key) else {
                throw .invalid(field: field(member.key), problem: "cannot be null")
            }
        }
    }

    /// The path of a member in the request.
    func field(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    /// True when the member is there, `null` included: PATCH keeps what is absent and clears what is null.
    func contains(_ name: String) -> Bool { object[name] != nil }

    /// The member; nil when it is absent or null.
    private func value(_ name: String) -> JSONValue? {
        guard let value = object[name], !value.isNull else { return nil }
        return value
    }

    // MARK: Text

    /// `lengths` counts characters (Unicode scalars, as JSON Schema does).
    func optionalString(_ name: String, lengths: ClosedRange<Int>) throws(AdminError) -> String? {
        guard let value = value(name) else { return nil }
        guard let text = value.stringValue else { throw wrongType(name, "a string") }
        guard lengths.contains(text.unicodeScalars.count) else {
            throw invalid(name, "must have \(lengths.lowerBound) to \(lengths.upperBound) characters")
        }
        return text
    }

    func string(_ name: String, lengths: ClosedRange<Int>) throws(AdminError) -> String {
        guard let text = try optionalString(name, lengths: lengths) else { throw .missing(field: field(name)) }
        return text
    }

    /// Text that may stand in a header field: visible ASCII without spaces.
    func optionalWord(_ name: String, longest: Int) throws(AdminError) -> String? {
        guard let text = try optionalString(name, lengths: 1...longest) else { return nil }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw invalid(name, "may have visible ASCII characters only, and no spaces")
        }
        return text
    }

    func word(_ name: String, longest: Int) throws(AdminError) -> String {
        guard let text = try optionalWord(name, longest: longest) else { throw .missing(field: field(name)) }
        return text
    }

    /// One of a few words.
    func choice<Choice: RawRepresentable & CaseIterable>(_ name: String, _ type: Choice.Type) throws(AdminError)
        -> Choice? where Choice.RawValue == String
    {
        guard let value = value(name) else { return nil }
        guard let text = value.stringValue else { throw wrongType(name, "a string") }
        guard let choice = Choice(rawValue: text) else {
            throw invalid(name, Choice.refusal(of: text))
        }
        return choice
    }

    /// An RFC 3339 time with its offset from UTC.
    func timestamp(_ name: String) throws(AdminError) -> Timestamp? {
        guard let value = value(name) else { return nil }
        guard let text = value.stringValue else { throw wrongType(name, "a string") }
        guard let time = Timestamp(rfc3339: text) else { throw invalid(name, Timestamp.problem) }
        return time
    }

    // MARK: Other values

    func bool(_ name: String) throws(AdminError) -> Bool? {
        guard let value = value(name) else { return nil }
        guard let flag = value.boolValue else { throw wrongType(name, "true or false") }
        return flag
    }

    func integer(_ name: String, in range: ClosedRange<Int>) throws(AdminError) -> Int? {
        guard let value = value(name) else { return nil }
        guard let number = value.numberValue else { throw wrongType(name, "an integer") }
        guard let integer = number.intValue else {
            // Too large for an integer, or with a fraction.
            throw number.doubleValue.rounded() == number.doubleValue
                ? invalid(name, range.refusal) : wrongType(name, "an integer")
        }
        guard range.contains(integer) else { throw invalid(name, range.refusal) }
        return integer
    }

    func strings(_ name: String, atMost count: Int) throws(AdminError) -> [String]? {
        guard let value = value(name) else { return nil }
        guard let elements = value.arrayValue else { throw wrongType(name, "a list of strings") }
        guard elements.count <= count else { throw invalid(name, "may name \(count) at most") }
        var strings: [String] = []
        for (index, element) in elements.enumerated() {
            guard let text = element.stringValue else { throw wrongType("\(name)[\(index)]", "a string") }
            strings.append(text)
        }
        return strings
    }

    /// A member that is an object itself.
    func reader(_ name: String, members: [String], nullable: [String] = []) throws(AdminError) -> FieldReader? {
        guard let value = value(name) else { return nil }
        return try FieldReader(value, at: field(name), members: members, nullable: nullable)
    }

    /// The value that a PATCH leaves: the present one where the member is absent.
    func merged<Value>(_ name: String, _ new: Value?, over present: Value?) -> Value? {
        contains(name) ? new : present
    }

    func wrongType(_ name: String, _ expected: String) -> AdminError {
        .wrongType(field: field(name), expected: expected)
    }

    func invalid(_ name: String, _ problem: String) -> AdminError { .invalid(field: field(name), problem: problem) }
}

extension RawRepresentable where Self: CaseIterable, RawValue == String {
    /// `"al" is none of core, all; did you mean all?`
    static func refusal(of text: String) -> String {
        let names = allCases.map(\.rawValue)
        let hint = NameSuggestion.nearest(to: text, among: names).map { "; did you mean \($0)?" } ?? ""
        return "is \(text.prefix(40).debugDescription), which is none of \(names.joined(separator: ", "))\(hint)"
    }
}

extension ClosedRange<Int> {
    fileprivate var refusal: String {
        upperBound == .max ? "must be \(lowerBound) or more" : "must be from \(lowerBound) to \(upperBound)"
    }
}

extension Timestamp {
    static let problem = "must be a time with its offset from UTC (RFC 3339), e.g. 2027-01-31T12:00:00Z"
}
