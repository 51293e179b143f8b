import Foundation
import Testing

/// What is no tool stands in `docs/rough-edges.md` with its reason; `UPDATE_SNAPSHOTS=1 swift test` rewrites that part.
@Suite struct LeftOutTests {
    private static let file = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/rough-edges.md")
    private static let heading = "## Operations of Wix that are no tool\n"

    private static var list: String {
        let lines = OperationListTests.rows.compactMap { row in
            row.leftOut.map { "- `\(row.tool)` (\(row.request)): \($0)\n" }
        }
        return """

            Kept with all others in `Tests/WixCatalogueTests/Operations`, where a test compares them with the catalogue.


            """ + lines.joined()
    }

    @Test func theDocumentSaysWhatIsLeftOut() throws {
        let text = try String(contentsOf: Self.file, encoding: .utf8)
        let heading = try #require(text.range(of: Self.heading), "the heading has another name")
        let wanted = text[..<heading.upperBound] + Self.list
        if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" {
            try Data(wanted.utf8).write(to: Self.file)
            return
        }
        #expect(text == wanted, "run UPDATE_SNAPSHOTS=1 swift test")
    }
}
