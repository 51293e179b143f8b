extension JSONValue {
    /// Parses one JSON text. Rejects duplicate keys, invalid UTF-8, lone surrogates, trailing bytes and nesting deeper
    /// than `maximumDepth` (itself at most `JSONBytes.deepestNesting`).
    package init(parsing bytes: [UInt8], maximumDepth: Int = 128) throws(JSONError) {
        self = try JSONParser(bytes).document(maximumDepth: maximumDepth)
    }
    package init(parsing text: String, maximumDepth: Int = 128) throws(JSONError) {
        try self.init(parsing: Array(text.utf8), maximumDepth: maximumDepth)
    }

    /// Appends the compact JSON text.
    package func write(to output: inout [UInt8]) {
        switch self {
        case .null: output.append(contentsOf: "null".utf8)
        case .bool(true): output.append(contentsOf: "true".utf8)
        case .bool(false): output.append(contentsOf: "false".utf8)
        case .number(let number): output.append(contentsOf: number.text.utf8)
        case .string(let string): JSONBytes.appendString(string, to: &output)
        case .array(let elements):
            output.append(UInt8(ascii: "["))
            for index in elements.indices {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                elements[index].write(to: &output)
            }
            output.append(UInt8(ascii: "]"))
        case .object(let object):
            output.append(UInt8(ascii: "{"))
            for index in object.members.indices {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                JSONBytes.appendString(object.members[index].key, to: &output)
                output.append(UInt8(ascii: ":"))
                object.members[index].value.write(to: &output)
            }
            output.append(UInt8(ascii: "}"))
        }
    }

    /// The compact JSON text as bytes.
    package var bytes: [UInt8] {
        var output: [UInt8] = []
        write(to: &output)
        return output
    }
    /// The compact JSON text.
    package var text: String { String(decoding: bytes, as: UTF8.self) }
}
