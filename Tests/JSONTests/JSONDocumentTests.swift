import JSON
import Testing

@Suite struct JSONDocumentTests {
    static let page = #"{"meta":{"n":3},"list":{"items":[ {"id":1,"x":"aaaa"} ,{"id":22,"x":"b"},{"id":3}]}}"#

    /// What `appendItems` answers and appends behind `before`.
    private func items(
        _ source: String, at path: [String], _ paths: [String], maximumBytes: Int = .max, before: String = ""
    ) throws -> (counts: JSONItemCounts?, text: String) {
        var output = Array(before.utf8)
        let counts = try JSONDocument(Array(source.utf8)).appendItems(
            at: path, projection: JSONProjection(paths: paths), maximumBytes: maximumBytes, to: &output)
        return (counts, String(decoding: output, as: UTF8.self))
    }

    @Test func copiesProjectedItems() throws {
        let (counts, text) = try items(Self.page, at: ["list", "items"], ["id"], before: "x")
        #expect(counts == JSONItemCounts(kept: 3, leftOut: 0))
        #expect(text == #"x[{"id":1},{"id":22},{"id":3}]"#)
    }

    static let limits: [(maximum: Int, kept: Int, text: String)] = [
        (29, 3, #"[{"id":1},{"id":22},{"id":3}]"#), (28, 2, #"[{"id":1},{"id":22}]"#),
        (20, 2, #"[{"id":1},{"id":22}]"#),
        (19, 1, #"[{"id":1}]"#), (10, 1, #"[{"id":1}]"#), (9, 0, "[]"), (2, 0, "[]"), (0, 0, "[]"),
    ]

    @Test(arguments: limits)
    func leavesOutWhatDoesNotFit(maximum: Int, kept: Int, text: String) throws {
        let found = try items(Self.page, at: ["list", "items"], ["id"], maximumBytes: maximum)
        #expect(found.counts == JSONItemCounts(kept: kept, leftOut: 3 - kept))
        #expect(found.text == text)
    }

    /// Kept items are copied as one piece, which then has to be cut back.
    @Test func keepsAPrefixEvenWhenALaterItemWouldFit() throws {
        let (counts, text) = try items(#"[{"id":1},{"id":"a long one"},{"id":2}]"#, at: [], [], maximumBytes: 22)
        #expect(counts == JSONItemCounts(kept: 1, leftOut: 2))
        #expect(text == #"[{"id":1}]"#)
    }

    @Test(arguments: [["list"], ["nothing"], ["meta", "n"], ["meta", "n", "deeper"]])
    func saysWhenThereIsNoArray(path: [String]) throws {
        let (counts, text) = try items(Self.page, at: path, [], before: "x")
        #expect(counts == nil)
        #expect(text == "x")
    }

    @Test(arguments: [
        (#" { "l" : [ 1 , { "id" : "a" , "x" : [ ] , "n" : 1 } ] } "#, #"[1,{"id":"a","n":1}]"#),
        (#"{"l":[{"id":1,"id":2,"n":{"id":3}}],"l":[]}"#, #"[{"id":1,"id":2,"n":{"id":3}}]"#),
        (#"{"\u006c":[{"i\u0064":"\"","x":"]"}]}"#, #"[{"i\u0064":"\""}]"#), (#"{"l":[]}"#, "[]"),
        (#"{"x":{"l":[1]},"l":[[],{},[{"x":1}]]}"#, "[[],{},[{}]]"),
    ])
    func readsAwkwardText(source: String, expected: String) throws {
        #expect(try items(source, at: ["l"], ["id", "n"]).text == expected)
    }

    /// The first try at an index has room for an entry every eight bytes.
    @Test(arguments: [1, 2, 16, 17, 18, 1000])
    func indexesTheDensestText(count: Int) throws {
        for element in ["1", "[]"] {
            let source = "[" + Array(repeating: element, count: count).joined(separator: ",") + "]"
            let (counts, text) = try items(source, at: [], ["id"])
            #expect(counts?.kept == count)
            #expect(text == source)
        }
    }

    @Test func namesItsMembers() throws {
        let source = Array(#"{"a":[1,{"b":2}], "\u0062" : "c\"" ,"d":{}}"#.utf8)
        let members = try #require(try JSONDocument(source).members)
        #expect(members.map(\.name) == ["a", "b", "d"])
        #expect(
            members.map { String(decoding: source[$0.value], as: UTF8.self) } == ["[1,{\"b\":2}]", "\"c\\\"\"", "{}"])
        #expect(try JSONDocument(Array("{}".utf8)).members?.isEmpty == true)
        #expect(try JSONDocument(Array("[{}]".utf8)).members == nil)
    }

    @Test(arguments: ["", " ", "{", "[1", #"{"a"}"#, #"["\ud800"]"#, "[1]]", "\u{FEFF}1"])
    func refusesWhatTheValidatorRefuses(source: String) throws {
        let bytes = Array(source.utf8)
        let refusal = #expect(throws: JSONError.self) { try JSONBytes.validate(bytes) }
        #expect(throws: try #require(refusal)) { try JSONDocument(bytes) }
    }

    @Test func limitsNesting() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        _ = try JSONDocument(nested(20), maximumDepth: 20)
        #expect(throws: JSONError(reason: .tooDeep, offset: 20)) { try JSONDocument(nested(21), maximumDepth: 20) }
        #expect(throws: JSONError.self) { try JSONDocument(nested(513), maximumDepth: .max) }
    }

    /// White space between the parts changes nothing, and every item is what the tree says it is.
    @Test(arguments: 0..<200)
    func agreesWithTheTree(seed: Int) throws {
        var generator = JSONGenerator(seed: UInt64(seed) &+ 9000)
        let elements = try (0..<generator.count()).map { _ in try generator.value(depth: 4) }
        let source: JSONValue = ["x": try generator.value(depth: 2), "l": .array(elements), "p": [1]]
        let names = elements.compactMap(\.objectValue).flatMap(\.members).map(\.key)
            .filter { !$0.contains(".") && !$0.isEmpty }
        let wanted = [generator.pick(names) ?? "id", generator.pick(names) ?? "a"]
        let expected = JSONValue.array(elements.map { Self.projected($0, wanted) })
        for text in [source.bytes, Self.spaced(source.bytes)] {
            var output: [UInt8] = []
            let counts = try JSONDocument(text).appendItems(
                at: ["l"], projection: JSONProjection(paths: wanted), to: &output)
            #expect(counts == JSONItemCounts(kept: elements.count, leftOut: 0))
            #expect(try JSONValue(parsing: output) == expected)
        }
    }

    /// A text with more values to the byte than is usual, at every length around the size of the first index.
    @Test func denseTextsAreIndexedWhole() throws {
        for count in 0...300 {
            let items = (0..<count).map { #"{"id":"\#($0)","productId":"\#($0)"}"# }.joined(separator: ",")
            let document = try JSONDocument(Array(#"{"items":[\#(items)],"page":{"next":"\#(count)"}}"#.utf8))
            #expect(document.members?.map(\.name) == ["items", "page"], "\(count) items")
        }
    }

    private static func projected(_ value: JSONValue, _ names: [String]) -> JSONValue {
        switch value {
        case .array(let elements): return .array(elements.map { projected($0, names) })
        case .object(let object):
            var kept = JSONObject()
            for member in object.members where names.contains(member.key) { kept[member.key] = member.value }
            return .object(kept)
        default: return value
        }
    }

    /// The text with white space around every part.
    private static func spaced(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        var isInString = false
        var isEscaped = false
        for byte in bytes {
            let isPunctuation = !isInString && "{}[],:".utf8.contains(byte)
            output += isPunctuation ? [0x20, 0x0A, byte, 0x0D, 0x09] : [byte]
            if byte == UInt8(ascii: "\""), !isEscaped { isInString.toggle() }
            isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
        }
        return output
    }
}
