import HTTPCore
import JSON
import Synchronization
import Testing

@testable import WixSandbox

/// A sandbox with a clock that tests turn by hand, called without a socket.
final class SandboxClient: Sendable {
    /// A Tuesday morning in New York.
    static let start = Timestamp(milliseconds: 1_795_532_400_000)
    static let v3 = SandboxState.seeded(options: options(.v3), now: start)
    static let v1 = SandboxState.seeded(options: options(.v1), now: start)

    private static func options(_ catalog: SandboxOptions.CatalogVersion) -> SandboxOptions {
        var options = SandboxOptions()
        options.requestsPerMinute = 0
        options.catalog = catalog
        return options
    }

    private final class Clock: Sendable {
        let now = Mutex(SandboxClient.start)
    }

    struct Answer {
        let status: Int
        let fields: HTTPFields
        let bytes: [UInt8]
        /// Null where the body is no JSON.
        let json: JSONValue

        subscript(path: String) -> JSONValue? { json.value(at: path) }
        var code: String? { json.value(at: "details.applicationError.code")?.stringValue }
        var message: String { json["message"]?.stringValue ?? "" }
        /// The field of the first violation.
        var field: String? {
            json.value(at: "details.validationError.fieldViolations")?.arrayValue?.first?["field"]?.stringValue
        }
        func array(_ path: String) -> [JSONValue] { json.value(at: path)?.arrayValue ?? [] }
    }

    static let siteFields = [("authorization", Sandbox.apiKey), ("wix-site-id", Sandbox.siteID)]
    let sandbox: Sandbox
    private let clock = Clock()

    init(_ state: SandboxState = SandboxClient.v3) {
        let clock = clock
        sandbox = Sandbox(state: state) { clock.now.withLock { $0 } }
    }

    /// Lets time pass.
    func wait(_ milliseconds: Int64) { clock.now.withLock { $0 = $0.adding(milliseconds) } }

    func call(
        _ method: String, _ target: String, _ body: JSONValue? = nil,
        fields: [(String, String)] = SandboxClient.siteFields
    ) -> Answer {
        send(method, target, body?.bytes ?? [], fields: fields)
    }

    /// Through other routes than the sandbox's own.
    func call(
        _ method: String, _ target: String, _ body: JSONValue?, fields: [(String, String)], router: Router
    ) -> Answer {
        var all = HTTPFields(fields)
        if body != nil { all.append("content-type", "application/json") }
        let head = HTTPRequestHead(method: method, target: target, minorVersion: 1, fields: all)
        return answer(sandbox.respond(to: head, body: body?.bytes ?? [], router: router))
    }

    func send(
        _ method: String, _ target: String, _ body: [UInt8],
        fields: [(String, String)] = SandboxClient.siteFields
    ) -> Answer {
        var all = HTTPFields(fields)
        if !body.isEmpty, all["content-type"] == nil { all.append("content-type", "application/json") }
        let response = sandbox.respond(method: method, target: target, fields: all, body: body)
        return answer(response)
    }

    private func answer(_ response: HTTPResponse) -> Answer {
        Answer(
            status: response.status, fields: response.fields, bytes: response.body,
            json: (try? JSONValue(parsing: response.body)) ?? .null)
    }

    func get(_ target: String) -> Answer { call("GET", target) }
    func post(_ target: String, _ body: JSONValue = [:]) -> Answer { call("POST", target, body) }
    func patch(_ target: String, _ body: JSONValue) -> Answer { call("PATCH", target, body) }
    func delete(_ target: String) -> Answer { call("DELETE", target) }
}

extension JSONValue {
    var id: String { self["id"]?.stringValue ?? "" }
    func text(_ path: String) -> String { value(at: path)?.stringValue ?? "" }
    func number(_ path: String) -> Int? { value(at: path)?.intValue }
}
