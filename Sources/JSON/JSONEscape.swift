extension JSONBytes {
    /// Appends `bytes` as the inside of a JSON string (RFC 8259 section 7), without the quotes.
    package static func appendEscaped(_ bytes: ArraySlice<UInt8>, to output: inout [UInt8]) {
        output.reserveCapacity(output.count + bytes.count + bytes.count / 4 + 64)
        appendEscaped(bytes.span, to: &output)
    }

    /// Appends `text` as a JSON string, quotes included.
    package static func appendString(_ text: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        if isPlain(text.utf8.span) {
            output.append(contentsOf: text.utf8)
        } else {
            appendEscaped(text.utf8.span, to: &output)
        }
        output.append(UInt8(ascii: "\""))
    }

    /// True when nothing in `text` needs an escape.
    private static func isPlain(_ text: Span<UInt8>) -> Bool {
        var offset = 0
        while let word = text.word(at: offset) {
            if JSONWord.needsEscape(word) != 0 { return false }
            offset += 8
        }
        while offset < text.count {
            if needsEscape(text[offset]) { return false }
            offset += 1
        }
        return true
    }

    private static func appendEscaped(_ text: Span<UInt8>, to output: inout [UInt8]) {
        var offset = 0
        while offset < text.count {
            let left = text.count - offset
            let capacity = left < 3200 ? left + left / 4 + 2 * longestStep : 4096
            output.append(addingCapacity: capacity) { piece in
                offset = fill(&piece, capacity, text, from: offset)
            }
        }
    }

    /// Appends up to `capacity` bytes to an empty piece of output and returns where in `text` it stopped.
    private static func fill(
        _ piece: inout OutputSpan<UInt8>, _ capacity: Int, _ text: Span<UInt8>, from start: Int
    ) -> Int {
        piece.append(repeating: 0, count: capacity)
        var storage = piece.mutableSpan
        // Called unsafe because raw bytes can break a type's rules; a byte has none. Bounds stay checked.
        var bytes = unsafe storage.mutableBytes
        var offset = start
        var count = 0
        while count + longestStep <= capacity, let word = text.word(at: offset) {
            let special = JSONWord.needsEscape(word)
            if special == 0 {
                bytes.storeBytes(of: word.littleEndian, toByteOffset: count, as: UInt64.self)
                count += 8
            } else {
                count += store(word, special, into: &bytes, at: count)
            }
            offset += 8
        }
        while count + longestStep <= capacity, offset < text.count {
            count += store(text[offset], into: &bytes, at: count)
            offset += 1
        }
        piece.removeLast(capacity - count)
        return offset
    }

    /// Writes eight bytes of which those marked in `special` need an escape; returns how many bytes that took.
    /// What is left of the word is written each time, needed or not, and the next escape written over it.
    @inline(__always)
    private static func store(
        _ word: UInt64, _ special: UInt64, into bytes: inout MutableRawSpan, at offset: Int
    ) -> Int {
        var word = word
        var special = special
        var count = 0
        var left = 8
        while special != 0 {
            let plain = special.trailingZeroBitCount >> 3
            bytes.storeBytes(of: word.littleEndian, toByteOffset: offset + count, as: UInt64.self)
            count += plain
            // Two shifts each: a shift by all 64 bits is done in two.
            word &>>= UInt64(plain * 8)
            count += store(UInt8(truncatingIfNeeded: word), into: &bytes, at: offset + count)
            word &>>= 8
            special &>>= UInt64(plain * 8)
            special &>>= 8
            left -= plain + 1
        }
        bytes.storeBytes(of: word.littleEndian, toByteOffset: offset + count, as: UInt64.self)
        return count + left
    }

    /// The most bytes that one step of `appendEscaped` writes: eight escapes of six, and a word.
    private static let longestStep = 56

    @inline(__always)
    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    /// Writes one byte, escaped where it must be, and returns how many bytes that took.
    @inline(__always)
    private static func store(_ byte: UInt8, into bytes: inout MutableRawSpan, at offset: Int) -> Int {
        guard needsEscape(byte) else {
            bytes.storeBytes(of: byte, toByteOffset: offset, as: UInt8.self)
            return 1
        }
        guard let letter = escapeLetter(byte) else { return storeHexadecimal(byte, into: &bytes, at: offset) }
        bytes.storeBytes(of: (UInt16(letter) << 8 | 0x5C).littleEndian, toByteOffset: offset, as: UInt16.self)
        return 2
    }

    /// `\u00XX`.
    private static func storeHexadecimal(_ byte: UInt8, into bytes: inout MutableRawSpan, at offset: Int) -> Int {
        let low = byte & 0x0F
        let digit = low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10
        for (index, character) in [0x5C, 0x75, 0x30, 0x30, 0x30 + byte >> 4, digit].enumerated() {
            bytes.storeBytes(of: character, toByteOffset: offset + index, as: UInt8.self)
        }
        return 6
    }

    /// The second character of a two-character escape; nil for the control characters that have none.
    @inline(__always)
    private static func escapeLetter(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x20...: byte
        case 0x08: UInt8(ascii: "b")
        case 0x09: UInt8(ascii: "t")
        case 0x0A: UInt8(ascii: "n")
        case 0x0C: UInt8(ascii: "f")
        case 0x0D: UInt8(ascii: "r")
        default: nil
        }
    }
}
