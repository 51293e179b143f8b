/// Why bytes are not acceptable JSON, with the byte offset of the fault.
package struct JSONError: Error, Sendable, Equatable {
    package enum Reason: Sendable, Equatable {
        case unexpectedEnd, unexpectedByte, badNumber, badEscape, controlCharacterInString, invalidUTF8, tooDeep,
            duplicateKey, trailingBytes, tooLong
    }
    package let reason: Reason
    package let offset: Int
    package init(reason: Reason, offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}

extension JSONError: CustomStringConvertible {
    /// One plain sentence for the person or model who sent the text.
    package var description: String {
        let words =
            switch reason {
            case .unexpectedEnd: "the text ends too early"
            case .unexpectedByte: "a character is not allowed here"
            case .badNumber: "a number is malformed"
            case .badEscape: "an escape sequence in a string is malformed"
            case .controlCharacterInString: "a control character in a string must be written as an escape"
            case .invalidUTF8: "the text is not valid UTF-8"
            case .tooDeep: "objects and arrays are nested too deeply"
            case .duplicateKey: "an object names the same member twice"
            case .trailingBytes: "there is more text after the value"
            case .tooLong: "the text is longer than 2 GiB"
            }
        return "Not valid JSON: \(words) (byte \(offset))."
    }
}
