import CLinux
import EventLoop
import Glibc
import Synchronization
import Testing

@testable import HTTPServer

@Suite struct ListenTests {
    private func get(_ client: RawClient, _ path: String = "/") throws -> RawClient.Answer {
        try client.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
        return try client.answer()
    }

    /// A path that nothing else uses; short, because a socket address holds 107 bytes.
    private func freshPath() -> String { "/tmp/hs-\(getpid())-\(UInt32.random(in: 0 ... .max)).sock" }

    // MARK: TCP

    @Test func sharesOnePortBetweenLoops() async throws {
        let server = try TestServer(loops: 3)
        #expect(server.server.addresses == [.tcp(host: "127.0.0.1", port: server.port)])
        #expect(server.port > 0)
        let clients = try (0..<60).map { _ in try server.client() }
        for client in clients { #expect(try get(client).status == 200) }
        #expect(server.server.statistics.openConnections == 60)
        let used = Mutex<Set<Int>>([])
        await withCheckedContinuation { continuation in
            let remaining = Mutex(3)
            server.server.forEachHandler { handler in
                if handler.requestCount > 0 { used.withLock { _ = $0.insert(handler.loopIndex) } }
                let isLast = remaining.withLock { remaining in
                    remaining -= 1
                    return remaining == 0
                }
                if isLast { continuation.resume() }
            }
        }
        // The kernel deals by hash: that 60 connections all fall to one of three has a chance of 3^-59.
        #expect(used.withLock { $0.count } > 1)
    }

    @Test func bindsEveryAddressOfLocalhost() throws {
        let server = try TestServer(loops: 2, listen: [.tcp(host: "localhost", port: 0)])
        for case .tcp(let host, let port) in server.server.addresses {
            #expect(host == "127.0.0.1" || host == "::1")
            #expect(port == server.port)
        }
        #expect(try get(server.client(), "/peer").text.hasSuffix(" true"))
    }

    @Test(arguments: ["", "*", "0.0.0.0"])
    func knowsALoopbackConnectionOnEveryAddress(host: String) throws {
        let server = try TestServer(listen: [.tcp(host: host, port: 0)])
        let text = try get(server.client(), "/peer").text
        #expect(text.hasPrefix("127.0.0.1:"))
        #expect(text.hasSuffix(" true"))
    }

    @Test func listensOnSeveralAddresses() throws {
        let path = freshPath()
        let server = try TestServer(
            listen: [.tcp(host: "127.0.0.1", port: 0), .tcp(host: "127.0.0.2", port: 0), .unix(path: path)])
        #expect(server.server.addresses.count == 3)
        #expect(try get(server.client()).status == 200)
        #expect(try get(RawClient(path: path)).status == 200)
    }

    @Test func saysThatAPortIsTaken() throws {
        let taken = try OccupiedPort()
        let error = #expect(throws: SystemError.self) {
            try TestServer(listen: [.tcp(host: "127.0.0.1", port: 0), .tcp(host: "127.0.0.1", port: taken.port)])
        }
        #expect(error?.errno == EADDRINUSE)
        #expect(error?.description == "bind 127.0.0.1:\(taken.port): Address already in use")
    }

    /// `SO_REUSEPORT` is for the loops of one server: a second one must not take half of its connections.
    @Test func sharesNoPortWithAnotherServer() throws {
        let server = try TestServer(loops: 2)
        let error = #expect(throws: SystemError.self) {
            try TestServer(loops: 2, listen: [.tcp(host: "127.0.0.1", port: server.port)])
        }
        #expect(error?.errno == EADDRINUSE)
        for _ in 0..<8 { #expect(try get(server.client()).status == 200) }
    }

