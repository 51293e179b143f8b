import HTTPCore
import HTTPServer
import JSON
import Synchronization

/// The paths beside MCP: `/healthz`, `/readyz`, `/metrics`, and a word of help at `/`.
final class StatusRoutes: Sendable {
    private let report: MetricsReport
    private let ready = Atomic<Bool>(false)
    private let httpStatistics = Mutex<(@Sendable () -> HTTPServerStatistics)?>(nil)

    init(report: MetricsReport) { self.report = report }

    /// What `/readyz` answers: true between start-up and the beginning of the drain.
    func setReady(_ isReady: Bool) { ready.store(isReady, ordering: .relaxed) }

    /// Adds the listener's counts to `/metrics`, once there is a listener.
    func addStatistics(_ statistics: @escaping @Sendable () -> HTTPServerStatistics) {
        httpStatistics.withLock { $0 = statistics }
    }

    /// Answers every request that is not MCP's.
    func respond(to request: HTTPRequest) -> HTTPResponse {
        let path = request.head.path ?? ""
        guard ["/", "/healthz", "/readyz", "/metrics"].contains(path) else {
            return Self.error(404, "Not Found", "there is nothing at this path; MCP is at /mcp")
        }
        guard ["GET", "HEAD"].contains(request.head.method) else {
            return Self.error(405, "Method Not Allowed", "use GET", fields: HTTPFields([("allow", "GET, HEAD")]))
        }
        switch path {
        case "/healthz": return Self.text(200, "ok\n")
        case "/readyz":
            return ready.load(ordering: .relaxed) ? Self.text(200, "ready\n") : Self.text(503, "not ready\n")
        case "/metrics":
            let statistics = httpStatistics.withLock { $0 }
            return Self.text(200, report.text(http: statistics?()), type: PrometheusText.contentType)
        default: return Self.text(200, Self.help)
        }
    }

    private static let help = """
        wixmcpd \(Version.text): a Wix site for MCP clients.

        /mcp             MCP, with the field "Authorization: Bearer TOKEN"
        /mcp/TOKEN       MCP, with the token in the path
        /sse, /sse/TOKEN   HTTP+SSE, for older clients
        /healthz /readyz /metrics

        """

    private static func text(
        _ status: Int, _ text: String, type: String = "text/plain; charset=utf-8"
    ) -> HTTPResponse {
        HTTPResponse(
            status: status, fields: HTTPFields([("content-type", type), ("cache-control", "no-store")]),
            body: Array(text.utf8))
    }

    private static func error(
        _ status: Int, _ error: String, _ message: String, fields: HTTPFields = HTTPFields()
    ) -> HTTPResponse {
        var fields = fields
        fields.append("content-type", "application/json")
        let body: JSONValue = [
            "statusCode": .number(JSONNumber(status)), "error": .string(error), "message": .string(message),
        ]
        return HTTPResponse(status: status, fields: fields, body: body.bytes)
    }
}
