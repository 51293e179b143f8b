/// Header fields in the order received; names compare without case (RFC 9110 section 5.1).
///
/// Names and values stay bytes in one buffer (for a parsed request: the head as it came); a `String` is made only on
/// access.
package struct HTTPFields: Sendable, Equatable {
    package struct Field: Sendable, Equatable {
        /// Lowercased.
        package let name: String
        package let value: String
    }

    /// Where a field's name and value are in `storage`. The name there is lowercase.
    struct Entry: Sendable, Equatable {
        let name: Range<Int>
        let value: Range<Int>
    }

    private(set) var storage: [UInt8] = []
    private(set) var entries: [Entry] = []
    private var index = HTTPFieldIndex()

    package init() {}
    package init(_ pairs: [(String, String)]) { for (name, value) in pairs { append(name, value) } }
    init(storage: [UInt8], entries: [Entry]) {
        self.storage = storage
        self.entries = entries
        for place in entries.indices { noteName(at: place) }
    }

    private mutating func noteName(at place: Int) {
        if let name = HTTPFieldName(storage.span, entries[place].name) { index.note(name, at: place) }
    }

    package mutating func append(_ name: String, _ value: String) {
        let start = storage.count
        for byte in name.utf8 { storage.append(ASCII.lowercased(byte)) }
        let middle = storage.count
        storage.append(contentsOf: value.utf8)
        entries.append(Entry(name: start..<middle, value: middle..<storage.count))
        noteName(at: entries.count - 1)
    }

    /// Replaces every field called `name` by one.
    package mutating func set(_ name: String, _ value: String) {
        remove(name)
        append(name, value)
    }
    package mutating func remove(_ name: String) {
        guard contains(name) else { return }
        self = HTTPFields(storage: storage, entries: entries.filter { !isNamed(name, $0) })
    }

    /// The first value of the field; nil when there is none.
    package subscript(name: String) -> String? {
        firstIndex(of: name).map { text(entries[$0].value) }
    }
    package subscript(name: HTTPFieldName) -> String? {
        index[name].map { text(entries[$0].value) }
    }
    package func values(_ name: String) -> [String] {
        entries.filter { isNamed(name, $0) }.map { text($0.value) }
    }
    package func contains(_ name: String) -> Bool { firstIndex(of: name) != nil }
    package func contains(_ name: HTTPFieldName) -> Bool { index[name] != nil }

    /// True when a field called `name` is there more than once.
    func isRepeated(_ name: HTTPFieldName) -> Bool { index.isRepeated(name) }
    package func count(of name: String) -> Int {
        var count = 0
        for entry in entries where isNamed(name, entry) { count += 1 }
        return count
    }

    /// True when a field called `name` is a list with the member `token`, compared without case (`Connection: close,
    /// te`).
    package func hasToken(_ token: String, in name: String) -> Bool {
        for entry in entries where isNamed(name, entry) {
            for member in storage[entry.value].split(separator: UInt8(ascii: ","))
            where ASCII.equal(ASCII.trimmed(member), token) { return true }
        }
        return false
    }

    package var fields: [Field] { entries.map { Field(name: text($0.name), value: text($0.value)) } }
    package var count: Int { entries.count }
    package var isEmpty: Bool { entries.isEmpty }

    /// Hands over every field as bytes, the name in lowercase.
    package func forEachBytes(_ body: (_ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) -> Void) {
        for entry in entries { body(storage[entry.name], storage[entry.value]) }
    }

    /// The bytes of the field's first value; nil when there is none.
    package func bytes(_ name: String) -> ArraySlice<UInt8>? {
        firstIndex(of: name).map { storage[entries[$0].value] }
    }
    package func bytes(_ name: HTTPFieldName) -> ArraySlice<UInt8>? {
        index[name].map { storage[entries[$0].value] }
    }

    private func text(_ range: Range<Int>) -> String { String(decoding: storage[range], as: UTF8.self) }

    private func firstIndex(of name: String) -> Int? {
        for index in entries.indices where isNamed(name, entries[index]) { return index }
        return nil
    }

    @inline(__always)
    private func isNamed(_ name: String, _ entry: Entry) -> Bool {
        let utf8 = name.utf8
        guard utf8.count == entry.name.count else { return false }
        var offset = entry.name.lowerBound
        for byte in utf8 {
            if ASCII.lowercased(byte) != storage[offset] { return false }
            offset += 1
        }
        return true
    }

    package static func == (left: HTTPFields, right: HTTPFields) -> Bool {
        // The fields of most answers are one value's copies.
        if left.entries == right.entries, left.storage == right.storage { return true }
        return left.entries.count == right.entries.count
            && zip(left.entries, right.entries).allSatisfy { one, other in
                left.storage[one.name] == right.storage[other.name]
                    && left.storage[one.value] == right.storage[other.value]
            }
    }
}
