import Testing

@testable import WixAPI

@Suite struct WixPathTests {
    @Test(
        arguments: [
            ("/a/{id}", ["id": "9f-A_1.~"], "/a/9f-A_1.~"),
            ("/a/{product.id}/b/{x}", ["product.id": "1", "x": "2"], "/a/1/b/2"),
            ("/a/{id}", ["id": "a b?c#d%2F&=é"], "/a/a%20b%3Fc%23d%252F%26%3D%C3%A9"),
            ("/a/{id}", ["id": "..."], "/a/..."), ("/a/{id}", ["id": ".a"], "/a/.a"),
            ("/a", [:], "/a"), ("/{a}{b}", ["a": "{b}", "b": "c"], "/%7Bb%7Dc"),
            ("/a/{id}", ["id": String(repeating: "x", count: 512)], "/a/" + String(repeating: "x", count: 512)),
        ] as [(String, [String: String], String)])
    func fills(_ template: String, _ values: [String: String], _ expected: String) throws {
        #expect(try WixPath(template: template, values).text == expected)
    }

    @Test(arguments: [
        "", ".", "..", "a/b", "/", "..\\b", "a\u{0}b", "a\nb", "\u{7F}", String(repeating: "x", count: 513),
    ])
    func refusesWhatIsNoID(_ value: String) {
        #expect(throws: WixPathError.unusable(name: "id", value: value)) {
            try WixPath(template: "/a/{id}", ["id": value])
        }
    }

    @Test func refusesAMissingValue() {
        #expect(throws: WixPathError.missing(name: "id")) { try WixPath(template: "/a/{id}", ["other": "1"]) }
        #expect(WixPathError.missing(name: "id").message == "id is missing.")
        #expect(WixPathError.unusable(name: "id", value: "a/b").message.contains("\"a/b\""))
    }
}
