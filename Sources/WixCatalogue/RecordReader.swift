import JSON

/// Reads the members of one JSON object of a record and remembers which were asked for, so that a misspelt member is an
/// error.
struct RecordReader {
    let object: JSONObject
    let place: String
    private var known: Set<String> = []

    init(_ value: JSONValue, place: String) throws(CatalogueError) {
        guard let object = value.objectValue else { throw CatalogueError(place: place, message: "must be an object") }
        self.object = object
        self.place = place
    }

    func error(_ member: String, _ message: String) -> CatalogueError {
        CatalogueError(place: "\(place).\(member)", message: message)
    }

    /// The member, where `null` counts as absent.
    mutating func value(_ member: String) -> JSONValue? {
        known.insert(member)
        guard let value = object[member], !value.isNull else { return nil }
        return value
    }

    mutating func optionalString(_ member: String) throws(CatalogueError) -> String? {
        guard let value = value(member) else { return nil }
        guard let text = value.stringValue else { throw error(member, "must be a string") }
        return text
    }

    mutating func string(_ member: String) throws(CatalogueError) -> String {
        guard let text = try optionalString(member) else { throw error(member, "is missing") }
        return text
    }

    mutating func bool(_ member: String, default fallback: Bool) throws(CatalogueError) -> Bool {
        guard let value = value(member) else { return fallback }
        guard let flag = value.boolValue else { throw error(member, "must be true or false") }
        return flag
    }

    mutating func int(_ member: String) throws(CatalogueError) -> Int {
        guard let number = value(member)?.intValue else { throw error(member, "must be an integer") }
        return number
    }

    mutating func optionalInt(_ member: String) throws(CatalogueError) -> Int? {
        guard value(member) != nil else { return nil }
        return try int(member)
    }

    mutating func array(_ member: String) throws(CatalogueError) -> [JSONValue] {
        guard let value = value(member) else { return [] }
        guard let elements = value.arrayValue else { throw error(member, "must be an array") }
        return elements
    }

    /// An array of strings, or one string standing for an array of one.
    mutating func strings(_ member: String) throws(CatalogueError) -> [String] {
        if let text = value(member)?.stringValue { return [text] }
        var strings: [String] = []
        for element in try array(member) {
            guard let text = element.stringValue else { throw error(member, "must hold strings") }
            strings.append(text)
        }
        return strings
    }

    /// String members of an object, in their order.
    mutating func pairs(_ member: String) throws(CatalogueError) -> [(key: String, value: String)] {
        guard let value = value(member) else { return [] }
        guard let object = value.objectValue else { throw error(member, "must be an object") }
        var pairs: [(key: String, value: String)] = []
        for entry in object.members {
            guard let text = entry.value.stringValue else { throw error(member, "must hold strings") }
            pairs.append((entry.key, text))
        }
        return pairs
    }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ member: String, default fallback: Choice? = nil
    ) throws(CatalogueError) -> Choice where Choice.RawValue == String {
        guard let text = try optionalString(member) else {
            guard let fallback else { throw error(member, "is missing") }
            return fallback
        }
        guard let choice = Choice(rawValue: text) else {
            let allowed = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw error(member, "is \(text); allowed: \(allowed)")
        }
        return choice
    }

    mutating func reader(_ member: String) throws(CatalogueError) -> RecordReader? {
        guard let value = value(member) else { return nil }
        return try RecordReader(value, place: "\(place).\(member)")
    }

    mutating func readers(_ member: String) throws(CatalogueError) -> [RecordReader] {
        var readers: [RecordReader] = []
        for (index, element) in try array(member).enumerated() {
            readers.append(try RecordReader(element, place: "\(place).\(member)[\(index)]"))
        }
        return readers
    }

    /// Throws when the object has a member that nobody asked for.
    func finish() throws(CatalogueError) {
        for key in object.keys where !known.contains(key) { throw error(key, "is not a known member") }
    }
}
