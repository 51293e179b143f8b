import Foundation
import JSON
import Testing

@testable import WixCatalogue

/// The definition of each tool as a file, so that a change of what models see is seen in review.
///
/// `UPDATE_SNAPSHOTS=1 swift test` rewrites the files.
@Suite struct SnapshotTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Snapshots")
    private static let isUpdating = ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1"

    @Test(arguments: RecordRuleTests.tools.map(\.name))
    func definitionIsAsRecorded(name: String) throws {
        let tool = try #require(RecordRuleTests.catalogue?[name])
        let text = Self.pretty(try JSONValue(parsing: tool.definition), indent: "") + "\n"
        let file = Self.folder.appending(path: "\(name).json")
        if Self.isUpdating {
            try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
            return
        }
        let recorded = try? String(contentsOf: file, encoding: .utf8)
        #expect(recorded != nil, "no snapshot: run UPDATE_SNAPSHOTS=1 swift test and look at the new file")
        #expect(
            recorded == text, "the definition changed: run UPDATE_SNAPSHOTS=1 swift test and look at the difference")
    }

    @Test func noSnapshotIsLeftOver() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path())
        let names = files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }
        #expect(Set(names) == Set(RecordRuleTests.tools.map(\.name)))
    }

    private static func pretty(_ value: JSONValue, indent: String) -> String {
        let inner = indent + "  "
        switch value {
        case .object(let object) where !object.isEmpty:
            let members = object.members.map {
                "\(inner)\(JSONValue.string($0.key).text): \(pretty($0.value, indent: inner))"
            }
            return "{\n" + members.joined(separator: ",\n") + "\n\(indent)}"
        case .array(let elements) where elements.contains { $0.objectValue != nil }:
            return "[\n" + elements.map { inner + pretty($0, indent: inner) }.joined(separator: ",\n") + "\n\(indent)]"
        default: return value.text
        }
    }
}
