import EventLoop
import HTTPClient
import HTTPCore
import JSON

/// Speaks with a daemon's admin API, on a loop of its own.
actor AdminClient {
    /// Items of a page; the most that the API gives.
    static let pageLimit = 200

    private nonisolated let loop: EventLoop
    private let http: HTTPClient
    /// The ways that have not failed yet; once one has answered, it alone.
    private var targets: [AdminTarget]
    private var hasAnswered = false
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// - Parameter targets: tried in order until one takes the connection.
    init(targets: [AdminTarget]) throws(CommandFailure) {
        do {
            loop = try EventLoop()
        } catch {
            throw CommandFailure("cannot make an event loop: \(error.words)")
        }
        http = HTTPClient(loop: loop)
        self.targets = targets
    }

    /// The JSON of a successful answer; `null` when it has no body.
    @discardableResult func send(_ request: AdminRequest) async throws(AdminError) -> JSONValue {
        let answer = try await answer(to: request)
        guard !answer.body.isEmpty else { return .null }
        do {
            return try JSONValue(parsing: answer.body)
        } catch {
            throw .foreign(place: place, detail: "its answer is not JSON")
        }
    }

    /// A page that is not JSON, and the cursor of the next one (`x-next-cursor`); nil on the last.
    func page(_ request: AdminRequest) async throws(AdminError) -> (bytes: [UInt8], next: String?) {
        let answer = try await answer(to: request)
        return (answer.body, answer.fields["x-next-cursor"])
    }

    /// The answer of one of the daemon's MCP servers to a message. The server's token opens it; the admin token is not sent.
    func post(_ message: JSONValue, toServer token: String) async throws(AdminError) -> JSONValue {
        guard var target = targets.first else { throw .unreachable(places: [], reason: "there is no address to try") }
        target.token = nil
        let request = AdminRequest("POST", "/mcp/\(AdminRequest.escaped(token))", body: message, isSlow: true)
        let answer: HTTPClientResponse
        do {
            answer = try await exchange(request, with: target)
        } catch {
            throw error.wasSent ? .lost("the call") : .unreachable(places: [target.place], reason: error.detail)
        }
        do {
            return try JSONValue(parsing: answer.body)
        } catch {
            throw .foreign(place: target.place, detail: "it answers a call with HTTP status \(answer.status)")
        }
    }

    /// All items of a list, or the first `maximum`, page by page.
    func list(_ path: String, query: [(name: String, value: String?)] = [], maximum: Int = .max)
        async throws(AdminError) -> [JSONValue]
    {
        var items: [JSONValue] = []
        var cursor: String?
        repeat {
            let limit = min(Self.pageLimit, maximum - items.count)
            let page = try await send(
                AdminRequest(path, query: query + [("limit", String(limit)), ("next_cursor", cursor)]))
            guard let result = page["result"]?.arrayValue else {
                throw .foreign(place: place, detail: "its list has no `result`")
            }
            items += result.prefix(limit)
            let next = page["next_cursor"]?.stringValue
            // A cursor that leads nowhere must not lead there for ever.
            guard next != cursor, !result.isEmpty else { break }
            cursor = next
        } while cursor != nil && items.count < maximum
        return items
    }

    /// The HTTP status with which any URL answers; sends no token.
    func status(of url: String) async throws(HTTPClientError) -> Int {
        try await exchange(AdminRequest(""), with: AdminTarget(baseURL: url)).status
    }

    /// Where the daemon was found, or was looked for last.
    var place: String { targets.first?.place ?? "no address" }

    // MARK: One exchange

    private func answer(to request: AdminRequest) async throws(AdminError) -> HTTPClientResponse {
        var failed: [String] = []
        while let target = targets.first {
            let response: HTTPClientResponse
            do {
                response = try await exchange(request, with: target)
            } catch {
                if !error.wasSent, !hasAnswered, targets.count > 1 {
                    failed.append(target.place)
                    targets.removeFirst()
                    continue
                }
                if error.wasSent, request.method != "GET" { throw .lost("\(request.method) \(request.path)") }
                throw .unreachable(places: failed + [target.place], reason: error.detail)
            }
            hasAnswered = true
            targets = [target]
            return try accept(response, from: target)
        }
        throw .unreachable(places: failed, reason: "there is no address to try")
    }

    private func exchange(_ request: AdminRequest, with target: AdminTarget) async throws(HTTPClientError)
        -> HTTPClientResponse
    {
        var fields = HTTPFields([("accept", "application/json"), ("user-agent", "wixmcpd/\(Version.text)")])
        if let token = target.token { fields.append("authorization", "Bearer \(token.value)") }
        if request.body != nil { fields.append("content-type", "application/json") }
        var limits = HTTPClientLimits()
        limits.firstByteTime = request.isSlow ? .seconds(600) : .seconds(60)
        limits.totalTime = .zero
        limits.responseBytes = 1 << 30
        let sent = HTTPClientRequest(
            method: request.method, url: target.baseURL + request.target, fields: fields, body: request.body?.bytes,
            limits: limits, unixSocketPath: target.socketPath)
        let http = http
        return try await withTaskExecutorPreference(loop) { () async throws(HTTPClientError) in
            try await http.send(sent)
        }
    }

    /// The answer when it is a success; the API's own words otherwise.
    private func accept(_ response: HTTPClientResponse, from target: AdminTarget) throws(AdminError)
        -> HTTPClientResponse
    {
        guard !(200..<300).contains(response.status) else { return response }
        var message: String?
        do {
            let body = try JSONValue(parsing: response.body)
            // Others have a message too; the status in the body is this API's.
            if body["statusCode"]?.intValue == response.status { message = body["message"]?.stringValue }
        } catch {
            // No JSON, no words of the API: said below.
        }
        guard let message else {
            throw .foreign(place: target.place, detail: "it answers with HTTP status \(response.status)")
        }
        if response.status == 401 {
            throw .unauthorized(place: target.place, message: message, hadToken: target.token != nil)
        }
        throw .refused(status: response.status, message: message)
    }
}
