extension JSONBytes {
    /// Writes U+FFFD, in place and of the same length, over each escaped surrogate that has no partner, and returns
    /// how many.
    ///
    /// JavaScript services cut texts between the halves of a pair, and one cut emoji would otherwise cost a whole
    /// answer. Meant for text that `validate` refused with `badEscape`; validate again afterwards.
    package static func replaceLoneSurrogates(in bytes: inout [UInt8]) -> Int {
        let found = loneSurrogates(in: bytes.span)
        for offset in found { bytes.replaceSubrange((offset + 2)..<(offset + 6), with: "FFFD".utf8) }
        return found.count
    }

    /// The offsets of `\uD800` ... `\uDFFF` that do not stand in a pair.
    private static func loneSurrogates(in text: Span<UInt8>) -> [Int] {
        var found: [Int] = []
        var offset = 0
        while offset < text.count {
            guard text[offset] == UInt8(ascii: "\\") else {
                offset += 1
                continue
            }
            guard let unit = unit(text, offset) else {
                offset += 2
                continue
            }
            let isHigh = unit & 0xFC00 == 0xD800
            if isHigh, let next = self.unit(text, offset + 6), next & 0xFC00 == 0xDC00 {
                offset += 12
                continue
            }
            if unit & 0xF800 == 0xD800 { found.append(offset) }
            offset += 6
        }
        return found
    }

    /// The UTF-16 code unit of the `\uXXXX` at `offset`; nil when there is none.
    private static func unit(_ text: Span<UInt8>, _ offset: Int) -> UInt16? {
        guard offset + 6 <= text.count, text[offset] == UInt8(ascii: "\\"), text[offset + 1] == UInt8(ascii: "u") else {
            return nil
        }
        return try? JSONScanner.hexUnit(text, offset)
    }
}
