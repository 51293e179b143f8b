import JSON
import Testing

@testable import Ricos

@Suite struct RicosLimitsTests {
    @Test func bytes() throws {
        let limit = RicosLimits().markdownBytes
        let text = String(repeating: "word ", count: limit / 5)
        var limits = RicosLimits()
        limits.documentBytes = .max
        _ = try RicosDocument(markdown: text, limits: limits)
        #expect(
            throws: RicosError(
                message: "The Markdown is 400001 bytes long; at most 400000 are taken. Split it into several posts.")
        ) {
            try RicosDocument(markdown: text + "x", limits: limits)
        }
    }

    @Test func depth() throws {
        let levels = { (count: Int) in
            (0..<count).map { String(repeating: "  ", count: $0) + "- a" }.joined(separator: "\n")
        }
        let deep = try RicosDocument(markdown: levels(16))
        // The document goes two objects deep into a request and must stay within what a JSON parser takes.
        _ = try JSONValue(parsing: JSONValue.object(["draftPost": ["richContent": deep.json]]).bytes, maximumDepth: 100)
        #expect(
            throws: RicosError(
                message: "Line 17 of the Markdown nests lists or quotes more than 16 levels deep. Use fewer levels.")
        ) {
            try RicosDocument(markdown: levels(17))
        }
        _ = try RicosDocument(markdown: String(repeating: ">", count: 16) + "a")
        #expect(throws: RicosError.self) { try RicosDocument(markdown: String(repeating: ">", count: 17) + "a") }
        #expect(throws: RicosError.self) { try RicosDocument(markdown: String(repeating: "* ", count: 190_000) + "a") }
    }

    @Test func nodes() throws {
        var limits = RicosLimits()
        limits.nodes = 7
        // The document, then two nodes for each paragraph.
        _ = try RicosDocument(markdown: "a\n\nb\n\nc", limits: limits)
        #expect(throws: RicosError(message: "The Markdown has more than 7 elements. Split it into several posts.")) {
            try RicosDocument(markdown: "a\n\nb\n\nc\n\nd", limits: limits)
        }
    }

    @Test func documentSize() throws {
        var limits = RicosLimits()
        let size = try RicosDocument(markdown: "a").json.bytes.count
        limits.documentBytes = size
        _ = try RicosDocument(markdown: "a", limits: limits)
        limits.documentBytes = size - 1
        #expect {
            try RicosDocument(markdown: "a", limits: limits)
        } throws: {
            ($0 as? RicosError)?.message.hasPrefix("The text makes a rich-content document of \(size) bytes; Wix takes")
                == true
        }
    }

    struct Hostile: Sendable, CustomTestStringConvertible {
        let name: String
        let allowed: String
        let refused: String
        let says: String
        var testDescription: String { name }
    }

    /// Texts on which the parser would take seconds: each is refused one past its bound and taken at it.
    @Test(arguments: [
        Hostile(
            name: "pictures", allowed: String(repeating: "![[]()", count: 2_000),
            refused: String(repeating: "![[]()", count: 2_001), says: "more than 2000 pictures"),
        Hostile(
            name: "link ends", allowed: "www.a.example" + String(repeating: ").", count: 500),
            refused: "www.a.example" + String(repeating: ").", count: 501), says: "in a row"),
        Hostile(
            name: "paragraph", allowed: String(repeating: "a\n", count: 10_000),
            refused: String(repeating: "a\n", count: 10_001), says: "10000 lines without a blank one"),
        Hostile(
            name: "carriage returns", allowed: String(repeating: "a\r", count: 10_000),
            refused: String(repeating: "a\r", count: 10_001), says: "10000 lines without a blank one"),
        Hostile(
            name: "table",
            allowed: String(repeating: "|a", count: 999) + "\n" + String(repeating: "|-", count: 999) + "\n"
                + String(repeating: "a\n", count: 19),
            refused: String(repeating: "|a", count: 999) + "\n" + String(repeating: "|-", count: 999) + "\n"
                + String(repeating: "a\n", count: 20), says: "tables with more than 20000 cells"),
    ]) func hostile(_ text: Hostile) throws {
        var limits = RicosLimits()
        limits.nodes = .max
        limits.documentBytes = .max
        _ = try RicosDocument(markdown: text.allowed, limits: limits)
        #expect {
            try RicosDocument(markdown: text.refused, limits: limits)
        } throws: {
            ($0 as? RicosError)?.message.contains(text.says) == true
        }
    }

    /// The parser keeps process-wide state; many at once must still see their own strikethrough.
    @Test func manyAtOnce() async throws {
        try await withThrowingTaskGroup(of: String.self) { group in
            for index in 0..<200 {
                group.addTask {
                    Outline.of(try await RicosDocument.converting(markdown: "~~\(index)~~ www.x.example").json)
                }
            }
            for try await outline in group {
                #expect(outline.hasPrefix("P([s]") && outline.hasSuffix("| |<http://www.x.example>www.x.example)"))
            }
        }
    }
}
