import Dispatch
import Glibc

/// A plain HTTP/1.1 client on a blocking socket, so that nothing of the server's own code judges the server.
final class TestClient: @unchecked Sendable {  // one test uses it, one step after the other
    struct Head {
        let status: Int
        /// Lowercase names, in the order received.
        let fields: [(name: String, value: String)]
        func value(_ name: String) -> String? { fields.first { $0.name == name }?.value }
    }

    private let descriptor: CInt
    private var buffer: [UInt8] = []
    private var isEnded = false
    private var isChunked = false
    /// Text of an event stream that is no whole event yet.
    private var streamText: [UInt8] = []
    private var streamEnded = false

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
        }
        guard result == 0 else { throw TestServerError.connect }
    }

    deinit { disconnect() }

    private var isClosed = false
    func disconnect() {
        guard !isClosed else { return }
        isClosed = true
        close(descriptor)
    }

    /// Sends a request; `Host` and `Content-Length` are added where they are missing.
    func send(_ method: String, _ target: String, fields: [(String, String)], body: String?) throws {
        var text = "\(method) \(target) HTTP/1.1\r\n"
        if !fields.contains(where: { $0.0.lowercased() == "host" }) { text += "Host: 127.0.0.1\r\n" }
        for (name, value) in fields { text += "\(name): \(value)\r\n" }
        if let body { text += "Content-Length: \(body.utf8.count)\r\n" }
        text += "\r\n" + (body ?? "")
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw TestServerError.closed }
            bytes = bytes.dropFirst(count)
        }
    }

    // MARK: Reading

    func readHead() async throws -> Head {
        let lines = try await readThrough("\r\n\r\n").split(separator: "\r\n").map(String.init)
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw TestServerError.badAnswer(lines.first ?? "")
        }
        let fields = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return (name: parts[0].lowercased(), value: parts.count > 1 ? String(parts[1].drop { $0 == " " }) : "")
        }
        let head = Head(status: status, fields: fields)
        isChunked = head.value("transfer-encoding") == "chunked"
        streamText = []
        streamEnded = false
        return head
    }

    /// The body of a buffered answer.
    func readBody(_ head: Head) async throws -> String {
        if isChunked {
            var text: [UInt8] = []
            while let chunk = try await readChunk() { text += chunk }
            return String(decoding: text, as: UTF8.self)
        }
        guard let length = head.value("content-length").flatMap({ Int($0) }), length > 0 else { return "" }
        while buffer.count < length { try await fill() }
        defer { buffer.removeFirst(length) }
        return String(decoding: buffer[..<length], as: UTF8.self)
    }

    /// The lines of the next event, comments left out; nil at the end of the stream.
    func readEvent() async throws -> [String]? {
        while true {
            while let end = Self.find("\n\n", in: streamText) {
                let text = String(decoding: streamText[..<end], as: UTF8.self)
                streamText.removeFirst(end + 2)
                let lines = text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix(":") }
                if !lines.isEmpty { return lines }
            }
            guard !streamEnded, let chunk = try await readChunk() else {
                streamEnded = true
                return nil
            }
            streamText += chunk
        }
    }

    private func readChunk() async throws -> [UInt8]? {
        let line = try await readThrough("\r\n")
        guard let size = Int(line.prefix { $0.isHexDigit }, radix: 16) else { throw TestServerError.badAnswer(line) }
        while buffer.count < size + 2 { try await fill() }
        defer { buffer.removeFirst(size + 2) }
        return size == 0 ? nil : Array(buffer[..<size])
    }

    private func readThrough(_ mark: String) async throws -> String {
        while true {
            if let end = Self.find(mark, in: buffer) {
                defer { buffer.removeFirst(end + mark.utf8.count) }
                return String(decoding: buffer[..<end], as: UTF8.self)
            }
            try await fill()
        }
    }

    /// Waits for bytes on a thread that the tests' own tasks do not need.
    private func fill() async throws {
        let piece = try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { [descriptor] in
                var piece = [UInt8](repeating: 0, count: 65_536)
                let count = recv(descriptor, &piece, piece.count, 0)
                if count > 0 {
                    continuation.resume(returning: piece[..<count])
                } else {
                    continuation.resume(throwing: count == 0 ? TestServerError.closed : TestServerError.timeout)
                }
            }
        }
        buffer += piece
    }

    private static func find(_ mark: String, in bytes: [UInt8]) -> Int? {
        let mark = Array(mark.utf8)
        guard bytes.count >= mark.count else { return nil }
        return (0...bytes.count - mark.count).first { bytes[$0..<$0 + mark.count].elementsEqual(mark) }
    }
}
