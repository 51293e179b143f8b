/// Builds a `JSONValue` from bytes. Recursive, and therefore never deeper than `JSONBytes.deepestNesting`.
struct JSONParser {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func document(maximumDepth: Int) throws(JSONError) -> JSONValue {
        var offset = 0
        JSONScanner.skipWhitespace(bytes.span, &offset)
        let result = try value(&offset, levels: min(maximumDepth, JSONBytes.deepestNesting))
        try JSONScanner.end(bytes.span, &offset)
        return result
    }

    /// One value that starts at `offset`; `levels` is how many more containers may open.
    private func value(_ offset: inout Int, levels: Int) throws(JSONError) -> JSONValue {
        guard offset < bytes.count else { throw JSONError(reason: .unexpectedEnd, offset: offset) }
        switch bytes[offset] {
        case UInt8(ascii: "\""): return .string(try string(&offset))
        case UInt8(ascii: "{"): return .object(try object(&offset, levels: levels))
        case UInt8(ascii: "["): return .array(try array(&offset, levels: levels))
        case UInt8(ascii: "t"):
            try JSONScanner.literal("true", bytes.span, &offset)
            return .bool(true)
        case UInt8(ascii: "f"):
            try JSONScanner.literal("false", bytes.span, &offset)
            return .bool(false)
        case UInt8(ascii: "n"):
            try JSONScanner.literal("null", bytes.span, &offset)
            return .null
        default:
            let start = offset
            try JSONScanner.number(bytes.span, &offset)
            return .number(JSONNumber(checkedText: String(decoding: bytes[start..<offset], as: UTF8.self)))
        }
    }

    /// The decoded string whose opening quote is at `offset`.
    private func string(_ offset: inout Int) throws(JSONError) -> String {
        let start = offset + 1
        let hasEscapes = try JSONScanner.string(bytes.span, &offset)
        return JSONScanner.decoded(bytes, start..<(offset - 1), hasEscapes: hasEscapes)
    }

    private func array(_ offset: inout Int, levels: Int) throws(JSONError) -> [JSONValue] {
        try JSONScanner.open(levels, &offset)
        var elements: [JSONValue] = []
        while try JSONScanner.hasNext(bytes.span, &offset, UInt8(ascii: "]"), isFirst: elements.isEmpty) {
            elements.append(try value(&offset, levels: levels - 1))
        }
        return elements
    }

    private func object(_ offset: inout Int, levels: Int) throws(JSONError) -> JSONObject {
        try JSONScanner.open(levels, &offset)
        var members: [JSONObject.Member] = []
        var keys = JSONKeySet()
        while try JSONScanner.hasNext(bytes.span, &offset, UInt8(ascii: "}"), isFirst: members.isEmpty) {
            let keyOffset = offset
            try JSONScanner.expect(UInt8(ascii: "\""), bytes.span, offset)
            let key = try string(&offset)
            guard keys.insert(key, after: members) else { throw JSONError(reason: .duplicateKey, offset: keyOffset) }
            try JSONScanner.colon(bytes.span, &offset)
            members.append(JSONObject.Member(key: key, value: try value(&offset, levels: levels - 1)))
        }
        return JSONObject(uniqueMembers: members)
    }
}

/// Finds a repeated key: by looking through the few members there usually are, by hashing when there are many.
private struct JSONKeySet {
    private static let linearLimit = 12
    private var hashed: Set<String> = []

    /// False when `key` is already among `members`.
    mutating func insert(_ key: String, after members: [JSONObject.Member]) -> Bool {
        if members.count < Self.linearLimit { return !members.contains { $0.key == key } }
        if hashed.isEmpty { hashed = Set(members.map(\.key)) }
        return hashed.insert(key).inserted
    }
}
