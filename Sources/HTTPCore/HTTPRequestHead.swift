/// A request line and its fields, already checked for framing (RFC 9112).
package struct HTTPRequestHead: Sendable, Equatable {
    package var method: String
    /// The request target as sent, e.g. `/mcp/abc?x=1`.
    package var target: String
    /// 0 for HTTP/1.0, 1 for HTTP/1.1.
    package var minorVersion: Int
    package var fields: HTTPFields

    package init(method: String, target: String, minorVersion: Int, fields: HTTPFields) {
        self.method = method
        self.target = target
        self.minorVersion = minorVersion
        self.fields = fields
    }

    /// The percent-decoded path without the query; nil when an escape is malformed, decodes to NUL or not to UTF-8.
    /// Of an absolute target the scheme and authority are left out; an empty path is `/`.
    package var path: String? {
        let bytes = originForm.prefix { $0 != UInt8(ascii: "?") }
        if bytes.isEmpty { return "/" }
        guard bytes.contains(UInt8(ascii: "%")) else { return String(Substring(bytes)) }
        return PercentEncoding.decode(bytes, plusIsSpace: false).flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// The percent-decoded query items in order (`+` is a space). An item with a malformed escape keeps its text as
    /// sent.
    package var query: [(name: String, value: String)] {
        guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return [] }
        return target.utf8[target.utf8.index(after: mark)...].split(separator: UInt8(ascii: "&")).map { item in
            let equals = item.firstIndex(of: UInt8(ascii: "=")) ?? item.endIndex
            return (Self.queryText(item[..<equals]), Self.queryText(item[equals...].dropFirst()))
        }
    }

    /// The target from its path on.
    private var originForm: Substring.UTF8View {
        let bytes = target.utf8[...]
        guard bytes.first != UInt8(ascii: "/"), let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else {
            return bytes
        }
        let afterAuthority = bytes[colon...].dropFirst(3).drop {
            $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?")
        }
        return afterAuthority
    }

    private static func queryText(_ bytes: Substring.UTF8View) -> String {
        let decoded = PercentEncoding.decode(bytes, plusIsSpace: true)
        return decoded.flatMap { String(validating: $0, as: UTF8.self) } ?? String(Substring(bytes))
    }
}

/// Percent-encoding (RFC 3986 section 2.1).
package enum PercentEncoding {
    /// The bytes that `text` stands for; nil for a `%` without two hex digits and for `%00`.
    static func decode(_ text: some Collection<UInt8>, plusIsSpace: Bool) -> [UInt8]? {
        var output: [UInt8] = []
        output.reserveCapacity(text.count)
        var iterator = text.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = iterator.next().flatMap(ASCII.hexDigit),
                    let low = iterator.next().flatMap(ASCII.hexDigit), high | low != 0
                else { return nil }
                output.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: output.append(ASCII.space)
            default: output.append(byte)
            }
        }
        return output
    }

    /// `text` with everything but unreserved characters escaped: fit for one path segment or one query value.
    package static func encode(_ text: String) -> String {
        var output: [UInt8] = []
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                output.append(byte)
            default: output += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
