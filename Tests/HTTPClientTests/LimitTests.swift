import EventLoop
import HTTPClient
import HTTPCore
import Testing

@Suite struct LimitTests {
    private func limits(_ change: (inout HTTPClientLimits) -> Void) -> HTTPClientLimits {
        var limits = HTTPClientLimits()
        change(&limits)
        return limits
    }

    @Test func connectTime() async throws {
        // TEST-NET-1 (RFC 5737) leads nowhere; where the host refuses at once, the reason is `.connect`.
        let request = HTTPClientRequest(
            method: "GET", url: "http://192.0.2.1/", limits: limits { $0.connectTime = .milliseconds(60) })
        let error = try await failure(of: request, with: try makeClient())
        #expect(error?.reason == .timeout(.connect) || error?.reason == .connect)
        #expect(error?.wasSent == false)
    }

    @Test func firstByteTime() async throws {
        let origin = RawOrigin { connection, _ in
            _ = connection.readRequest()
            connection.waitForClose()
        }
        let request = HTTPClientRequest(
            method: "POST", url: origin.url, body: [], limits: limits { $0.firstByteTime = .milliseconds(60) })
        let error = try await failure(of: request, with: try makeClient())
        #expect(error?.reason == .timeout(.firstByte))
        #expect(error?.wasSent == true)
    }

    @Test func totalTime() async throws {
        let origin = RawOrigin { connection, _ in
            _ = connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf")
            connection.waitForClose()
        }
        let request = HTTPClientRequest(
            method: "GET", url: origin.url, limits: limits { $0.totalTime = .milliseconds(100) })
        let error = try await failure(of: request, with: try makeClient())
        #expect(error?.reason == .timeout(.total))
        #expect(error?.wasSent == true)
    }

    @Test(arguments: [(999, false), (1000, false), (1001, true)])
    func responseSize(_ size: Int, isTooLarge: Bool) async throws {
        let body = String(repeating: "x", count: size)
        let origin = RawOrigin { connection, _ in
            while connection.readRequest() != nil { connection.write(ok(body)) }
        }
        let client = try makeClient()
        let request = HTTPClientRequest(method: "GET", url: origin.url, limits: limits { $0.responseBytes = 1000 })
        let error = try await failure(of: request, with: client)
        #expect(error?.reason == (isTooLarge ? .tooLarge : nil))
        // The client is not hurt by it.
        let next = try await send(HTTPClientRequest(method: "GET", url: origin.url), with: client)
        #expect(next.body.count == size)
    }

    @Test func endlessBodyIsCutOff() async throws {
        let origin = RawOrigin { connection, _ in
            _ = connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\n\r\n")
            let block = [UInt8](repeating: 65, count: 16 * 1024)
            while connection.write(block) {}
        }
        let request = HTTPClientRequest(method: "GET", url: origin.url, limits: limits { $0.responseBytes = 1 << 20 })
        #expect(try await failure(of: request, with: try makeClient())?.reason == .tooLarge)
    }
}
