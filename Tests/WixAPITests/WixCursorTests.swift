import JSON
import Testing

@testable import WixAPI

@Suite struct WixCursorTests {
    static let site = WixSite(credential: .apiKey("k", siteID: "site-1", accountID: nil))
    static let other = WixSite(credential: .apiKey("k", siteID: "site-2", accountID: nil))

    @Test(arguments: [
        WixPagePosition.cursor("JWE.abc_-=/é\"\\"), .cursor(String(repeating: "x", count: 3000)), .offset(1),
        .offset(100),
    ])
    func comesBackAsItWas(_ position: WixPagePosition) throws {
        let cursor = WixCursor(position: position, arguments: ["filter": ["a": ["$gt": 1]], "sort": ["x"]])
        let text = cursor.text(tool: "t", site: Self.site)
        #expect(text.utf8.allSatisfy { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "/") })
        #expect(try WixCursor(text, tool: "t", site: Self.site) == cursor)
    }

    @Test func refusesOtherToolsAndSites() {
        let text = WixCursor(position: .offset(5)).text(tool: "t", site: Self.site)
        #expect(throws: WixCursorError.foreign) { try WixCursor(text, tool: "u", site: Self.site) }
        #expect(throws: WixCursorError.foreign) { try WixCursor(text, tool: "t", site: Self.other) }
    }

    @Test func refusesWhatIsNoCursor() {
        let scope = WixCursor(position: .offset(5)).text(tool: "t", site: Self.site)
        let hash = Base64URL.decode(scope).flatMap { try? JSONValue(parsing: $0) }?["s"]?.intValue ?? 0
        let texts = [
            "", "%%", "A", "eyJ9", Base64URL.encode(Array("[]".utf8)), Base64URL.encode(Array("{}".utf8)),
            String(repeating: "A", count: WixCursor.maximumTextBytes + 4),
        ]
        let bodies = ["", #","o":0"#, #","o":-1"#, #","c":"""#, #","c":1"#, #","c":"a","o":1"#]
        for text in texts + bodies.map({ Base64URL.encode(Array(#"{"s":\#(hash)\#($0)}"#.utf8)) }) {
            #expect(throws: WixCursorError.unreadable, "\(text)") { try WixCursor(text, tool: "t", site: Self.site) }
        }
    }

    @Test func mergesArguments() throws {
        let cursor = WixCursor(position: .offset(5), arguments: ["filter": ["a": 1], "sort": "x"])
        #expect(try cursor.merge(into: ["limit": 3]) == ["limit": 3, "filter": ["a": 1], "sort": "x"])
        #expect(try cursor.merge(into: ["filter": ["a": 1]]) == ["filter": ["a": 1], "sort": "x"])
        #expect(throws: WixCursorError.changed(argument: "filter")) { try cursor.merge(into: ["filter": ["a": 2]]) }
        #expect(WixCursorError.changed(argument: "filter").message.hasPrefix("filter differs"))
    }

    @Test(arguments: 0..<20) func base64URL(_ count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 250) }
        #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
    }

    @Test(arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("\u{FB}\u{FF}", "w7vDvw"),
    ])
    func base64URLVectors(_ text: String, _ encoded: String) {
        #expect(Base64URL.encode(Array(text.utf8)) == encoded)
    }

    @Test(arguments: ["Zh", "Zm9=", "A", "Zm 9", "Zm+v"]) func base64URLRefuses(_ text: String) {
        #expect(Base64URL.decode(text) == nil)
    }
}
