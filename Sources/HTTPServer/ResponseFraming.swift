import HTTPCore

/// How the content of an answer is framed (RFC 9112 section 6.3).
enum ResponseFraming: Equatable {
    /// 1xx, 204, 304: no content and no length.
    case none
    case length(Int)
    case chunked
    case untilClose

    /// Appends the fields that say so.
    func append(to bytes: inout [UInt8]) {
        switch self {
        case .none, .untilClose: break
        case .length(let length):
            bytes.append(contentsOf: "content-length: ".utf8)
            Self.append(length, to: &bytes)
            bytes.append(contentsOf: "\r\n".utf8)
        case .chunked: bytes.append(contentsOf: "transfer-encoding: chunked\r\n".utf8)
        }
    }

    /// A count in decimal digits, without a `String` on the way.
    private static func append(_ count: Int, to bytes: inout [UInt8]) {
        var divisor = 1
        while count / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: count / divisor % 10))
            divisor /= 10
        }
    }
}

/// Whether the connection stays open behind an answer, as far as that must be said (RFC 9112 section 9.3).
enum ConnectionOption {
    case implied
    case close
    case keepAlive

    func append(to bytes: inout [UInt8]) {
        switch self {
        case .implied: break
        case .close: bytes.append(contentsOf: "connection: close\r\n".utf8)
        case .keepAlive: bytes.append(contentsOf: "connection: keep-alive\r\n".utf8)
        }
    }
}

extension HTTPFields {
    /// Fields that say how the message is framed and the connection used: the server's business, whatever a handler
    /// set.
    private static let framing = ["connection", "content-length", "date", "keep-alive", "transfer-encoding"]

    /// Without the fields that the server adds itself.
    var withoutFraming: HTTPFields {
        guard HTTPFields.framing.contains(where: contains) else { return self }
        var fields = self
        for name in HTTPFields.framing { fields.remove(name) }
        return fields
    }
}
