import JSON
import Testing

/// Texts that every JSON reader must take, and texts that none may, in the spirit of the public parsing suites.
@Suite struct JSONParsingTests {
    static let accepted: [(text: String, written: String)] = [
        ("null", "null"), ("true", "true"), ("false", "false"), ("0", "0"), ("-0", "-0"), ("42", "42"),
        ("-17", "-17"), ("3.25", "3.25"), ("0.5", "0.5"), ("1e9", "1e9"), ("1E+9", "1E+9"), ("2.5e-3", "2.5e-3"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
        ("0.10", "0.10"), (#""""#, #""""#), (#""a""#, #""a""#), (#""\/""#, #""/""#),
        (#""\"\\\b\f\n\r\t""#, #""\"\\\b\f\n\r\t""#), (#""\u0041\u00e9""#, #""Aé""#),
        (#""\ud83d\ude00""#, #""😀""#), (#""\uD83D\uDE00 x""#, #""😀 x""#), (#""\u0000""#, #""\u0000""#),
        (#""\u001f\u007f""#, "\"\\u001f\u{7F}\""), (#""שלום""#, #""שלום""#), ("\"\u{2028}\"", "\"\u{2028}\""),
        ("[]", "[]"), ("[ ]", "[]"), ("{}", "{}"), ("{ }", "{}"), ("[1,2]", "[1,2]"), ("\t[1 ,\r\n2 ] ", "[1,2]"),
        (#"{"a":1,"b":{"c":[null]}}"#, #"{"a":1,"b":{"c":[null]}}"#), (#"{"":0}"#, #"{"":0}"#),
        (#"{ "a" : [ { } , [ ] ] }"#, #"{"a":[{},[]]}"#), (#"{"b":1,"a":2}"#, #"{"b":1,"a":2}"#),
        ("[[[[[[[[1]]]]]]]]", "[[[[[[[[1]]]]]]]]"),
        (#"["12345678","1234567\"","123456\\8"]"#, #"["12345678","1234567\"","123456\\8"]"#),
    ]

    @Test(arguments: accepted)
    func accepts(text: String, written: String) throws {
        let value = try JSONValue(parsing: text)
        #expect(value.text == written)
        #expect(try JSONValue(parsing: written) == value)
        try JSONBytes.validate(Array(text.utf8))
    }

    static let rejected: [(text: String, reason: JSONError.Reason, offset: Int)] = [
        ("", .unexpectedEnd, 0), ("  ", .unexpectedEnd, 2), ("[", .unexpectedEnd, 1), ("[1", .unexpectedEnd, 2),
        ("[1,", .unexpectedEnd, 3), ("{", .unexpectedEnd, 1), (#"{"a""#, .unexpectedEnd, 4),
        (#"{"a":"#, .unexpectedEnd, 5),
        (#"{"a":1"#, .unexpectedEnd, 6), ("\"", .unexpectedEnd, 1), ("\"abc", .unexpectedEnd, 4),
        ("tru", .unexpectedEnd, 3), ("-", .unexpectedEnd, 1), ("1.", .unexpectedEnd, 2), ("1e", .unexpectedEnd, 2),
        ("1e+", .unexpectedEnd, 3), (#""\"#, .unexpectedEnd, 2), (#""\u12"#, .unexpectedEnd, 5),
        ("]", .unexpectedByte, 0), ("}", .unexpectedByte, 0), (",", .unexpectedByte, 0), ("nul1", .unexpectedByte, 3),
        ("True", .unexpectedByte, 0), ("NaN", .unexpectedByte, 0), ("Infinity", .unexpectedByte, 0),
        ("+1", .unexpectedByte, 0), (".5", .unexpectedByte, 0), ("[1,]", .unexpectedByte, 3),
        ("[,1]", .unexpectedByte, 1),
        ("[1 2]", .unexpectedByte, 3), ("[1,,2]", .unexpectedByte, 3), (#"{"a":1,}"#, .unexpectedByte, 7),
        (#"{,"a":1}"#, .unexpectedByte, 1), (#"{"a" 1}"#, .unexpectedByte, 5), (#"{"a":}"#, .unexpectedByte, 5),
        ("{1:2}", .unexpectedByte, 1), ("{a:1}", .unexpectedByte, 1), ("{'a':1}", .unexpectedByte, 1),
        (#"{"a":1 "b":2}"#, .unexpectedByte, 7), ("[1}", .unexpectedByte, 2), (#"{"a":1]"#, .unexpectedByte, 6),
        ("[1//x\n]", .unexpectedByte, 2), ("\u{FEFF}1", .unexpectedByte, 0), ("\u{0B}1", .unexpectedByte, 0),
        ("\u{A0}1", .unexpectedByte, 0), ("'a'", .unexpectedByte, 0),
        ("01", .badNumber, 1), ("-01", .badNumber, 2), ("-a", .badNumber, 1), ("1.a", .badNumber, 2),
        ("1.e1", .badNumber, 2),
        ("1ea", .badNumber, 2), ("1e+-1", .badNumber, 3), ("[-]", .badNumber, 2), ("[00]", .badNumber, 2),
        (#""\x""#, .badEscape, 1), (#""\u12g4""#, .badEscape, 1), (#""\ud800""#, .badEscape, 1),
        (#""\udc00""#, .badEscape, 1),
        (#""\ud800\u0041""#, .badEscape, 1), (#""a\ud83dx""#, .badEscape, 2), (#""\ud83d\ud83d""#, .badEscape, 1),
        (#""\U0041""#, .badEscape, 1), (#""\'""#, .badEscape, 1),
        ("\"a\nb\"", .controlCharacterInString, 2), ("\"\t\"", .controlCharacterInString, 1),
        ("\"12345678\u{1F}\"", .controlCharacterInString, 9), ("\"\u{0}\"", .controlCharacterInString, 1),
        (#"{"a":1,"a":2}"#, .duplicateKey, 7), (#"{"a":1,"\u0061":2}"#, .duplicateKey, 7),
        (#"[{"x":{"k":1,"k":1}}]"#, .duplicateKey, 13),
        ("1 2", .trailingBytes, 2), ("{}x", .trailingBytes, 2), ("[]]", .trailingBytes, 2), ("1x", .trailingBytes, 1),
        ("0x10", .trailingBytes, 1), ("1.5.5", .trailingBytes, 3), ("truefalse", .trailingBytes, 4),
        ("\"a\"\"", .trailingBytes, 3),
    ]

    @Test(arguments: rejected)
    func rejects(text: String, reason: JSONError.Reason, offset: Int) {
        let expected = JSONError(reason: reason, offset: offset)
        #expect(throws: expected) { try JSONValue(parsing: text) }
        // The byte path leaves duplicate keys to its readers and is otherwise as strict.
        if reason == .duplicateKey {
            #expect(throws: Never.self) { try JSONBytes.validate(Array(text.utf8)) }
        } else {
            #expect(throws: expected) { try JSONBytes.validate(Array(text.utf8)) }
        }
    }

    static let brokenUTF8: [[UInt8]] = [
        [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
        [0xE2, 0x82], [0xE2, 0x28, 0xA1], [0xE2, 0x82, 0x28], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
        [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98], [0xF0, 0x9F, 0x28, 0x80],
        [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFE], [0xFF],
    ]

    @Test(arguments: brokenUTF8)
    func rejectsBrokenUTF8(sequence: [UInt8]) {
        for text in [
            [0x22] + sequence + [0x22], Array("\"abcdefgh".utf8) + sequence + [0x22], [0x22, 0xC3, 0xA9] + sequence,
        ] {
            #expect(throws: JSONError.self) { try JSONBytes.validate(text) }
            #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
        }
        #expect(throws: JSONError(reason: .unexpectedByte, offset: 0)) { try JSONValue(parsing: sequence) }
    }

    @Test(arguments: ["\u{80}", "\u{7FF}", "\u{800}", "\u{FFFF}", "\u{10000}", "\u{10FFFF}", "\u{D7FF}", "\u{E000}"])
    func acceptsTheEdgesOfUTF8(text: String) throws {
        #expect(try JSONValue(parsing: "\"\(text)\"") == .string(text))
        try JSONBytes.validate(Array("\"\(text)\"".utf8))
    }

    @Test(arguments: [1, 2, 128])
    func limitsDepthExactly(depth: Int) throws {
        let fits = Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        let deeper = Array((String(repeating: "[", count: depth + 1) + String(repeating: "]", count: depth + 1)).utf8)
        let tooDeep = JSONError(reason: .tooDeep, offset: depth)
        _ = try JSONValue(parsing: fits, maximumDepth: depth)
        try JSONBytes.validate(fits, maximumDepth: depth)
        #expect(throws: tooDeep) { try JSONValue(parsing: deeper, maximumDepth: depth) }
        #expect(throws: tooDeep) { try JSONBytes.validate(deeper, maximumDepth: depth) }
    }

    @Test func neverRecursesBeyondTheDeepestNesting() {
        let bytes = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
        let tooDeep = JSONError(reason: .tooDeep, offset: JSONBytes.deepestNesting)
        #expect(throws: tooDeep) { try JSONValue(parsing: bytes, maximumDepth: .max) }
        #expect(throws: tooDeep) { try JSONBytes.validate(bytes, maximumDepth: .max) }
    }

    @Test func findsARepeatedKeyAmongMany() {
        let members = (0..<40).map { "\"key\($0)\":0" }
        #expect(throws: Never.self) { try JSONValue(parsing: "{\(members.joined(separator: ","))}") }
        for index in [0, 11, 12, 39] {
            let repeated = "{\(members.joined(separator: ",")),\"key\(index)\":1}"
            #expect { try JSONValue(parsing: repeated) } throws: { ($0 as? JSONError)?.reason == .duplicateKey }
        }
    }

    @Test func everyPrefixOfATextIsRefused() throws {
        let bytes = Array(#"{"a":[1.5e3,"é\u00e9\n",true,null,{"b":"\ud83d\ude00"}],"c":-0}"#.utf8)
        try JSONBytes.validate(bytes)
        for end in bytes.indices {
            #expect(throws: JSONError.self) { try JSONBytes.validate(Array(bytes[..<end])) }
            #expect(throws: JSONError.self) { try JSONValue(parsing: Array(bytes[..<end])) }
        }
    }

    @Test func errorsSayWhatAndWhere() {
        #expect(JSONError(reason: .badEscape, offset: 7).description.contains("byte 7"))
    }
}