    /// The server closes first, so the port is full of connections in TIME_WAIT; others are still open.
    @Test func startsAgainOnAPortJustLeft() async throws {
        let first = try TestServer(loops: 2)
        let clients = try (0..<8).map { _ in try first.client() }
        for client in clients { #expect(try get(client).status == 200) }
        await first.server.drain(grace: .zero)
        let second = try TestServer(loops: 2, listen: [.tcp(host: "127.0.0.1", port: first.port)])
        #expect(try get(second.client()).status == 200)
        for client in clients { client.close() }
    }

    @Test(arguments: [-1, 65536])
    func refusesAPortThatIsNone(port: Int) {
        let error = #expect(throws: SystemError.self) { try TestServer(listen: [.tcp(host: "127.0.0.1", port: port)]) }
        #expect(error?.errno == EINVAL)
    }

    @Test func saysThatAHostIsUnknown() {
        let error = #expect(throws: SystemError.self) { try TestServer(listen: [.tcp(host: "no such host", port: 0)]) }
        #expect(error?.call == "getaddrinfo no such host")
    }

    // MARK: Unix sockets and inherited descriptors

    @Test func servesAUnixSocketOnEveryLoop() async throws {
        let path = freshPath()
        let server = try TestServer(loops: 2, listen: [.unix(path: path)])
        #expect(server.server.addresses == [.unix(path: path)])
        let clients = try (0..<8).map { _ in try RawClient(path: path) }
        for client in clients { #expect(try get(client, "/peer").text == "unix true") }
        let counts = Mutex<[Int]>([])
        server.server.forEachHandler { handler in counts.withLock { $0.append(handler.requestCount) } }
        #expect(await server.eventually { counts.withLock { $0 } == [4, 4] })
        await server.server.drain(grace: .zero)
        #expect(access(path, F_OK) != 0)
    }

    @Test func replacesASocketThatNobodyServes() throws {
        let path = freshPath()
        try leaveStaleSocket(path)
        let server = try TestServer(listen: [.unix(path: path)])
        #expect(try get(RawClient(path: path)).status == 200)
        // But not one that is served, whose server goes on.
        let error = #expect(throws: SystemError.self) { try TestServer(listen: [.unix(path: path)]) }
        #expect(error?.errno == EADDRINUSE)
        #expect(try get(RawClient(path: path)).status == 200)
        _ = server
    }

    @Test func leavesAFileThatIsNoSocketAlone() throws {
        let path = freshPath()
        let file = open(path, O_CREAT | O_WRONLY, 0o600)
        close(file)
        defer { unlink(path) }
        #expect(throws: SystemError.self) { try TestServer(listen: [.unix(path: path)]) }
        #expect(access(path, F_OK) == 0)
    }

    @Test(arguments: [(107, true), (108, false)])
    func knowsHowLongAPathMayBe(length: Int, fits: Bool) {
        #expect((SocketAddress(unixPath: String(repeating: "p", count: length)) != nil) == fits)
    }

    @Test func servesAnInheritedDescriptor() throws {
        let inherited = try OccupiedPort()
        let server = try TestServer(loops: 2, listen: [.descriptor(inherited.release())])
        #expect(server.server.addresses == [.tcp(host: "127.0.0.1", port: inherited.port)])
        for _ in 0..<4 { #expect(try get(server.client()).status == 200) }
    }

    @Test func refusesADescriptorThatIsNoSocket() {
        #expect(throws: SystemError.self) { try TestServer(listen: [.descriptor(-1)]) }
    }

    // MARK: Load and shortage

    @Test func servesAThousandConnections() async throws {
        let server = try TestServer(loops: 2)
        let clients = try (0..<1000).map { _ in try server.client() }
        for _ in 0..<2 {
            for client in clients { try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n") }
            for client in clients { #expect(try client.answer().status == 200) }
        }
        #expect(server.server.statistics.openConnections == 1000)
        for client in clients { client.close() }
        #expect(await server.eventually { server.server.statistics.openConnections == 0 })
    }

    /// Out of descriptors, accepting rests; the connections there are live, and the waiting one is served later.
    @Test(arguments: [EMFILE, ENFILE, ENOMEM])
    func survivesAShortageOfDescriptors(errno: CInt) async throws {
        let shortage = Shortage()
        let server = try TestServer(accept: { listener, peer in
            guard shortage.isThere.withLock({ $0 }) else { return ListeningSocket.systemAccept(listener, &peer) }
            shortage.refusals.withLock { $0 += 1 }
            return -errno
        })
        let first = try server.client()
        #expect(try get(first).status == 200)
        let start = ContinuousClock.now
        shortage.isThere.withLock { $0 = true }
        let second = try server.client()
        #expect(await server.eventually { shortage.refusals.withLock { $0 } > 1 })
        #expect(try get(first).status == 200)
        // One try each tenth of a second, where a loop that spins would make thousands.
        let tries = shortage.refusals.withLock { $0 }
        #expect(tries <= Int((ContinuousClock.now - start) / Duration.milliseconds(100)) + 2)
        shortage.isThere.withLock { $0 = false }
        #expect(try get(second).status == 200)
    }

    @Test func survivesConnectionsThatFailBeforeTheyAreAccepted() throws {
        let shortage = Shortage(of: [ECONNABORTED, EPROTO, EPERM])
        let server = try TestServer(accept: { listener, peer in
            if let failure = shortage.failures.withLock({ $0.popLast() }) { return -failure }
            return ListeningSocket.systemAccept(listener, &peer)
        })
        #expect(try get(server.client()).status == 200)
        #expect(shortage.failures.withLock { $0.isEmpty })
    }
}

/// How accepting goes wrong.
private final class Shortage: Sendable {
    let isThere = Mutex(false)
    let refusals = Mutex(0)
    let failures: Mutex<[CInt]>
    init(of failures: [CInt] = []) { self.failures = Mutex(failures) }
}

/// A listening socket on a free port of 127.0.0.1 that shares it with nobody.
private final class OccupiedPort {
    private var descriptor: CInt
    let port: Int

    init() throws {
        let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        self.descriptor = descriptor
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 16) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard bound else { throw RawClient.Failure("bind: \(errno)") }
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    /// Hands the descriptor over.
    func release() -> CInt {
        defer { descriptor = -1 }
        return descriptor
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}

/// A socket file whose server is gone.
private func leaveStaleSocket(_ path: String) throws {
    guard let address = SocketAddress(unixPath: path) else { throw RawClient.Failure("path") }
    let listener = try Listener.open(address)
    close(listener.descriptor)
}
