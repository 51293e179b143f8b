import JSON
import Testing

@Suite struct JSONProjectionTests {
    static let source = #"""
        {"id":"1","price":{"amount":"9.90","currency":"EUR","tax":{"rate":0.1}},"name":"caf\u00e9","none":null,
        "variants":[{"sku":"a","stock":1,"o":[{"k":1,"v":2}]},{"sku":"b","stock":2}],
        "a long member name":{"x":1},"tags":["t","u"]}
        """#

    static let cases: [(paths: [String], expected: String)] = [
        (["id"], #"{"id":"1"}"#), (["name", "id"], #"{"id":"1","name":"caf\u00e9"}"#),
        (["price.amount"], #"{"price":{"amount":"9.90"}}"#),
        (["price.amount", "price.tax.rate"], #"{"price":{"amount":"9.90","tax":{"rate":0.1}}}"#),
        (["price", "price.amount"], #"{"price":{"amount":"9.90","currency":"EUR","tax":{"rate":0.1}}}"#),
        (["variants.sku"], #"{"variants":[{"sku":"a"},{"sku":"b"}]}"#),
        (["variants.o.k"], #"{"variants":[{"o":[{"k":1}]},{}]}"#), (["tags"], #"{"tags":["t","u"]}"#),
        (["a long member name.x"], #"{"a long member name":{"x":1}}"#), (["a long member nam"], "{}"),
        (["none.deeper"], #"{"none":null}"#), (["tags.x"], #"{"tags":["t","u"]}"#),
        (["zzz", "price.zzz"], #"{"price":{}}"#),
        (["id", "id"], #"{"id":"1"}"#), ([""], "{}"),
    ]

    @Test(arguments: cases)
    func keepsOnlyThePaths(paths: [String], expected: String) throws {
        let bytes = Array(Self.source.utf8)
        var output: [UInt8] = Array(">".utf8)
        JSONProjection(paths: paths).append(0..<bytes.count, of: bytes, to: &output)
        #expect(String(decoding: output, as: UTF8.self) == ">" + expected)
    }

    @Test func keepsEverythingWithoutPaths() {
        let bytes = Array(Self.source.utf8)
        var output: [UInt8] = []
        JSONProjection(paths: []).append(0..<bytes.count, of: bytes, to: &output)
        #expect(output == bytes)
        #expect(JSONProjection(paths: []).keepsEverything)
        #expect(!JSONProjection(paths: ["id"]).keepsEverything)
    }

    @Test(arguments: [
        (#"{"a":null,"b":"","c":[],"d":{},"e":0,"f":false,"g":" ","h":"x"}"#, #"{"e":0,"f":false,"g":" ","h":"x"}"#),
        (#"{"h":1,"a":null}"#, #"{"h":1}"#), (#"{"a":"","b":""}"#, "{}"), (#"{ "a" : null , "h" : 12 }"#, #"{"h":12}"#),
        (#"{"p":{"x":1,"q":""},"h":1}"#, #"{"h":1}"#), (#"{"h":1,"p":{"x":1},"g":2}"#, #"{"h":1,"g":2}"#),
        (#"{"p":{"q":{"x":""}},"h":[{"x":[]}]}"#, #"{"p":{"q":{"x":""}},"h":[{"x":[]}]}"#),
        (#"{"p":[],"a":10}"#, #"{"a":10}"#),
        (#"{"p":[{"x":1},{"q":2}]}"#, #"{"p":[{},{"q":2}]}"#),
        (#"{"h":{"k":null,"l":""}}"#, #"{"h":{"k":null,"l":""}}"#),
        (#"{"a":true,"b":"nul","c":1234}"#, #"{"a":true,"b":"nul","c":1234}"#),
    ])
    func leavesOutWhatHoldsNothing(source: String, expected: String) {
        let bytes = Array(source.utf8)
        var output: [UInt8] = []
        let paths = ["a", "b", "c", "d", "e", "f", "g", "h", "p.q"]
        JSONProjection(paths: paths, leavesOutEmpty: true).append(0..<bytes.count, of: bytes, to: &output)
        #expect(String(decoding: output, as: UTF8.self) == expected)
    }

    @Test(arguments: [
        ("12", "12"), ("\"s\"", "\"s\""), ("[{\"id\":1,\"x\":2},5,[{\"id\":3}]]", "[{\"id\":1},5,[{\"id\":3}]]"),
        ("[]", "[]"),
    ])
    func goesThroughArraysAndLeavesScalars(source: String, expected: String) {
        var output: [UInt8] = []
        JSONProjection(paths: ["id"]).append(0..<source.utf8.count, of: Array(source.utf8), to: &output)
        #expect(String(decoding: output, as: UTF8.self) == expected)
    }

    @Test func readsEscapedNames() {
        let source = Array(#"{"\u0069d":1,"i\u0064x":2,"x":3}"#.utf8)
        var output: [UInt8] = []
        JSONProjection(paths: ["id"]).append(0..<source.count, of: source, to: &output)
        #expect(String(decoding: output, as: UTF8.self) == #"{"\u0069d":1}"#)
    }

    /// A projection is right when it holds exactly the members that the paths reach, in source order.
    @Test(arguments: 0..<200)
    func agreesWithTheTree(seed: Int) throws {
        var generator = JSONGenerator(seed: UInt64(seed) &+ 5000)
        let value = try generator.value(depth: 5)
        var paths: [String] = []
        for _ in 0..<3 { paths.append(generator.pick(Self.paths(value)) ?? "id") }
        let bytes = value.bytes
        var output: [UInt8] = []
        JSONProjection(paths: paths).append(0..<bytes.count, of: bytes, to: &output)
        let wanted = Self.projected(
            value, paths.map { $0.split(separator: ".").map(String.init) }.filter { !$0.isEmpty })
        #expect(try JSONValue(parsing: output) == wanted)
    }

    private static func paths(_ value: JSONValue) -> [String] {
        switch value {
        case .object(let object):
            object.members.flatMap { member in [member.key] + paths(member.value).map { member.key + "." + $0 } }
        case .array(let elements): elements.flatMap(paths)
        default: []
        }
    }

    private static func projected(_ value: JSONValue, _ paths: [[String]]) -> JSONValue {
        if paths.contains([]) { return value }
        switch value {
        case .array(let elements): return .array(elements.map { projected($0, paths) })
        case .object(let object):
            var kept = JSONObject()
            for member in object.members {
                let below = paths.filter { $0.first == member.key }.map { Array($0.dropFirst()) }
                if !below.isEmpty { kept[member.key] = projected(member.value, below) }
            }
            return .object(kept)
        default: return value
        }
    }
}
