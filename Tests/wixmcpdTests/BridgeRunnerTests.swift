import EventLoop
import Glibc
import JSON
import Testing

@testable import wixmcpd

/// A bridge with pipes in place of standard input and output.
private final class RunningBridge: Sendable {
    private let input: CInt
    private let output: CInt
    private let exits: AsyncStream<Void>

    init(_ url: String) throws {
        let towards = try Pipe()
        let back = try Pipe()
        input = towards.writing
        output = back.reading
        let (exits, exit) = AsyncStream<Void>.makeStream()
        self.exits = exits
        let written = back.writing
        let runner = BridgeRunner(
            session: BridgeSession(url: try #require(WebURL(url)), fields: []), loop: try EventLoop(), output: written,
            words: LogWriter(descriptor: -1)
        ) {
            close(written)
            exit.finish()
        }
        LineReader(descriptor: towards.reading).start { event, taken in
            switch event {
            case .line(let bytes): runner.submit(.line(bytes), done: taken)
            case .overlong: taken()
            case .end: runner.submit(.inputEnded, done: taken)
            }
        }
    }

    func send(_ line: String) { LogWriter.writeAll(Array("\(line)\n".utf8), to: input) }

    /// Closes the client's end and answers all lines of the bridge once it has ended.
    func finish() async throws -> [JSONValue] {
        close(input)
        for await _ in exits {}
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while case let count = read(output, &chunk, chunk.count), count > 0 { bytes += chunk[..<count] }
        close(output)
        return try bytes.split(separator: UInt8(ascii: "\n")).map { try JSONValue(parsing: Array($0)) }
    }
}

@Suite struct BridgeRunnerTests {
    @Test(arguments: ["mcp", "sse"]) func carriesAWholeConversation(_ path: String) async throws {
        let daemon = try RunningDaemon()
        let bridge = try RunningBridge("\(daemon.url)/\(path)/\(RunningDaemon.token)")
        bridge.send(BridgeConversation.initialize)
        bridge.send(BridgeConversation.initialized)
        bridge.send(
            #"{"jsonrpc":"2.0","id":"call","method":"tools/call","params":{"name":"list_all_wix_orders","arguments":{"limit":1}}}"#
        )
        bridge.send("not JSON")
        let lines = try await bridge.finish()
        await daemon.stop()
        #expect(lines.count == 3)
        #expect(lines.first { $0["id"] == 0 }?["result"]?["protocolVersion"] == "2025-11-25")
        let call = lines.first { $0["id"] == "call" }
        // The text: a client that does not wait for `initialize` may be answered in a revision that has no more.
        let text = try #require(call?["result"]?["content"]?.arrayValue?.first?["text"]?.stringValue)
        #expect(try JSONValue(parsing: text)["result"]?.arrayValue?.count == 1)
        #expect(lines.contains { $0["error"]?["code"] == -32700 })
    }

    @Test func anUnreachableServerIsAnswered() async throws {
        let bridge = try RunningBridge("http://127.0.0.1:1/mcp")
        bridge.send(BridgeConversation.initialize)
        let lines = try await bridge.finish()
        #expect(lines.count == 1)
        #expect(lines.first?["error"]?["message"]?.stringValue?.contains("cannot be reached") == true)
    }
}
