import Foundation
import Testing

@testable import WixCatalogue

/// `docs/tools.md` is the catalogue; `UPDATE_SNAPSHOTS=1 swift test` rewrites it.
@Suite struct DocumentTests {
    private static let file = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/tools.md")

    @Test func theDocumentIsFresh() throws {
        let text = CatalogueDocument.markdown(of: try Catalogue.load())
        if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" {
            try Data(text.utf8).write(to: Self.file)
            return
        }
        let recorded = try? String(contentsOf: Self.file, encoding: .utf8)
        #expect(recorded == text, "run UPDATE_SNAPSHOTS=1 swift test")
    }

    @Test func theReadmeCountsTheTools() throws {
        let folder = Self.file.deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)
        #expect(text.contains("**\(try Catalogue.load().tools.count) typed tools "))
    }

    @Test func everyToolHasARow() throws {
        let catalogue = try Catalogue.load()
        let text = CatalogueDocument.markdown(of: catalogue)
        for tool in catalogue.tools { #expect(text.contains("| `\(tool.name)`<br>"), "\(tool.name)") }
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") }
        #expect(rows.count == catalogue.tools.count)
        // A bar inside a cell would make another one.
        for row in rows { #expect(row.replacing("\\|", with: "").count { $0 == "|" } == 4, "\(row)") }
    }
}
