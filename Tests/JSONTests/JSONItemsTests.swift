import JSON
import Testing

@Suite struct JSONItemsTests {
    static let page = Array(
        #"{"meta":{"n":3},"list":{"items":[ {"id":1,"x":"aaaa"} ,{"id":22,"x":"b"},{"id":3}]}}"#.utf8)

    @Test func copiesProjectedItems() {
        var output = Array("x".utf8)
        let counts = JSONBytes.appendItems(
            at: ["list", "items"], of: Self.page, projection: JSONProjection(paths: ["id"]), to: &output)
        #expect(counts == JSONItemCounts(kept: 3, leftOut: 0))
        #expect(String(decoding: output, as: UTF8.self) == #"x[{"id":1},{"id":22},{"id":3}]"#)
    }

    static let limits: [(maximum: Int, kept: Int, text: String)] = [
        (29, 3, #"[{"id":1},{"id":22},{"id":3}]"#), (28, 2, #"[{"id":1},{"id":22}]"#),
        (20, 2, #"[{"id":1},{"id":22}]"#),
        (19, 1, #"[{"id":1}]"#), (10, 1, #"[{"id":1}]"#), (9, 0, "[]"), (2, 0, "[]"), (0, 0, "[]"),
    ]

    @Test(arguments: limits)
    func leavesOutWhatDoesNotFit(maximum: Int, kept: Int, text: String) {
        var output: [UInt8] = []
        let counts = JSONBytes.appendItems(
            at: ["list", "items"], of: Self.page, projection: JSONProjection(paths: ["id"]), maximumBytes: maximum,
            to: &output)
        #expect(counts == JSONItemCounts(kept: kept, leftOut: 3 - kept))
        #expect(String(decoding: output, as: UTF8.self) == text)
    }

    @Test func keepsAPrefixEvenWhenALaterItemWouldFit() {
        let page = Array(#"[{"id":1},{"id":"a long one"},{"id":2}]"#.utf8)
        var output: [UInt8] = []
        let counts = JSONBytes.appendItems(
            at: [], of: page, projection: JSONProjection(paths: []), maximumBytes: 22, to: &output)
        #expect(counts == JSONItemCounts(kept: 1, leftOut: 2))
        #expect(String(decoding: output, as: UTF8.self) == #"[{"id":1}]"#)
    }

    @Test(arguments: [["list"], ["nothing"], ["meta", "n"]])
    func saysWhenThereIsNoArray(path: [String]) {
        var output: [UInt8] = [1]
        #expect(
            JSONBytes.appendItems(at: path, of: Self.page, projection: JSONProjection(paths: []), to: &output) == nil)
        #expect(output == [1])
    }

    @Test func copiesFromARange() throws {
        let range = try #require(JSONBytes.range(of: ["list", "items"], in: Self.page))
        var output: [UInt8] = []
        let counts = JSONBytes.appendItems(
            of: range, of: Self.page, projection: JSONProjection(paths: ["x"]), to: &output)
        #expect(counts?.kept == 3)
        #expect(String(decoding: output, as: UTF8.self) == #"[{"x":"aaaa"},{"x":"b"},{}]"#)
    }
}
