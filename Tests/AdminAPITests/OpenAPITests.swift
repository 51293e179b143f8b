import HTTPCore
import JSON
import Testing

@testable import AdminAPI

/// The document and the route table say the same.
@Suite struct OpenAPITests {
    private let document: JSONValue

    init() throws { document = try JSONValue(parsing: AdminAsset.openAPI.bytes) }

    private func members(_ path: String) -> [JSONObject.Member] { document.value(at: path)?.objectValue?.members ?? [] }

    @Test func everyRouteIsDescribedAndNoOther() {
        var described: [String: String] = [:]
        for path in members("paths") {
            for method in path.value.objectValue?.members ?? [] {
                described["\(method.key.uppercased()) \(path.key)"] = method.value["operationId"]?.stringValue
            }
        }
        var served: [String: String] = [:]
        for route in AdminRoute.table {
            for (method, operation) in route.operations { served["\(method) \(route.path)"] = operation.rawValue }
        }
        #expect(described == served)
        #expect(Set(served.values) == Set(AdminOperation.allCases.map(\.rawValue)))
    }

    private var operations: [(operation: AdminOperation, value: JSONValue)] {
        members("paths").flatMap { $0.value.objectValue?.members ?? [] }.compactMap { member in
            member.value["operationId"]?.stringValue.flatMap(AdminOperation.init).map { ($0, member.value) }
        }
    }

    @Test func whatNeedsATokenAndABodySaysSo() {
        #expect(operations.count == AdminOperation.allCases.count)
        for (operation, value) in operations {
            #expect((value["security"] != nil) == operation.isOpen, "\(operation)")
            #expect((value["requestBody"] != nil) == operation.takesBody, "\(operation)")
            let statuses = Set(value["responses"]?.objectValue?.keys ?? [])
            if !operation.isOpen { #expect(statuses.isSuperset(of: ["400", "401", "405", "429"]), "\(operation)") }
            if operation.takesBody { #expect(statuses.isSuperset(of: ["400", "413", "415"]), "\(operation)") }
        }
    }

    @Test func everyReferenceLeadsSomewhere() {
        var references: Set<String> = []
        func collect(_ value: JSONValue) {
            for element in value.arrayValue ?? [] { collect(element) }
            for member in value.objectValue?.members ?? [] {
                if member.key == "$ref", let text = member.value.stringValue { references.insert(text) }
                collect(member.value)
            }
        }
        collect(document)
        #expect(references.count > 40)
        for reference in references {
            let path = reference.dropFirst(2).split(separator: "/").joined(separator: ".")
            #expect(document.value(at: path) != nil, "\(reference)")
        }
        for kind in ["schemas", "responses", "parameters"] {
            for member in members("components.\(kind)") {
                #expect(references.contains("#/components/\(kind)/\(member.key)"), "\(member.key) is not used")
            }
        }
    }

    @Test func theFileOfEachAssetIsThere() {
        #expect(AdminAsset.consoleFiles["console.js"] != nil)
        #expect(AdminAsset.consoleFiles["console.css"] != nil)
        #expect(!AdminAsset.console.bytes.isEmpty)
    }
}
