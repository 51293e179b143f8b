/// Members and parameters of list fields, where quoted strings may hold the separators (RFC 9110 sections 5.6.1 and
/// 5.6.4).
enum HTTPList {
    /// The parts between `separator`s that stand outside quoted strings, without the blanks around them.
    static func split(_ text: ArraySlice<UInt8>, _ separator: UInt8) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var start = text.startIndex
        var isQuoted = false
        var isEscaped = false
        for index in text.indices {
            let byte = text[index]
            if isEscaped {
                isEscaped = false
            } else if isQuoted, byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if byte == separator, !isQuoted {
                parts.append(ASCII.trimmed(text[start..<index]))
                start = index + 1
            }
        }
        parts.append(ASCII.trimmed(text[start...]))
        return parts
    }

    /// A token as it is or a quoted string without its quotes; nil when it is neither.
    static func unquoted(_ text: ArraySlice<UInt8>) -> String? {
        guard text.first == UInt8(ascii: "\"") else {
            return ASCII.isToken(text) ? String(decoding: text, as: UTF8.self) : nil
        }
        var output: [UInt8] = []
        var isEscaped = false
        var rest = text.dropFirst()
        while let byte = rest.popFirst() {
            if isEscaped {
                output.append(byte)
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                return rest.isEmpty ? String(decoding: output, as: UTF8.self) : nil
            } else {
                output.append(byte)
            }
        }
        return nil
    }
}
