import CLinux
import Glibc
import HTTPCore
import Testing

@testable import HTTPServer

@Suite struct OutputQueueTests {
    /// Two connected sockets, the first one non-blocking.
    private final class Pair {
        let sending: CInt
        let receiving: CInt
        init() throws {
            var ends: [CInt] = [-1, -1]
            guard socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0, &ends) == 0 else {
                throw RawClient.Failure("socketpair: \(errno)")
            }
            (sending, receiving) = (ends[0], ends[1])
            _ = clinux_set_nonblocking(sending)
        }
        deinit {
            close(sending)
            close(receiving)
        }
        func read(_ count: Int) -> [UInt8] {
            var bytes = [UInt8](repeating: 0, count: count)
            return Array(bytes[..<max(0, recv(receiving, &bytes, count, 0))])
        }
    }

    /// Heads and bodies below and above the size that is copied, in every order.
    @Test(arguments: [[10, 20], [10, 100_000], [100_000, 10], [100_000, 100_000, 5], [16_383, 16_384, 16_385]])
    func sendsEverythingInOrderToASlowReader(sizes: [Int]) throws {
        let pair = try Pair()
        var queue = OutputQueue()
        var expected: [UInt8] = []
        for (index, size) in sizes.enumerated() {
            let body = [UInt8](repeating: UInt8(index), count: size)
            queue.append { $0 += [99] }
            queue.append(body: body)
            expected += [99] + body
        }
        #expect(queue.count == expected.count)
        var received: [UInt8] = []
        var outcome = queue.send(to: pair.sending)
        while received.count < expected.count {
            received += pair.read(3000)
            outcome = queue.send(to: pair.sending)
            #expect(queue.count <= expected.count - received.count)
        }
        #expect(received == expected)
        #expect(outcome == .sent)
        #expect(queue.isEmpty)
    }

    @Test func failsWhenThePeerIsGone() throws {
        let pair = try Pair()
        var queue = OutputQueue()
        queue.append { $0 += [1] }
        clinux_end_sending(pair.sending)
        #expect(queue.send(to: pair.sending) == .failed)
    }

    @Test func givesItsBufferBackOnlyWhenAllIsSent() throws {
        let pair = try Pair()
        var queue = OutputQueue()
        #expect(queue.release() == nil)
        var buffer: [UInt8] = []
        buffer.reserveCapacity(5000)
        queue.adopt(buffer)
        queue.append { $0 += [1, 2] }
        #expect(queue.release() == nil)
        #expect(queue.send(to: pair.sending) == .sent)
        let released = queue.release()
        #expect(released?.isEmpty == true)
        #expect(released?.capacity ?? 0 >= 5000)
        #expect(queue.release() == nil)
    }
}

@Suite struct ResponseHeadWriterTests {
    private func head(
        _ status: Int = 200, _ fields: HTTPFields = HTTPFields(), _ framing: ResponseFraming = .length(3),
        _ option: ConnectionOption = .implied
    ) -> [String] {
        var writer = ResponseHeadWriter()
        var bytes: [UInt8] = []
        writer.append(to: &bytes, status: status, fields: fields, framing: framing, option: option, now: 1)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.hasSuffix("\r\n\r\n"))
        return text.split(separator: "\r\n").map(String.init).filter { !$0.hasPrefix("date: ") }
    }

    @Test func writesWhatEachFramingNeeds() {
        #expect(head() == ["HTTP/1.1 200 OK", "content-length: 3"])
        #expect(head(204, HTTPFields(), .none) == ["HTTP/1.1 204 No Content"])
        #expect(head(200, HTTPFields(), .untilClose, .close) == ["HTTP/1.1 200 OK", "connection: close"])
        #expect(
            head(200, HTTPFields(), .chunked, .keepAlive)
                == ["HTTP/1.1 200 OK", "transfer-encoding: chunked", "connection: keep-alive"])
    }

    @Test func leavesTheFramingToTheServer() {
        let fields = HTTPFields([
            ("Content-Length", "99"), ("X", "y"), ("Connection", "upgrade"), ("Transfer-Encoding", "gzip"),
            ("Date", "yesterday"),
        ])
        #expect(head(200, fields) == ["HTTP/1.1 200 OK", "x: y", "content-length: 3"])
    }

    @Test(arguments: [("x", "a\r\nSet-Cookie: b"), ("x", "a\nb"), ("x y", "a"), ("", "a")])
    func sendsNoFieldThatBreaksOutOfItsLine(name: String, value: String) {
        let fields = HTTPFields([("a", "b"), (name, value)])
        #expect(head(200, fields) == ["HTTP/1.1 500 Internal Server Error", "content-length: 3"])
    }

    @Test func datesEveryHeadAndRenewsTheDate() throws {
        var writer = ResponseHeadWriter()
        var dates: Set<String> = []
        for now in [UInt64(1), 2, 2_000_000_000] {
            var bytes: [UInt8] = []
            writer.append(
                to: &bytes, status: 200, fields: HTTPFields(), framing: .none, option: .implied, now: now)
            let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
            let date = try #require(lines.first { $0.hasPrefix("date: ") }).dropFirst(6)
            let seconds = try #require(HTTPDate.epochSeconds(String(date)))
            #expect(abs(seconds - time(nil)) <= 1)
            dates.insert(String(date))
        }
        #expect(dates.count <= 2)
    }
}

@Suite struct ServerAnswersTests {
    @Test func failuresAreJSON() {
        let answer = ServerAnswers.failure(413, "Too \"large\" a \\ body.\n")
        #expect(answer.status == 413)
        #expect(
            String(decoding: answer.body, as: UTF8.self)
                == #"{"statusCode":413,"error":"Content Too Large","message":"Too \"large\" a \\ body. "}"#)
    }
}

@Suite struct ListenAddressTests {
    @Test(arguments: [
        (ListenAddress.tcp(host: "127.0.0.1", port: 80), "127.0.0.1:80"), (.tcp(host: "::1", port: 80), "[::1]:80"),
        (.unix(path: "/run/x"), "unix:/run/x"), (.descriptor(3), "descriptor 3"),
    ])
    func isWrittenAsConfigured(address: ListenAddress, text: String) {
        #expect(address.description == text)
    }

    @Test(arguments: [
        ("127.0.0.1", "127.0.0.1:81", true, false), ("127.1.2.3", "127.1.2.3:81", true, false),
        ("10.1.2.3", "10.1.2.3:81", false, false), ("0.0.0.0", "0.0.0.0:81", false, true),
        ("::1", "[::1]:81", true, false), ("::", "[::]:81", false, true), ("fe80::1", "[fe80::1]:81", false, false),
        ("::ffff:127.0.0.1", "127.0.0.1:81", true, false), ("::ffff:10.0.0.1", "10.0.0.1:81", false, false),
    ])
    func knowsAddresses(host: String, text: String, isLoopback: Bool, isWildcard: Bool) throws {
        let address = try #require(try SocketAddress.resolve(host: host, port: 81).first)
        #expect(address.description == text)
        #expect(address.isLoopback == isLoopback)
        #expect(address.isWildcard == isWildcard)
    }
}
