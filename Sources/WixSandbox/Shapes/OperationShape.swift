import HTTPCore
import JSON

/// An operation without a route of its own: what a request to it looks like, an example of the answer and, where the
/// sandbox keeps the entities, what it does to them.
///
/// Written from Wix's documentation (`Sources/CSandboxShapes/shapes`), so that a wrong request is refused as Wix would.
struct OperationShape: Sendable {
    let method: String
    /// The documented path; `{name}` stands for one segment.
    let path: String
    let query: [String]
    /// Of the body; nil where the operation takes none.
    let body: JSONSchema?
    let answer: JSONValue
    /// The answer is a 302 without JSON that goes to its `location`.
    let isRedirect: Bool
    let catalog: SandboxOptions.CatalogVersion?
    /// Nil where either kind of credential is taken: the documents do not always say.
    let access: Route.Access?
    /// Nil where the example is all there is.
    let rule: RecordRule?
    /// The members of the sent entity that the schema declares.
    let settable: Set<String>

    init(_ value: JSONValue, tables: [String: RecordTable] = [:]) throws(ShapeError) {
        let request = value["request"]?.stringValue ?? ""
        let words = request.split(separator: " ")
        guard words.count == 2, words[1].hasPrefix("/") else {
            throw ShapeError(place: request, message: "request must be a verb and a path")
        }
        let known: Set = ["request", "query", "body", "answer", "catalog", "access", "redirect", "state"]
        for key in value.objectValue?.keys ?? [] where !known.contains(key) {
            throw ShapeError(place: request, message: "\(key) is not a known member")
        }
        method = String(words[0])
        path = String(words[1])
        query = value["query"]?.arrayValue?.compactMap(\.stringValue) ?? []
        answer = value["answer"] ?? [:]
        isRedirect = value["redirect"]?.boolValue ?? false
        do throws(JSONSchema.CompileError) {
            body = try value["body"].flatMap { value throws(JSONSchema.CompileError) in
                value.isNull ? nil : try JSONSchema(value)
            }
        } catch {
            throw ShapeError(place: request, message: "body: \(error)")
        }
        catalog = try Self.catalog(value["catalog"]?.stringValue, path, request)
        access = try Self.access(value["access"]?.stringValue, request)
        if let state = value["state"] {
            rule = try RecordRule(
                state, tables: tables, path: path, answer: answer, body: value["body"], at: request)
        } else {
            rule = nil
        }
        settable = rule.map { Self.settable(value["body"], $0) } ?? []
    }

    /// Products and stock are two APIs, and the path says which (stores reference 0.3). Categories are of the newer one
    /// though their path says v1 (1.4).
    private static func catalog(
        _ name: String?, _ path: String, _ request: String
    ) throws(ShapeError) -> SandboxOptions.CatalogVersion? {
        if let name {
            if name == "both" { return nil }
            guard let catalog = SandboxOptions.CatalogVersion(rawValue: name) else {
                throw ShapeError(place: request, message: "catalog must be v1, v3 or both")
            }
            return catalog
        }
        if path.hasPrefix("/stores/v3/") || path.hasPrefix("/categories/v1/") { return .v3 }
        let old = ["/stores/v1/", "/stores-reader/", "/stores/v2/inventoryItems"]
        return old.contains { path.hasPrefix($0) } ? .v1 : nil
    }

    private static func settable(_ schema: JSONValue?, _ rule: RecordRule) -> Set<String> {
        var schema = schema
        for name in rule.sent.split(separator: ".") { schema = schema?["properties"]?[String(name)] }
        if let items = schema?["items"] { schema = items }
        if let each = rule.each, let inner = schema?["properties"]?[each] { schema = inner }
        return Set(schema?["properties"]?.objectValue?.keys ?? [])
    }

    private static func access(_ name: String?, _ request: String) throws(ShapeError) -> Route.Access? {
        switch name {
        case nil: return nil
        case "site": return .site
        case "account": return .account
        case "accountAndSite": return .accountAndSite
        case "open": return .open
        case "none": return Route.Access.none
        default:
            throw ShapeError(place: request, message: "access must be site, account, accountAndSite, open or none")
        }
    }
}

/// A malformed shape: a build defect, found by the tests.
struct ShapeError: Error, Equatable, CustomStringConvertible {
    let place: String
    let message: String
    var description: String { "\(place): \(message)" }
}
