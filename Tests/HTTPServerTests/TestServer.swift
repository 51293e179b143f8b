import EventLoop
import HTTPCore
import Synchronization

@testable import HTTPServer

/// What happened in handlers, told to the test.
final class Journal: Sendable {
    private let lines = Mutex<[String]>([])
    func write(_ line: String) { lines.withLock { $0.append(line) } }
    var all: [String] { lines.withLock { $0 } }
    func count(of line: String) -> Int { all.count { $0 == line } }
}

/// Answers by path; see `handle`.
final class TestHandler: HTTPHandler {
    private let loop: EventLoop
    private let journal: Journal
    /// Exchanges and streams held until `/release`.
    private var held: [HTTPExchange] = []
    private var streams: [EventStream] = []
    private(set) var requestCount = 0
    var loopIndex: Int { loop.index }

    static let hello = #"{"hello":"world"}"#
    static let json = HTTPFields([("content-type", "application/json")])

    init(loop: EventLoop, journal: Journal) {
        self.loop = loop
        self.journal = journal
    }

    func refusal(of head: HTTPRequestHead, from peer: HTTPPeer) -> HTTPResponse? {
        head.path == "/refused" ? HTTPResponse(status: 401, fields: TestHandler.json, body: Array("{}".utf8)) : nil
    }

    func handle(_ request: HTTPRequest, on exchange: HTTPExchange) {
        let path = request.head.path ?? ""
        journal.write(path)
        requestCount += 1
        let size = request.head.query.first { $0.name == "size" }.flatMap { Int($0.value) } ?? 0
        switch path {
        case "/echo": respond(exchange, body: request.body)
        case "/peer": respond(exchange, body: Array("\(request.peer.address) \(request.peer.isLocalLoopback)".utf8))
        case "/size": respond(exchange, body: TestHandler.text(size))
        case "/empty": exchange.respond(HTTPResponse(status: 204))
        case "/accepted": exchange.respond(HTTPResponse(status: 202))
        case "/later": loop.schedule(after: .milliseconds(5)) { self.respond(exchange, body: request.body) }
        case "/hold": hold(exchange)
        case "/release": release(exchange)
        case "/drop": break
        case "/stream": stream(on: exchange, eventSize: size)
        case "/events": sendEvents(on: exchange)
        case "/one": sendOne(on: exchange, size)
        case "/forget": _ = exchange.startEventStream()
        default: respond(exchange, body: Array(TestHandler.hello.utf8))
        }
    }

    func drainBegan() { journal.write("drain") }

    private static let alphabets: [UInt8] = {
        var text = Array("abcdefghijklmnopqrstuvw".utf8)
        while text.count < 8_000_000 { text += text }
        return text
    }()

    /// Text that compresses, up to 8 MB of it.
    static func text(_ size: Int) -> [UInt8] { Array(alphabets.prefix(size)) }

    private func respond(_ exchange: HTTPExchange, body: [UInt8]) {
        exchange.respond(HTTPResponse(status: 200, fields: TestHandler.json, body: body))
    }

    private func hold(_ exchange: HTTPExchange) {
        held.append(exchange)
        watch(exchange, as: "gone")
    }

    private func watch(_ exchange: HTTPExchange, as word: String) {
        exchange.onDisconnect = { [journal] in journal.write(word) }
    }

    private func release(_ exchange: HTTPExchange) {
        releaseHeld()
        respond(exchange, body: [])
    }

    func releaseHeld() {
        for exchange in held { respond(exchange, body: Array("released".utf8)) }
        held = []
        for stream in streams { stream.close() }
        streams = []
    }

    /// Opens a stream and keeps it. With `size`, sends events of that size until the stream is dropped.
    private func stream(on exchange: HTTPExchange, eventSize: Int) {
        watch(exchange, as: "stream gone")
        let stream = exchange.startEventStream()
        journal.write(stream.isOpen ? "stream open" : "stream closed")
        streams.append(stream)
        if eventSize > 0 { flood(stream, eventSize, remaining: 10_000) }
    }

    private func flood(_ stream: EventStream, _ size: Int, remaining: Int) {
        guard remaining > 0 else { return }
        guard stream.send(ServerSentEvent(data: TestHandler.text(size))) else { return journal.write("stream full") }
        loop.schedule(after: .zero) { self.flood(stream, size, remaining: remaining - 1) }
    }

    private func sendOne(on exchange: HTTPExchange, _ size: Int) {
        let stream = exchange.startEventStream()
        stream.send(ServerSentEvent(data: TestHandler.text(size)))
        stream.close()
    }

    private func sendEvents(on exchange: HTTPExchange) {
        let stream = exchange.startEventStream()
        for number in 1...3 {
            stream.send(ServerSentEvent(event: "message", id: "\(number)", data: Array("{\"n\":\(number)}".utf8)))
        }
        stream.close()
    }
}

/// A server on loops of its own.
final class TestServer: Sendable {
    let server: HTTPServer<TestHandler>
    let group: EventLoopGroup
    let journal = Journal()

    init(
        loops: Int = 1, listen: [ListenAddress] = [.tcp(host: "127.0.0.1", port: 0)],
        _ configure: (inout HTTPServerLimits) -> Void = { _ in },
        accept: @escaping AcceptCall = ListeningSocket.systemAccept
    ) throws {
        var limits = HTTPServerLimits()
        configure(&limits)
        group = try EventLoopGroup(count: loops)
        let journal = journal
        server = try HTTPServer(loops: group.loops, listen: listen, limits: limits, accept: accept) { loop in
            TestHandler(loop: loop, journal: journal)
        }
    }

    deinit {
        let server = server
        let group = group
        Task {
            await server.drain(grace: .zero)
            group.stop()
        }
    }

    var port: Int {
        for case .tcp(_, let port) in server.addresses { return port }
        return 0
    }

    func client(receiveBuffer: CInt? = nil) throws -> RawClient {
        let client = try RawClient(port: port, receiveBuffer: receiveBuffer)
        client.server = self
        return client
    }

    /// Waits, while other threads work, until `condition` holds; false when it does not for a long time.
    func eventually(_ condition: () -> Bool) async -> Bool {
        for _ in 0..<4000 {
            if condition() { return true }
            do { try await Task.sleep(for: .milliseconds(5)) } catch { return false }
        }
        return condition()
    }
}
