/// Base64 (RFC 4648) without Foundation.
package enum Base64 {
    package enum Variant: Sendable {
        /// Section 4: `+`, `/`, padded.
        case standard
        /// Section 5: `-`, `_`, no padding.
        case url
    }

    package static func encode(_ bytes: [UInt8], _ variant: Variant) -> String {
        let last = variant == .url ? "-_" : "+/"
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\(last)".utf8)
        var output: [UInt8] = []
        output.reserveCapacity((bytes.count + 2) / 3 * 4)
        var pending: UInt32 = 0
        var bits: UInt32 = 0
        for byte in bytes {
            pending = pending << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                output.append(alphabet[Int(pending >> bits & 63)])
            }
            pending &= (1 << bits) - 1
        }
        if bits > 0 { output.append(alphabet[Int(pending << (6 - bits) & 63)]) }
        if variant == .standard { while !output.count.isMultiple(of: 4) { output.append(UInt8(ascii: "=")) } }
        return String(decoding: output, as: UTF8.self)
    }
}
