/// The fields that every request is asked for. They are recognised once, as they are parsed or appended, and found
/// without a search.
package enum HTTPFieldName: UInt8, Sendable, CaseIterable {
    case host, origin, authorization, accept, connection, expect
    case contentType, contentLength, transferEncoding, acceptEncoding
    case protocolVersion, method, name, sessionID

    /// In lowercase.
    package var text: String {
        switch self {
        case .host: "host"
        case .origin: "origin"
        case .authorization: "authorization"
        case .accept: "accept"
        case .connection: "connection"
        case .expect: "expect"
        case .contentType: "content-type"
        case .contentLength: "content-length"
        case .transferEncoding: "transfer-encoding"
        case .acceptEncoding: "accept-encoding"
        case .protocolVersion: "mcp-protocol-version"
        case .method: "mcp-method"
        case .name: "mcp-name"
        case .sessionID: "mcp-session-id"
        }
    }

    /// The name that stands in `bytes` at `range`, in lowercase; nil for any other.
    init?(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) {
        guard let first = range.first, let candidate = Self.candidate(length: range.count, first: bytes[first]) else {
            return nil
        }
        var offset = range.lowerBound
        for byte in candidate.text.utf8 {
            if byte != bytes[offset] { return nil }
            offset += 1
        }
        self = candidate
    }

    /// Length and first letter tell the names apart.
    private static func candidate(length: Int, first: UInt8) -> HTTPFieldName? {
        switch (first, length) {
        case (UInt8(ascii: "h"), 4): .host
        case (UInt8(ascii: "o"), 6): .origin
        case (UInt8(ascii: "e"), 6): .expect
        case (UInt8(ascii: "a"), 6): .accept
        case (UInt8(ascii: "a"), 13): .authorization
        case (UInt8(ascii: "a"), 15): .acceptEncoding
        case (UInt8(ascii: "c"), 10): .connection
        case (UInt8(ascii: "c"), 12): .contentType
        case (UInt8(ascii: "c"), 14): .contentLength
        case (UInt8(ascii: "t"), 17): .transferEncoding
        case (UInt8(ascii: "m"), 8): .name
        case (UInt8(ascii: "m"), 10): .method
        case (UInt8(ascii: "m"), 14): .sessionID
        case (UInt8(ascii: "m"), 20): .protocolVersion
        default: nil
        }
    }
}

/// Where the fields of known names are in a list of fields.
struct HTTPFieldIndex: Sendable {
    /// The place of the first field of each name; -1 where there is none.
    private var first = InlineArray<14, Int32>(repeating: -1)
    /// A bit for each name that is there more than once.
    private var repeated: UInt16 = 0

    mutating func note(_ name: HTTPFieldName, at place: Int) {
        let slot = Int(name.rawValue)
        if first[slot] < 0 {
            first[slot] = Int32(clamping: place)
        } else {
            repeated |= 1 << UInt16(slot)
        }
    }

    subscript(name: HTTPFieldName) -> Int? {
        let place = first[Int(name.rawValue)]
        return place < 0 ? nil : Int(place)
    }

    func isRepeated(_ name: HTTPFieldName) -> Bool { repeated >> UInt16(name.rawValue) & 1 == 1 }
}
