package import HTTPCore

/// The fields of an answer, kept as bytes: most answers are asked for two or three of them, and only of those a
/// `String` is made.
package struct ResponseFields: Sendable {
    /// For each field the lengths of name and value, two bytes each, then both. The name is lowercase.
    private var records: [UInt8] = []

    package init() {}
    package init(_ fields: HTTPFields) {
        fields.forEachBytes { name, value in
            name.withUnsafeBytes { name in value.withUnsafeBytes { value in append(name, value) } }
        }
    }

    /// Adds a field, unless it is longer than any head may be.
    mutating func append(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
        guard let nameLength = UInt16(exactly: name.count), let valueLength = UInt16(exactly: value.count) else {
            return
        }
        if records.isEmpty { records.reserveCapacity(ResponseFields.usualSize) }
        append(length: nameLength)
        append(length: valueLength)
        for byte in name {
            let isUppercase = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            records.append(isUppercase ? byte | 0x20 : byte)
        }
        records.append(contentsOf: value)
    }

    private mutating func append(length: UInt16) {
        records.append(UInt8(truncatingIfNeeded: length))
        records.append(UInt8(truncatingIfNeeded: length >> 8))
    }

    private static let usualSize = 1024

    /// The first value of the field; `name` is lowercase.
    package subscript(name: String) -> String? {
        bytes(name).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The bytes of the field's first value; `name` is lowercase.
    package func bytes(_ name: String) -> ArraySlice<UInt8>? {
        var place = 0
        while let field = next(&place) {
            if field.name.count == name.utf8.count, records[field.name].elementsEqual(name.utf8) {
                return records[field.value]
            }
        }
        return nil
    }

    /// True when a field has a name that `isWanted` wants.
    package func contains(_ isWanted: (ArraySlice<UInt8>) -> Bool) -> Bool {
        var place = 0
        while let field = next(&place) {
            if isWanted(records[field.name]) { return true }
        }
        return false
    }

    /// All fields, in the order received.
    package var all: HTTPFields {
        var fields = HTTPFields()
        var place = 0
        while let field = next(&place) {
            fields.append(
                String(decoding: records[field.name], as: UTF8.self),
                String(decoding: records[field.value], as: UTF8.self))
        }
        return fields
    }

    /// Where name and value of the field at `place` are; moves `place` behind it.
    @inline(__always)
    private func next(_ place: inout Int) -> (name: Range<Int>, value: Range<Int>)? {
        guard place + 4 <= records.count else { return nil }
        let start = place + 4
        let middle = start + length(at: place)
        place = middle + length(at: place + 2)
        return (start..<middle, middle..<place)
    }

    @inline(__always)
    private func length(at place: Int) -> Int { Int(records[place]) | Int(records[place + 1]) << 8 }
}
