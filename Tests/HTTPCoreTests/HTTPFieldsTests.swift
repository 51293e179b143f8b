import Testing

@testable import HTTPCore

@Suite struct HTTPFieldsTests {
    @Test func findsWithoutCase() {
        let fields = HTTPFields([("Content-Type", "a/b"), ("X", "1"), ("x", "2"), ("Empty", "")])
        #expect(fields["content-type"] == "a/b")
        #expect(fields["CONTENT-TYPE"] == "a/b")
        #expect(fields["content-typ"] == nil)
        #expect(fields["content-typee"] == nil)
        #expect(fields["empty"] == "")
        #expect(fields["x"] == "1")
        #expect(fields.values("X") == ["1", "2"])
        #expect(fields.count(of: "x") == 2)
        #expect(fields.contains("x") && !fields.contains("y"))
        #expect(fields.fields.map(\.name) == ["content-type", "x", "x", "empty"])
        #expect(fields.bytes("x").map(Array.init) == [UInt8(ascii: "1")])
        #expect(fields.count == 4 && !fields.isEmpty && HTTPFields().isEmpty)
    }

    @Test(arguments: HTTPFieldName.allCases)
    func findsKnownNamesAlsoAfterChanges(name: HTTPFieldName) {
        var fields = HTTPFields([("x", "1"), (name.text.uppercased(), "2"), (name.text + "s", "3")])
        #expect(fields[name] == "2" && fields[name.text] == "2" && fields.contains(name))
        #expect(!fields.isRepeated(name))
        for other in HTTPFieldName.allCases where other != name { #expect(!fields.contains(other)) }
        fields.append(name.text, "4")
        #expect(fields[name] == "2" && fields.isRepeated(name))
        fields.remove("x")
        #expect(fields.bytes(name).map(Array.init) == [UInt8(ascii: "2")] && fields.isRepeated(name))
        fields.set(name.text, "5")
        #expect(fields[name] == "5" && !fields.isRepeated(name))
        fields.remove(name.text)
        #expect(fields[name] == nil && !fields.contains(name))
    }

    @Test func setsAndRemoves() {
        var fields = HTTPFields([("a", "1"), ("b", "2"), ("A", "3")])
        fields.set("A", "4")
        #expect(fields == HTTPFields([("b", "2"), ("a", "4")]))
        fields.remove("B")
        fields.remove("zzz")
        #expect(fields == HTTPFields([("a", "4")]))
        #expect(fields != HTTPFields([("a", "5")]))
        #expect(fields != HTTPFields())
    }

    @Test func findsListTokens() {
        let fields = HTTPFields([("Connection", "Keep-Alive, Upgrade"), ("connection", " close "), ("other", "x")])
        for token in ["keep-alive", "upgrade", "CLOSE"] { #expect(fields.hasToken(token, in: "connection")) }
        for token in ["x", "keep", "keep-alive, upgrade", ""] { #expect(!fields.hasToken(token, in: "connection")) }
    }

    @Test func handsOverBytes() {
        var lines: [String] = []
        HTTPFields([("A-B", "c"), ("d", "é")]).forEachBytes { name, value in
            lines.append(String(decoding: name, as: UTF8.self) + "=" + String(decoding: value, as: UTF8.self))
        }
        #expect(lines == ["a-b=c", "d=é"])
    }
}
