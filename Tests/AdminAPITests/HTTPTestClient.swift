import Dispatch
import Glibc
import JSON
import Testing

/// An answer as it came.
struct Reply: Sendable {
    let status: Int
    /// Lowercase names, in the order received.
    let fields: [(name: String, value: String)]
    let body: [UInt8]

    func field(_ name: String) -> String? { fields.first { $0.name == name }?.value }
    var text: String { String(decoding: body, as: UTF8.self) }
    /// The body; null when it is no JSON.
    var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }
    var message: String { json["message"]?.stringValue ?? text }
    var items: [JSONValue] { json["result"]?.arrayValue ?? [] }
    func strings(_ member: String) -> [String] { items.compactMap { $0[member]?.stringValue } }
}

/// A plain HTTP/1.1 client on a blocking socket, one connection for each request, so that nothing of the server's own
/// code judges the server.
enum HTTPTestClient {
    enum Place: Sendable { case port(Int), path(String) }
    struct Failure: Error { let step: String }

    static func send(
        _ method: String, _ path: String, fields: [(String, String)], body: [UInt8]? = nil, chunked: [UInt8]? = nil,
        to place: Place
    ) async throws -> Reply {
        var text = "\(method) \(path) HTTP/1.1\r\nConnection: close\r\n"
        let names = Set(fields.map { $0.0.lowercased() })
        if !names.contains("host") { text += "Host: 127.0.0.1:8787\r\n" }
        for (name, value) in fields { text += "\(name): \(value)\r\n" }
        if let body {
            if !names.contains("content-type") { text += "Content-Type: application/json\r\n" }
            if !names.contains("content-length") { text += "Content-Length: \(body.count)\r\n" }
        }
        let bytes = Array((text + "\r\n").utf8) + (body ?? chunked ?? [])
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try exchange(bytes, isHead: method == "HEAD", with: place) })
            }
        }
    }

    private static func exchange(_ request: [UInt8], isHead: Bool, with place: Place) throws -> Reply {
        let descriptor = try open(place)
        defer { close(descriptor) }
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var rest = request[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            // A refusal may come before the whole body is sent.
            guard count > 0 else { break }
            rest = rest.dropFirst(count)
        }
        var answer: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &piece, piece.count, 0)
            guard count > 0 else { break }
            answer += piece[..<count]
        }
        return try parse(answer)
    }

    private static func open(_ place: Place) throws -> CInt {
        let descriptor: CInt
        let result: CInt
        switch place {
        case .port(let port):
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = UInt16(port).bigEndian
            address.sin_addr.s_addr = inet_addr("127.0.0.1")
            result = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        case .path(let path):
            descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8).prefix(107)) }
            result = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
        }
        guard result == 0 else { throw Failure(step: "connect: \(errno)") }
        return descriptor
    }

    private static func parse(_ answer: [UInt8]) throws -> Reply {
        let mark = Array("\r\n\r\n".utf8)
        guard let end = answer.firstRange(of: mark)?.lowerBound else { throw Failure(step: "no head") }
        let lines = String(decoding: answer[..<end], as: UTF8.self).split(separator: "\r\n")
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw Failure(step: "status line")
        }
        let fields = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return (name: parts[0].lowercased(), value: parts.count > 1 ? String(parts[1].drop { $0 == " " }) : "")
        }
        return Reply(status: status, fields: fields, body: Array(answer[(end + mark.count)...]))
    }
}
