import EventLoop
import HTTPClient
import HTTPCore

/// Runs `body` on `loop`, as a tool call does.
func run<Value: Sendable>(
    on loop: EventLoop, _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await Task(executorPreference: loop) { try await body() }.value
}

/// A client on a loop of its own.
func makeClient(_ options: HTTPClientOptions = HTTPClientOptions()) throws -> HTTPClient {
    HTTPClient(loop: try EventLoop(), options: options)
}

/// Sends one request from the client's loop.
func send(_ request: HTTPClientRequest, with client: HTTPClient) async throws -> HTTPClientResponse {
    try await run(on: client.loop) { try await client.send(request) }
}

/// The error of a request that must fail.
func failure(of request: HTTPClientRequest, with client: HTTPClient) async throws -> HTTPClientError? {
    do {
        _ = try await send(request, with: client)
        return nil
    } catch let error as HTTPClientError {
        return error
    }
}

func ok(_ body: String, fields: String = "") -> String {
    "HTTP/1.1 200 OK\r\ncontent-length: \(body.utf8.count)\r\n\(fields)\r\n\(body)"
}
