import JSON
import Testing

@Suite struct JSONWritingTests {
    static let escapes: [(raw: String, escaped: String)] = [
        ("", ""), ("plain", "plain"), ("\"", #"\""#), ("\\", #"\\"#), ("/", "/"), ("\u{8}\t\n\u{C}\r", #"\b\t\n\f\r"#),
        ("\u{0}", #"\u0000"#), ("\u{1}", #"\u0001"#), ("\u{B}", #"\u000b"#), ("\u{10}", #"\u0010"#),
        ("\u{1F}", #"\u001f"#),
        ("\u{7F}é\u{2028}😀", "\u{7F}é\u{2028}😀"), (#"{"a":"b\"c"}"#, #"{\"a\":\"b\\\"c\"}"#),
    ]

    @Test(arguments: escapes)
    func escapesWhatMustBe(raw: String, escaped: String) {
        var output: [UInt8] = []
        JSONBytes.appendString(raw, to: &output)
        #expect(String(decoding: output, as: UTF8.self) == "\"\(escaped)\"")
    }

    /// The copying goes eight bytes at a time and in pieces of some thousand: every alignment and both sides of a
    /// piece.
    @Test(arguments: ["\"", "\\", "\n", "\u{1}", "é", "x"])
    func escapesAtEveryPosition(special: String) throws {
        for length in Array(0...40) + Array(3180...3220) + Array(4070...4110) {
            for tail in [0, 1, 7, 8, 9] {
                let raw = String(repeating: "a", count: length) + special + String(repeating: "b", count: tail)
                var output = Array("before".utf8)
                JSONBytes.appendEscaped(Array(raw.utf8)[...], to: &output)
                let text = "\"" + String(decoding: output.dropFirst(6), as: UTF8.self) + "\""
                #expect(try JSONValue(parsing: text) == .string(raw))
                #expect(output.starts(with: "before".utf8))
            }
        }
    }

    @Test(arguments: ["\"", "\u{1}", "\\"])
    func escapesLongRunsOfSpecials(special: String) throws {
        let raw = String(repeating: special, count: 20_000)
        #expect(try JSONValue(parsing: JSONValue.string(raw).text) == .string(raw))
    }

    @Test func escapesASliceWithItsOwnIndices() {
        var output: [UInt8] = []
        JSONBytes.appendEscaped(Array(#"xx"yy"#.utf8)[2..<4], to: &output)
        #expect(String(decoding: output, as: UTF8.self) == #"\"y"#)
    }

    @Test(arguments: 0..<300)
    func whatIsWrittenReadsBack(seed: Int) throws {
        var generator = JSONGenerator(seed: UInt64(seed))
        let value = try generator.value(depth: 5)
        let bytes = value.bytes
        try JSONBytes.validate(bytes)
        #expect(try JSONValue(parsing: bytes) == value)
        #expect(try JSONValue(parsing: bytes).bytes == bytes)
        // Text within text, as in a result that repeats its content.
        let quoted = JSONValue.string(value.text)
        #expect(try JSONValue(parsing: JSONValue(parsing: quoted.bytes).stringValue ?? "") == value)
    }
}
