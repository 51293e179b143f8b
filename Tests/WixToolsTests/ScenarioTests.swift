import Foundation
import JSON
import Testing
import WixCatalogue

@testable import WixSandbox

/// The life of the entities that an operator handles every day, step by step through the tools, as data in
/// `Scenarios`: made, found, changed, refused, acted on, gone.
@Suite struct ScenarioTests {
    static let scenarios: [Scenario] = (try? Scenario.all()) ?? []

    @Test(arguments: scenarios) func runs(_ scenario: Scenario) async throws {
        let bench = try ToolBench()
        var saved: [String: JSONValue] = [:]
        for (index, step) in scenario.steps.enumerated() {
            let place = "\(scenario.testDescription), step \(index + 1), \(step.tool)"
            let arguments = step.arguments.filled(from: saved)
            guard step.fails == nil else {
                let failure = try await bench.failure(step.tool, arguments.text)
                let error = failure["error"] ?? [:]
                #expect(error["status"] == step.fails || error["code"] == step.fails, "\(place): \(failure.text)")
                continue
            }
            let answer = try await bench.answer(step.tool, arguments.text)
            for member in step.expect.members {
                let wanted = member.value.filled(from: saved)
                let found = answer.element(at: member.key) ?? .null
                #expect(found == wanted, "\(place): \(member.key) is \(found.text) in \(answer.text.prefix(900))")
            }
            let rows = answer["result"]?.arrayValue ?? []
            for (row, isThere) in [(step.finds, true), (step.lacks, false)] {
                guard let row = row?.filled(from: saved).objectValue else { continue }
                let found = rows.contains { $0.has(row) }
                #expect(found == isThere, "\(place): \(JSONValue.object(row).text) in \(answer.text.prefix(1200))")
            }
            for member in step.save.members {
                let path = member.value.stringValue ?? ""
                let value: JSONValue = try #require(
                    answer.element(at: path), "\(place): no \(path) in \(answer.text.prefix(1200))")
                saved[member.key] = value
            }
        }
    }

    @Test func theFilesCanBeRead() throws { #expect(try Scenario.all().count > 30) }

    // MARK: The everyday operations

    /// Each is served from state.
    @Test func everydayOperationsMeetState() throws {
        let catalogue = try TestCatalogue.shared.get()
        let everyday = try Everyday.load()
        #expect(Set(everyday).count == everyday.count, "a tool is there twice")
        #expect(everyday.count >= 150)
        for name in everyday {
            let tool = try #require(catalogue[name], "no tool \(name)")
            let path = tool.plan.request.path.split(separator: "/").map { $0.contains("{") ? "1" : $0 }
            let found = Sandbox.router.route(tool.plan.request.verb.rawValue, "/" + path.joined(separator: "/"))
            let route = try #require(found?.route, "\(name) meets no method")
            #expect(!route.isExample, "\(name) meets an example")
        }
    }

    /// Each that changes something does so in a scenario.
    @Test func everydayWritesHaveAScenario() throws {
        let catalogue = try TestCatalogue.shared.get()
        let used = Set(Self.scenarios.flatMap(\.steps).filter { $0.fails == nil }.map(\.tool))
        for name in try Everyday.load() where catalogue[name]?.effect != .read {
            #expect(used.contains(name), "\(name) is in no scenario")
        }
    }
}

/// The list of the everyday operations.
enum Everyday {
    static func load() throws -> [String] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "WixCatalogueTests/Operations/everyday.json")
        let areas = try JSONValue(parsing: String(contentsOf: file, encoding: .utf8)).objectValue?.members ?? []
        return areas.flatMap { $0.value.arrayValue?.compactMap(\.stringValue) ?? [] }
    }
}

/// Steps on one fresh site.
struct Scenario: Sendable, CustomTestStringConvertible {
    struct Step: Sendable {
        let tool: String
        /// Texts `{name}` stand for what an earlier step saved.
        let arguments: JSONValue
        /// Paths of the answer with their values; `null` for what must not be there.
        let expect: JSONObject
        /// Members that a row of the list has, or that none has.
        let finds: JSONValue?
        let lacks: JSONValue?
        /// Names for values of the answer, by path.
        let save: JSONObject
        /// The status or code of the error of a call that must fail.
        let fails: JSONValue?
    }
    let testDescription: String
    let steps: [Step]

    static func all() throws -> [Scenario] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Scenarios")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path()).filter { $0.hasSuffix(".json") }
        return try files.sorted().flatMap { file in
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            return (try JSONValue(parsing: text).objectValue?.members ?? []).map { member in
                Scenario(
                    testDescription: "\(file.dropLast(5)): \(member.key)",
                    steps: (member.value.arrayValue ?? []).map(step))
            }
        }
    }

    private static func step(_ value: JSONValue) -> Step {
        Step(
            tool: value["tool"]?.stringValue ?? "", arguments: value["arguments"] ?? [:],
            expect: value["expect"]?.objectValue ?? JSONObject(), finds: value["finds"], lacks: value["lacks"],
            save: value["save"]?.objectValue ?? JSONObject(), fails: value["fails"])
    }
}

extension JSONValue {
    /// The value with what was saved in the place of its marks.
    fileprivate func filled(from saved: [String: JSONValue]) -> JSONValue {
        switch self {
        case .string(let text):
            guard text.hasPrefix("{"), text.hasSuffix("}") else { return self }
            return saved[String(text.dropFirst().dropLast())] ?? self
        case .array(let elements): return .array(elements.map { $0.filled(from: saved) })
        case .object(let object):
            var filled = JSONObject()
            for member in object.members { filled[member.key] = member.value.filled(from: saved) }
            return .object(filled)
        case .null, .bool, .number: return self
        }
    }

    /// The value at a dotted path, where numbers index lists.
    fileprivate func element(at path: String) -> JSONValue? {
        var found: JSONValue? = self
        for part in path.split(separator: ".") {
            if let index = Int(part), let elements = found?.arrayValue {
                found = elements.indices.contains(index) ? elements[index] : nil
            } else {
                found = found?[String(part)]
            }
        }
        return found
    }

    fileprivate func has(_ members: JSONObject) -> Bool {
        members.members.allSatisfy { element(at: $0.key) == $0.value }
    }
}
