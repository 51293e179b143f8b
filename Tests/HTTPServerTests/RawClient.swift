import CLinux
import Glibc

/// A blocking client on a bare socket: it sends what it is told and reads answers without any leniency.
final class RawClient {
    struct Answer: Equatable {
        var status: Int
        var fields: [String: String]
        var body: [UInt8]
        var text: String { String(decoding: body, as: UTF8.self) }
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }

    let descriptor: CInt
    /// Kept as long as the client: a server that nobody refers to ends.
    var server: TestServer?
    private var received: [UInt8] = []
    private var isOpen = true

    /// How long a read may take before the test fails.
    private static let patience = timeval(tv_sec: 20, tv_usec: 0)

    /// A connection to a port of 127.0.0.1.
    init(port: Int, receiveBuffer: CInt? = nil) throws {
        descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure("socket: \(errno)") }
        if var receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, socklen_t(MemoryLayout<CInt>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        try connect(&address)
    }

    init(path: String) throws {
        descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure("socket: \(errno)") }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        try connect(&address)
    }

    private func connect<Address>(_ address: inout Address) throws {
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<Address>.size))
            }
        }
        guard result == 0 else { throw Failure("connect: \(errno)") }
        var patience = RawClient.patience
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var one: CInt = 1
        setsockopt(descriptor, CInt(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<CInt>.size))
    }

    deinit { close() }

    func close() {
        if isOpen { Glibc.close(descriptor) }
        isOpen = false
    }

    /// Closes with a RST.
    func reset() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    func endSending() { clinux_end_sending(descriptor) }

    // MARK: Sending

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(
                    descriptor, $0.baseAddress.map { $0 + sent }, bytes.count - sent, CInt(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure("send: \(errno)") }
            sent += count
        }
    }

    // MARK: Reading

    /// Reads one answer by its framing. Interim answers (1xx) are returned as answers.
    func answer(toHead: Bool = false) throws -> Answer {
        var answer = try head()
        if toHead || answer.status < 200 || answer.status == 204 || answer.status == 304 { return answer }
        if answer.fields["transfer-encoding"] == "chunked" {
            while let chunk = try chunk() { answer.body += chunk }
        } else if let length = answer.fields["content-length"].flatMap({ Int($0) }) {
            answer.body = try take(length)
        } else {
            answer.body = try rest()
        }
        return answer
    }

    /// Reads a status line and fields.
    func head() throws -> Answer {
        var lines = try take(upTo: "\r\n\r\n").split(separator: "\r\n")
        let statusLine = lines.removeFirst().split(separator: " ")
        guard statusLine.count >= 2, statusLine[0] == "HTTP/1.1", let status = Int(statusLine[1]) else {
            throw Failure("bad status line \(statusLine)")
        }
        var fields: [String: String] = [:]
        for line in lines {
            guard let colon = line.firstIndex(of: ":") else { throw Failure("bad field \(line)") }
            let name = line[..<colon].lowercased()
            guard fields[name] == nil else { throw Failure("field \(name) twice") }
            fields[name] = line[line.index(after: colon)...].drop { $0 == " " }.description
        }
        return Answer(status: status, fields: fields, body: [])
    }

    /// The next chunk of a chunked body; nil at its end.
    func chunk() throws -> [UInt8]? {
        guard let size = Int(try take(upTo: "\r\n"), radix: 16) else { throw Failure("bad chunk size") }
        let data = try take(size)
        guard try take(2) == Array("\r\n".utf8) else { throw Failure("chunk without CRLF") }
        return size == 0 ? nil : data
    }

    /// Everything up to the end of input.
    func rest() throws -> [UInt8] {
        while try fill() {}
        defer { received = [] }
        return received
    }

    /// True when the peer closed and nothing is left to read.
    func isAtEnd() -> Bool {
        do { return try received.isEmpty && !fill() } catch { return true }
    }

    func take(_ count: Int) throws -> [UInt8] {
        while received.count < count { guard try fill() else { throw Failure("end of input in a body") } }
        defer { received.removeFirst(count) }
        return Array(received[..<count])
    }

    /// The text before `end`, which is taken too.
    func take(upTo end: String) throws -> String {
        let wanted = Array(end.utf8)
        var searched = 0
        while true {
            if let found = received[searched...].firstRange(of: wanted) {
                defer { received.removeFirst(found.upperBound) }
                return String(decoding: received[..<found.lowerBound], as: UTF8.self)
            }
            searched = max(0, received.count - wanted.count)
            guard try fill() else {
                throw Failure("end of input before \(end.debugDescription), after \(received.count) bytes")
            }
        }
    }

    /// Reads once; false at the end of input.
    private func fill() throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count >= 0 else { throw Failure("recv: \(String(cString: strerror(errno)))") }
        received += buffer[..<count]
        return count > 0
    }
}
