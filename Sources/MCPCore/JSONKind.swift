/// The kind of a value in validated JSON: its first byte tells (RFC 8259 section 3).
enum JSONKind {
    case object, array, string, number, truth, null

    /// `range` starts at the value.
    init(at range: Range<Int>, in bytes: [UInt8]) {
        guard range.lowerBound < bytes.count else {
            self = .null
            return
        }
        self =
            switch bytes[range.lowerBound] {
            case UInt8(ascii: "{"): .object
            case UInt8(ascii: "["): .array
            case UInt8(ascii: "\""): .string
            case UInt8(ascii: "t"), UInt8(ascii: "f"): .truth
            case UInt8(ascii: "n"): .null
            default: .number
            }
    }
}
