/// The secret in an MCP server's URL or bearer field.
package enum ServerToken {
    /// The shortest token that a configuration may bring; our own have 43 characters.
    package static let minimumLength = 16
    package static let maximumLength = 256

    /// A new token: 256 bits of the system's randomness as base64url without padding (RFC 4648 section 5).
    package static func generate() -> String {
        var generator = SystemRandomNumberGenerator()
        return Base64.encode((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }, .url)
    }

    /// True when the token is long enough and made of characters that need no escape in a path or a field (RFC 3986
    /// unreserved).
    package static func isAcceptable(_ token: String) -> Bool {
        (minimumLength...maximumLength).contains(token.utf8.count)
            && token.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                    UInt8(ascii: "~"):
                    true
                default: false
                }
            }
    }
}
