import Gateway
import HTTPCore

/// The admin token, of which only a hash is kept. Both sides are hashed under a key of this process, and the hashes are
/// compared in constant time: how long a refusal takes tells nothing of the token, its length included.
struct AdminToken: Sendable {
    private let hasher = TokenHasher()
    private let hash: TokenHash

    init(_ token: String) { hash = hasher.hash(token) }

    func matches(_ offered: String) -> Bool { hasher.hash(offered) == hash }
}

extension HTTPFields {
    /// The credential of `Authorization: Bearer …` (RFC 6750 section 2.1); empty when the field has another form, nil
    /// when there is none.
    var bearerToken: String? {
        guard let value = self[.authorization] else { return nil }
        let scheme = value.utf8.prefix { $0 != UInt8(ascii: " ") }
        guard Substring(scheme).lowercased() == "bearer" else { return "" }
        return String(Substring(value.utf8.dropFirst(scheme.count).drop { $0 == UInt8(ascii: " ") }))
    }

    /// The value of a cookie (RFC 6265 section 5.4).
    func cookie(_ name: String) -> String? {
        for field in values("cookie") {
            for pair in field.split(separator: ";") {
                let pair = pair.drop { $0 == " " }
                guard let equals = pair.firstIndex(of: "="), pair[..<equals] == name else { continue }
                return String(pair[pair.index(after: equals)...])
            }
        }
        return nil
    }

    /// Whether the `Content-Type` is JSON, parameters such as `charset` aside.
    var announcesJSON: Bool {
        self[.contentType].flatMap { HTTPMediaType($0) }?.essence == "application/json"
    }

    /// Whether a body follows the head (RFC 9112 section 6).
    var announcesBody: Bool {
        if contains(.transferEncoding) { return true }
        return self[.contentLength].flatMap { Int($0) }.map { $0 > 0 } ?? false
    }

    /// True when a proxy passed the request on: its peer is the proxy, and not who asks.
    var wasForwarded: Bool {
        ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via"].contains {
            contains($0)
        }
    }
}
