import HTTPCore
import Testing

@Suite struct HTTPRequestHeadTests {
    private func head(_ target: String) -> HTTPRequestHead { HTTPRequestHead("GET", target, []) }

    static let paths: [(target: String, path: String?)] = [
        ("/", "/"), ("/mcp/abc", "/mcp/abc"), ("/mcp?x=/y", "/mcp"), ("/a%20b", "/a b"), ("/%C3%A9", "/é"),
        ("/a+b", "/a+b"),
        ("/%2F%2e%2E", "//.."), ("/a%2", nil), ("/a%", nil), ("/%zz", nil), ("/%00", nil), ("/%FF", nil), ("/%C3", nil),
        ("http://h:80/a%20b?q", "/a b"), ("HTTPS://h", "/"), ("http://h?x", "/"), ("*", "*"), ("/a?b%", "/a"),
        ("//x/y", "//x/y"),
    ]

    @Test(arguments: paths)
    func decodesThePath(target: String, path: String?) { #expect(head(target).path == path) }

    static let queries: [(target: String, items: [[String]])] = [
        ("/", []), ("/?", []), ("/?a=1", [["a", "1"]]), ("/?a=1&b=2&a=3", [["a", "1"], ["b", "2"], ["a", "3"]]),
        ("/?a", [["a", ""]]), ("/?a=", [["a", ""]]), ("/?=b", [["", "b"]]), ("/?a=b=c", [["a", "b=c"]]),
        ("/?&&a=1&", [["a", "1"]]),
        ("/?x+y=a%20b+c", [["x y", "a b c"]]), ("/?u=%C3%A9", [["u", "é"]]),
        ("/?u=%zz&v=%FF", [["u", "%zz"], ["v", "%FF"]]),
        ("/?a=1?b=2", [["a", "1?b=2"]]), ("http://h/p?a=1", [["a", "1"]]), ("/?a=%26%3D", [["a", "&="]]),
    ]

    @Test(arguments: queries)
    func decodesTheQuery(target: String, items: [[String]]) {
        #expect(head(target).query.map { [$0.name, $0.value] } == items)
    }

    @Test(arguments: ["", "plain-._~", "a b/c?d&e=f%", "é😀", "\u{0}\r\n"])
    func encodesForOneSegment(text: String) {
        let encoded = PercentEncoding.encode(text)
        #expect(encoded.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"/?&=#+ ".utf8.contains($0) })
        #expect(head("/?q=" + encoded).query.first?.value == (text.contains("\u{0}") ? encoded : text))
    }
}
