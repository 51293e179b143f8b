import Foundation
import Glibc

/// An origin that does exactly what a test tells it, right or wrong: one listening socket, one thread for each
/// connection.
final class RawOrigin: Sendable {
    let port: Int
    private let listener: CInt

    var url: String { "http://127.0.0.1:\(port)/" }

    /// `script` gets each connection and its number from 0; the connection closes when it returns.
    init(_ script: @escaping @Sendable (RawConnection, Int) -> Void) {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                _ = bind(listener, generic, length)
                _ = listen(listener, 64)
                _ = getsockname(listener, generic, &length)
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread {
            var number = 0
            while true {
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0 else { return }
                let connection = RawConnection(descriptor)
                let current = number
                number += 1
                Thread.detachNewThread {
                    script(connection, current)
                    close(descriptor)
                }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }
}

/// One blocking connection.
struct RawConnection: Sendable {
    private let descriptor: CInt
    init(_ descriptor: CInt) { self.descriptor = descriptor }

    /// Reads one request: its head, and a body of the declared length. Nil when the client is gone.
    func readRequest() -> String? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let end = text.range(of: "\r\n\r\n") {
                let head = text[..<end.lowerBound].lowercased()
                let length = head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
                    .flatMap { Int($0.dropFirst("content-length:".count).drop { $0 == " " }) }
                if text[end.upperBound...].utf8.count >= length ?? 0 { return text }
            }
            let count = recv(descriptor, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            bytes += chunk[..<count]
        }
    }

    /// False when the client is gone.
    @discardableResult
    func write(_ text: String) -> Bool { write(Array(text.utf8)) }

    @discardableResult
    func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Says that no more is sent; still reads.
    func endOutput() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Waits until the client closes.
    func waitForClose() {
        var byte: UInt8 = 0
        while recv(descriptor, &byte, 1, 0) > 0 {}
    }
}

extension String {
    /// The first range of `other`, without Foundation.
    fileprivate func range(of other: String) -> Range<Index>? {
        guard let found = utf8.indices.first(where: { utf8[$0...].starts(with: other.utf8) }) else { return nil }
        return found..<(utf8.index(found, offsetBy: other.utf8.count))
    }
}
