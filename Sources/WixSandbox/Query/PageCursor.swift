import JSON

/// An opaque place in a query. It carries the filter and sort it belongs to, so that a follow-up needs neither.
struct PageCursor: Sendable {
    /// Cursors are refused this long after they were made.
    static let lifetime: Int64 = 10 * Timestamp.minute

    let kind: EntityKind
    let filter: JSONValue?
    let sort: JSONValue?
    let search: JSONValue?
    let limit: Int
    /// The sort values and, last, the id of the entity beside the page.
    let position: [JSONValue]
    let isForward: Bool

    /// The cursor as text, sealed with `secret`.
    func text(issued: Timestamp, secret: UInt64) -> String {
        var payload: JSONValue = [
            "kind": .string(kind.rawValue), "limit": .number(JSONNumber(limit)), "position": .array(position),
            "forward": .bool(isForward), "issued": .number(JSONNumber(Int(issued.milliseconds))),
        ]
        payload["filter"] = filter
        payload["sort"] = sort
        payload["search"] = search
        let bytes = payload.bytes
        return "JWE.\(hexadecimal(PageCursor.seal(bytes, secret))).\(PageCursor.digits(bytes))"
    }

    /// Reads a cursor; nil when it was not made here, was changed, has expired or is for other entities.
    init?(_ text: String, kind: EntityKind, now: Timestamp, secret: UInt64) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "JWE", let bytes = PageCursor.bytes(parts[2]),
            parts[1] == hexadecimal(PageCursor.seal(bytes, secret)), let payload = try? JSONValue(parsing: bytes),
            payload["kind"]?.stringValue == kind.rawValue, let issued = payload["issued"]?.intValue,
            now.milliseconds - Int64(issued) <= PageCursor.lifetime, let limit = payload["limit"]?.intValue,
            let position = payload["position"]?.arrayValue, let isForward = payload["forward"]?.boolValue
        else { return nil }
        self.init(
            kind: kind, filter: payload["filter"], sort: payload["sort"], search: payload["search"], limit: limit,
            position: position, isForward: isForward)
    }

    init(
        kind: EntityKind, filter: JSONValue?, sort: JSONValue?, search: JSONValue?, limit: Int, position: [JSONValue],
        isForward: Bool
    ) {
        self.kind = kind
        self.filter = filter
        self.sort = sort
        self.search = search
        self.limit = limit
        self.position = position
        self.isForward = isForward
    }

    /// FNV-1a over the secret and the bytes: enough to notice a changed cursor.
    private static func seal(_ bytes: [UInt8], _ secret: UInt64) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ secret
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash
    }

    private static func digits(_ bytes: [UInt8]) -> String {
        let table = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            text.append(table[Int(byte >> 4)])
            text.append(table[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func bytes(_ digits: Substring) -> [UInt8]? {
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in digits {
            guard let value = digit.hexDigitValue.map({ UInt8($0) }) else { return nil }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return high == nil ? bytes : nil
    }
}
