import Foundation
import JSON
import Testing

@testable import WixCatalogue

/// The catalogue against the lists of Wix's operations in `Operations`, which are written from the documentation.
@Suite struct OperationListTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let file: String
        let tool: String
        let request: String
        let mark: String
        let isV1: Bool
        let leftOut: String?
        var testDescription: String { "\(tool) \(request)" }
    }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Operations")
    static let rows: [Row] = (try? load()) ?? []

    private static func load() throws -> [Row] {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path())
            .filter { $0.hasSuffix(".json") && $0 != "everyday.json" }
        return try files.sorted().flatMap { file in
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            let entries = try #require(try JSONValue(parsing: text).arrayValue, "\(file) holds an array")
            return entries.map { row($0, file: file) }
        }
    }

    private static func row(_ entry: JSONValue, file: String) -> Row {
        Row(
            file: file, tool: entry["tool"]?.stringValue ?? "", request: entry["request"]?.stringValue ?? "",
            mark: entry["mark"]?.stringValue ?? "", isV1: entry["catalogue"] == "v1",
            leftOut: entry["left_out"]?.stringValue)
    }

    /// `POST /a/{x}/b` and `POST /a/{y.z}/b` are one operation.
    static func shape(_ request: String) -> String {
        request.split(separator: "/", omittingEmptySubsequences: false)
            .map {
                $0.contains("{") ? ($0.hasPrefix("{") && $0.hasSuffix("}") ? "{}" : "\($0.prefix { $0 != "{" }){}") : $0
            }
            .joined(separator: "/")
    }

    private static func shape(_ plan: ToolPlan) -> String {
        shape("\(plan.request.verb.rawValue) \(plan.request.path)")
    }

    @Test func theListsCanBeRead() throws { _ = try Self.load() }

    @Test func rowsAreComplete() {
        for row in Self.rows {
            #expect(!row.tool.isEmpty && ["D", "C", "?"].contains(row.mark), "\(row.file): \(row.testDescription)")
            let words = row.request.split(separator: " ")
            #expect(words.count == 2 && words.last?.hasPrefix("/") == true, "\(row.file): \(row.testDescription)")
            if let reason = row.leftOut { #expect((10...200).contains(reason.count), "\(row.tool)") }
        }
        // Two documents may name one operation.
        let keys = Self.rows.map { "\($0.file) \($0.tool) \(Self.shape($0.request))" }
        #expect(Set(keys).count == keys.count, "\(Dictionary(grouping: keys, by: { $0 }).filter { $1.count > 1 }.keys)")
    }

    /// Every documented operation is a tool, or the row says why not.
    @Test(arguments: rows)
    func documentedOperationsAreTools(row: Row) throws {
        let tool = RecordRuleTests.catalogue?[row.tool]
        let plan = row.isV1 ? tool?.v1 : tool?.plan
        let isServed = plan.map(Self.shape) == Self.shape(row.request)
        if row.leftOut != nil {
            #expect(!isServed, "left out and there")
            return
        }
        switch row.mark {
        case "D": #expect(isServed, "no record has this verb and path: \(plan.map(Self.shape) ?? "no tool")")
        case "C": if isServed { #expect(tool?.isExperimental == true, "seen in clients only: experimental") }
        default: #expect(!isServed, "a guess must not be shipped")
        }
    }

    /// Nothing is asked of Wix that the documents do not name.
    @Test(arguments: RecordRuleTests.tools.map(\.name))
    func everyRequestIsListed(name: String) throws {
        guard !Self.rows.isEmpty else { return }
        let tool = try #require(RecordRuleTests.catalogue?[name])
        let known = Set(Self.rows.filter { $0.mark != "?" && $0.leftOut == nil }.map { Self.shape($0.request) })
        for plan in [tool.plan, tool.v1].compactMap({ $0 }) {
            #expect(known.contains(Self.shape(plan)), "\(Self.shape(plan))")
        }
    }
}
