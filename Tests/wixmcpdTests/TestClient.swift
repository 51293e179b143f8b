import EventLoop
import HTTPClient
import HTTPCore

/// An HTTP client on a loop of its own.
actor TestClient {
    private nonisolated let loop: EventLoop
    private let client: HTTPClient
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    init() throws {
        loop = try EventLoop()
        client = HTTPClient(loop: loop)
    }

    func get(_ url: String) async throws -> HTTPClientResponse { try await send("GET", url) }

    func send(_ method: String, _ url: String, fields: [(String, String)] = [], body: String? = nil) async throws
        -> HTTPClientResponse
    {
        let request = HTTPClientRequest(
            method: method, url: url, fields: HTTPFields(fields), body: body.map { Array($0.utf8) })
        return try await withTaskExecutorPreference(loop) { try await client.send(request) }
    }
}
