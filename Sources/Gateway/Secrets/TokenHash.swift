import Crypto

/// What is kept of a token: HMAC-SHA256 under a key that only this daemon has.
package struct TokenHash: Sendable, Hashable {
    private let words: InlineArray<4, UInt64>

    fileprivate init(_ code: HMAC<SHA256>.MAC) {
        words = code.withUnsafeBytes { bytes in
            InlineArray { word in
                (0..<8).reduce(into: UInt64(0)) { $0 = $0 << 8 | UInt64(bytes[word * 8 + $1]) }
            }
        }
    }

    /// Tells a few hashes apart that are known to differ; says nothing about the token.
    package var tag: UInt64 { words[0] }

    /// The 32 bytes, for the store.
    package var bytes: [UInt8] {
        (0..<32).map { index in UInt8(truncatingIfNeeded: words[index / 8] >> UInt64(56 - index % 8 * 8)) }
    }

    /// What `bytes` gave; nil for any other length.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        words = InlineArray { word in
            (0..<8).reduce(into: UInt64(0)) { $0 = $0 << 8 | UInt64(bytes[word * 8 + $1]) }
        }
    }

    /// Compares in constant time: no early exit tells how much of a guess was right.
    package static func == (left: TokenHash, right: TokenHash) -> Bool {
        var difference: UInt64 = 0
        for index in 0..<4 { difference |= left.words[index] ^ right.words[index] }
        return difference == 0
    }

    /// The 64 hexadecimal digits, for tests against published values.
    var hexadecimal: String {
        (0..<4).map { index in
            let digits = String(words[index], radix: 16)
            return String(repeating: "0", count: 16 - digits.utf8.count) + digits
        }.joined()
    }

    /// The first word suffices: it is already the output of a keyed hash.
    package func hash(into hasher: inout Hasher) { hasher.combine(words[0]) }
}

/// Turns tokens into the hashes that are kept and looked up.
package struct TokenHasher: Sendable {
    /// Keyed once and copied for each token, which saves half the work.
    private let keyed: HMAC<SHA256>

    /// A hasher under a fresh random key: hashes are good until the process ends.
    package init() { keyed = HMAC(key: SymmetricKey(size: .bits256)) }

    /// A hasher under `key`, for hashes that outlive the process.
    package init(key: [UInt8]) { keyed = HMAC(key: SymmetricKey(data: key)) }

    package func hash(_ token: String) -> TokenHash {
        var mac = keyed
        mac.update(data: Array(token.utf8))
        return TokenHash(mac.finalize())
    }
}
