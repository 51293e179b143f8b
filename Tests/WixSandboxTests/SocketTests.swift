import EventLoop
import Glibc
import HTTPServer
import JSON
import Testing

@testable import WixSandbox

/// The sandbox as its callers reach it.
@Suite struct SocketTests {
    @Test func aRequestOverTheSocketIsAnswered() async throws {
        let answer = try await answer(of: SandboxClient.v3)
        #expect(answer.hasPrefix("HTTP/1.1 200"))
        #expect(answer.lowercased().contains("x-wix-request-id:"))
        let json = try JSONValue(parsing: String(answer.drop { $0 != "{" }))
        #expect(json["products"]?.arrayValue?.count == 2)
    }

    @Test func slowAnswersComeLate() async throws {
        var state = SandboxClient.v3
        state.faults = FaultPlan("slow=60")
        let clock = ContinuousClock()
        let start = clock.now
        let answer = try await answer(of: state)
        #expect(answer.hasPrefix("HTTP/1.1 200"))
        #expect(clock.now - start >= .milliseconds(60))
    }

    private func answer(of state: SandboxState) async throws -> String {
        let loops = try EventLoopGroup(count: 1)
        let sandbox = SandboxClient(state).sandbox
        let server = try HTTPServer(loops: loops.loops, listen: [.tcp(host: "127.0.0.1", port: 0)]) { loop in
            sandbox.makeHandler(loop: loop)
        }
        guard case .tcp(_, let port)? = server.addresses.first else { throw SystemError("listen", errno: EINVAL) }
        let body = #"{"query":{"cursorPaging":{"limit":2}}}"#
        let request = """
            POST /stores/v3/products/query HTTP/1.1\r
            host: sandbox\r
            authorization: \(Sandbox.apiKey)\r
            wix-site-id: \(Sandbox.siteID)\r
            content-type: application/json\r
            content-length: \(body.utf8.count)\r
            connection: close\r
            \r
            \(body)
            """
        let answer = try exchange(request, port: port)
        await server.drain(grace: .seconds(1))
        for loop in loops.loops { loop.stop() }
        return answer
    }

    /// Sends a request on a blocking socket and reads until the server closes.
    private func exchange(_ request: String, port: Int) throws -> String {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(truncatingIfNeeded: port).bigEndian)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(connected == 0)
        let bytes = Array(request.utf8)
        try #require(write(descriptor, bytes, bytes.count) == bytes.count)
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count <= 0 { break }
            answer += chunk[..<count]
        }
        return String(decoding: answer, as: UTF8.self)
    }
}
