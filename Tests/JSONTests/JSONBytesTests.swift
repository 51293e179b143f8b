import JSON
import Testing

@Suite struct JSONBytesTests {
    static let page = Array(
        #"""
         { "products" : [ {"id":"p1","price":{"amount":"9.99"}} , {"id":"p\"2" } ],
           "meta": {"count": 2, "cursors": {"next":"abc\u00e9"}, "a\"b": [ ], "long name over eight": null},
           "dup": 1, "dup": 2, "123456780": 0, "123456789": 9, "12345678": 8, "1234567": 7, "n": -4.20e1 }
        """#.utf8)

    private func text(_ range: Range<Int>?) -> String? {
        range.map { String(decoding: Self.page[$0], as: UTF8.self) }
    }

    static let paths: [(path: [String], found: String?)] = [
        (["meta", "count"], "2"), (["meta", "cursors", "next"], #""abc\u00e9""#),
        (["meta", "cursors"], #"{"next":"abc\u00e9"}"#),
        (["meta", "a\"b"], "[ ]"), (["meta", "long name over eight"], "null"), (["dup"], "1"), (["12345678"], "8"),
        (["123456789"], "9"),
        (["1234567"], "7"), (["n"], "-4.20e1"), (["meta", "long name over eighT"], nil), (["meta", "coun"], nil),
        (["meta", "countx"], nil), (["products", "id"], nil), (["meta", "count", "x"], nil), (["zzz"], nil),
        ([""], nil),
    ]

    @Test(arguments: paths)
    func findsValues(path: [String], found: String?) {
        #expect(text(JSONBytes.range(of: path, in: Self.page)) == found)
    }

    @Test func findsTheWholeValueAndValuesBelowARange() throws {
        let whole = try #require(JSONBytes.range(of: [], in: Self.page))
        #expect(Self.page[whole].first == UInt8(ascii: "{") && Self.page[whole].last == UInt8(ascii: "}"))
        let meta = try #require(JSONBytes.range(of: ["meta"], in: Self.page))
        #expect(text(JSONBytes.range(of: ["count"], within: meta, in: Self.page)) == "2")
        #expect(JSONBytes.range(of: ["dup"], within: meta, in: Self.page) == nil)
        #expect(JSONBytes.range(of: [], in: []) == nil)
    }

    @Test func listsElements() throws {
        let array = try #require(JSONBytes.range(of: ["products"], in: Self.page))
        let elements = try #require(JSONBytes.elements(of: array, in: Self.page))
        #expect(elements.map { text($0) } == [#"{"id":"p1","price":{"amount":"9.99"}}"#, #"{"id":"p\"2" }"#])
        let empty = try #require(JSONBytes.range(of: ["meta", "a\"b"], in: Self.page))
        #expect(JSONBytes.elements(of: empty, in: Self.page) == [])
        #expect(JSONBytes.elements(of: elements[0], in: Self.page) == nil)
    }

    @Test func listsMembers() throws {
        let meta = try #require(JSONBytes.range(of: ["meta"], in: Self.page))
        let members = try #require(JSONBytes.members(of: meta, in: Self.page))
        #expect(members.map(\.name) == ["count", "cursors", "a\"b", "long name over eight"])
        #expect(members.map { text($0.value) } == ["2", #"{"next":"abc\u00e9"}"#, "[ ]", "null"])
        #expect(JSONBytes.members(of: members[0].value, in: Self.page) == nil)
    }

    @Test func decodesScalars() throws {
        let next = try #require(JSONBytes.range(of: ["meta", "cursors", "next"], in: Self.page))
        let number = try #require(JSONBytes.range(of: ["n"], in: Self.page))
        let null = try #require(JSONBytes.range(of: ["meta", "long name over eight"], in: Self.page))
        #expect(JSONBytes.string(at: next, in: Self.page) == "abcé")
        #expect(JSONBytes.int(at: number, in: Self.page) == -42)
        for range in [number, null] { #expect(JSONBytes.string(at: range, in: Self.page) == nil) }
        for range in [next, null] { #expect(JSONBytes.int(at: range, in: Self.page) == nil) }
        #expect(try JSONBytes.value(at: next, in: Self.page) == "abcé")
    }

    /// The tree is the measure for everything that reads bytes.
    @Test(arguments: 0..<200)
    func agreesWithTheTree(seed: Int) throws {
        var generator = JSONGenerator(seed: UInt64(seed) &+ 1000)
        let value = try generator.value(depth: 5)
        try expectSame(value, 0..<value.bytes.count, value.bytes)
    }

    private func expectSame(_ value: JSONValue, _ range: Range<Int>, _ bytes: [UInt8]) throws {
        #expect(try JSONBytes.value(at: range, in: bytes) == value)
        #expect(JSONBytes.string(at: range, in: bytes) == value.stringValue)
        #expect(JSONBytes.int(at: range, in: bytes) == value.intValue)
        let elements = JSONBytes.elements(of: range, in: bytes)
        #expect(elements?.count == value.arrayValue?.count)
        for (element, range) in zip(value.arrayValue ?? [], elements ?? []) { try expectSame(element, range, bytes) }
        let members = JSONBytes.members(of: range, in: bytes)
        #expect(members?.map(\.name) == value.objectValue?.keys)
        for (member, found) in zip(value.objectValue?.members ?? [], members ?? []) {
            #expect(JSONBytes.range(of: [member.key], within: range, in: bytes) == found.value)
            try expectSame(member.value, found.value, bytes)
        }
    }

    static let surrogates: [(text: String, repaired: String, count: Int)] = [
        (#""\ud83d""#, #""\uFFFD""#, 1), (#""\uDE00x\ud83d\ud83d\ude00""#, #""\uFFFDx\uFFFD\ud83d\ude00""#, 2),
        (#""\\ud83d\n\ud83d\ude00é""#, #""\\ud83d\n\ud83d\ude00é""#, 0), (#""\ud83d\n\ud83"#, #""\uFFFD\n\ud83"#, 1),
        ("", "", 0), ("\\", "\\", 0),
    ]

    @Test(arguments: surrogates)
    func replacesLoneSurrogates(text: String, repaired: String, count: Int) throws {
        var bytes = Array(text.utf8)
        #expect(JSONBytes.replaceLoneSurrogates(in: &bytes) == count)
        #expect(String(decoding: bytes, as: UTF8.self) == repaired)
        if repaired.utf8.count > 1, repaired.hasSuffix("\"") { try JSONBytes.validate(bytes) }
    }

    @Test func staysWithinTextThatWasNeverChecked() {
        var random = SeededGenerator(seed: 7)
        let alphabet = Array(#"{}[]":,\u0a1-e. "#.utf8)
        for _ in 0..<3000 {
            let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? 0
            }
            let range = JSONBytes.range(of: ["a"], in: bytes) ?? 0..<bytes.count
            #expect(range.upperBound <= bytes.count)
            for element in JSONBytes.elements(of: 0..<bytes.count, in: bytes) ?? [] {
                #expect(element.upperBound <= bytes.count)
            }
            for member in JSONBytes.members(of: 0..<bytes.count, in: bytes) ?? [] {
                #expect(member.value.upperBound <= bytes.count)
            }
            _ = JSONBytes.string(at: range, in: bytes)
            _ = JSONBytes.int(at: range, in: bytes)
            var output: [UInt8] = []
            JSONProjection(paths: ["a", "u.a"]).append(0..<bytes.count, of: bytes, to: &output)
            let document = try? JSONDocument(bytes)
            _ = document?.appendItems(at: ["a"], projection: JSONProjection(paths: ["u"]), to: &output)
        }
    }
}
