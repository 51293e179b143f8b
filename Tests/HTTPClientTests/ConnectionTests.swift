import EventLoop
import Glibc
import HTTPClient
import HTTPCore
import Testing

@Suite struct ConnectionTests {
    private func echo() -> RawOrigin {
        RawOrigin { connection, number in
            while let request = connection.readRequest() {
                let line = request.split(separator: "\r\n").first.map(String.init) ?? ""
                connection.write(ok("\(line) on \(number)"))
            }
        }
    }

    /// At concurrency 1 nothing else wakes the loop: a lost wake-up hangs here.
    @Test func twoHundredOneAfterTheOtherUseOneConnection() async throws {
        let origin = echo()
        let client = try makeClient()
        let bodies = try await run(on: client.loop) {
            var bodies: Set<[UInt8]> = []
            for _ in 0..<200 {
                let request = HTTPClientRequest(method: "POST", url: origin.url, body: Array("{}".utf8))
                bodies.insert(try await client.send(request).body)
            }
            return bodies
        }
        #expect(bodies == [Array("POST / HTTP/1.1 on 0".utf8)])
        let opened = try await run(on: client.loop) { client.connectionsOpened }
        #expect(opened == 1)
    }

    @Test func manyAtOnce() async throws {
        let origin = echo()
        let client = try makeClient()
        let bodies = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for index in 0..<64 {
                group.addTask {
                    let request = HTTPClientRequest(method: "GET", url: "\(origin.url)\(index)")
                    return try await send(request, with: client).body
                }
            }
            return try await group.reduce(into: Set<String>()) { lines, body in
                lines.insert(String(decoding: body.prefix { $0 != UInt8(ascii: "H") }, as: UTF8.self))
            }
        }
        #expect(bodies == Set((0..<64).map { "GET /\($0) " }))
    }

    @Test func requestsBeyondTheConnectionsOfAnOriginWait() async throws {
        let origin = echo()
        var options = HTTPClientOptions()
        options.connectionsPerOrigin = 2
        let client = try makeClient(options)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 {
                group.addTask { _ = try await send(HTTPClientRequest(method: "GET", url: origin.url), with: client) }
            }
            try await group.waitForAll()
        }
        let opened = try await run(on: client.loop) { client.connectionsOpened }
        #expect(opened <= 2)
    }

    /// The origin takes the second request on a kept connection and closes without an answer: a request that may have
    /// been acted on is not sent again, a repeatable one is.
    @Test(arguments: [false, true]) func repeatsOnlyWhatIsRepeatable(_ isRepeatable: Bool) async throws {
        let (seen, sightings) = AsyncStream<String>.makeStream()
        let origin = RawOrigin { connection, number in
            var count = 0
            while let request = connection.readRequest() {
                sightings.yield(request)
                count += 1
                if number == 0, count == 2 { return }
                connection.write(ok("fine"))
            }
        }
        let client = try makeClient()
        var request = HTTPClientRequest(method: "POST", url: origin.url, body: Array("{}".utf8))
        request.isRepeatable = isRepeatable
        #expect(try await send(request, with: client).status == 200)
        let error = try await failure(of: request, with: client)
        #expect(error?.reason == (isRepeatable ? nil : .connectionLost))
        #expect(error?.wasSent == (isRepeatable ? nil : true))
        sightings.finish()
        var count = 0
        for await _ in seen { count += 1 }
        #expect(count == (isRepeatable ? 3 : 2))
    }

    /// An idle connection that the origin has closed is noticed before a write is sent on it.
    @Test func closedIdleConnectionIsReplaced() async throws {
        let (closed, closes) = AsyncStream<Void>.makeStream()
        let origin = RawOrigin { connection, number in
            guard connection.readRequest() != nil else { return }
            connection.write(ok("\(number)"))
            connection.endOutput()
            closes.yield()
            connection.waitForClose()
        }
        let client = try makeClient()
        let request = HTTPClientRequest(method: "POST", url: origin.url, body: Array("{}".utf8))
        #expect(try await send(request, with: client).body == Array("0".utf8))
        for await _ in closed { break }
        #expect(try await send(request, with: client).body == Array("1".utf8))
    }

    @Test func requestLooksAsAsked() async throws {
        let origin = RawOrigin { connection, _ in
            while let request = connection.readRequest() { connection.write(ok(request)) }
        }
        let client = try makeClient()
        let body = String(repeating: "y", count: 2_000_000)
        let big = try await send(
            HTTPClientRequest(method: "PATCH", url: origin.url + "a/../b?c=%2F", body: Array(body.utf8)), with: client)
        let bigText = String(decoding: big.body, as: UTF8.self)
        #expect(bigText.hasPrefix("PATCH /a/../b?c=%2F HTTP/1.1\r\n"))
        #expect(!bigText.lowercased().contains("expect:"))
        #expect(!bigText.lowercased().contains("content-type:"))
        #expect(bigText.hasSuffix("\r\n\r\n\(body)"))
        // The next ones use the same handle and connection.
        for (method, sent) in [("GET", nil), ("DELETE", nil), ("POST", ""), ("PUT", "{}"), ("GET", nil)] {
            let request = HTTPClientRequest(
                method: method, url: origin.url, fields: HTTPFields([("x-a", "1"), ("x-empty", "")]),
                body: sent.map { Array($0.utf8) })
            let text = String(decoding: try await send(request, with: client).body, as: UTF8.self).lowercased()
            #expect(text.hasPrefix("\(method.lowercased()) / http/1.1\r\n"))
            #expect(text.contains("\r\nx-a: 1\r\n") && text.contains("\r\nx-empty:\r\n"))
            #expect(text.contains("\r\naccept-encoding: ") && text.contains("gzip"))
            #expect(text.contains("content-length: ") == (sent != nil))
            #expect(text.hasSuffix("\r\n\r\n\(sent ?? "")"))
        }
    }

    @Test func headHasNoBody() async throws {
        let origin = RawOrigin { connection, _ in
            while let request = connection.readRequest() {
                connection.write(
                    "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n" + (request.hasPrefix("HEAD") ? "" : "12345"))
            }
        }
        let client = try makeClient()
        #expect(try await send(HTTPClientRequest(method: "HEAD", url: origin.url), with: client).body.isEmpty)
        #expect(try await send(HTTPClientRequest(method: "GET", url: origin.url), with: client).body.count == 5)
    }

    @Test func proxyOfTheEnvironmentIsIgnored() async throws {
        // Set for this whole process: no request of these tests may go through it.
        setenv("http_proxy", "http://127.0.0.1:1", 1)
        let origin = echo()
        #expect(try await send(HTTPClientRequest(method: "GET", url: origin.url), with: try makeClient()).status == 200)
    }
}
