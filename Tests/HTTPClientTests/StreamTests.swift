import EventLoop
import HTTPClient
import HTTPCore
import Synchronization
import Testing

@Suite struct StreamTests {
    private func request(_ origin: RawOrigin) -> HTTPClientRequest {
        var limits = HTTPClientLimits()
        limits.totalTime = .zero
        limits.responseBytes = 4
        return HTTPClientRequest(method: "GET", url: origin.url, limits: limits)
    }

    /// The origin sends its second piece only when the reader has had the first; the reader's limit on kept bytes
    /// does not matter.
    @Test func piecesComeAsTheyAreSent() async throws {
        let gate = Gate()
        let origin = RawOrigin { connection, _ in
            _ = connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\ndata: 1\n\n")
            gate.wait()
            connection.write("data: 2\n\n")
        }
        let client = try makeClient()
        let log = Mutex<[String]>([])
        let request = request(origin)
        try await run(on: client.loop) {
            try await client.stream(
                request,
                onHead: { status, fields in log.withLock { $0.append("\(status) \(fields["content-type"] ?? "")") } },
                onBody: { piece in
                    log.withLock { $0.append(String(decoding: piece, as: UTF8.self)) }
                    gate.open()
                })
        }
        #expect(log.withLock { $0 } == ["200 text/event-stream", "data: 1\n\n", "data: 2\n\n"])
    }

    @Test func lostStreamIsAnErrorAfterItsPieces() async throws {
        let origin = RawOrigin { connection, _ in
            _ = connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n")
        }
        let client = try makeClient()
        let pieces = Mutex<[UInt8]>([])
        let request = request(origin)
        await #expect(throws: HTTPClientError.self) {
            try await run(on: client.loop) {
                try await client.stream(
                    request, onHead: { _, _ in }, onBody: { piece in pieces.withLock { $0 += piece } })
            }
        }
        #expect(pieces.withLock { $0 } == Array("abc".utf8))
    }

    @Test func readerMayUseTheClient() async throws {
        let origin = RawOrigin { connection, _ in
            while connection.readRequest() != nil { connection.write(ok("abc")) }
        }
        let client = try makeClient()
        let request = request(origin)
        let inner = Mutex<Task<Int, any Error>?>(nil)
        try await run(on: client.loop) {
            try await client.stream(
                request, onHead: { _, _ in },
                onBody: { _ in
                    let task = Task(executorPreference: client.loop) {
                        try await client.send(HTTPClientRequest(method: "GET", url: origin.url)).body.count
                    }
                    inner.withLock { $0 = task }
                })
        }
        #expect(try await inner.withLock { $0 }?.value == 3)
    }
}
