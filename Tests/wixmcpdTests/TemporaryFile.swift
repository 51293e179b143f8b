import Glibc

/// A file with given text that goes away with its last reference.
final class TemporaryFile: Sendable {
    struct Failure: Error {}
    let path: String

    init(_ text: String, suffix: String = ".yaml") throws {
        var template = Array("/tmp/wixmcpd-test-XXXXXX\(suffix)".utf8CString)
        let descriptor = mkstemps(&template, CInt(suffix.utf8.count))
        guard descriptor >= 0 else { throw Failure() }
        defer { close(descriptor) }
        path = template.withUnsafeBufferPointer {
            String(decoding: $0.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
        guard write(descriptor, text, text.utf8.count) == text.utf8.count else { throw Failure() }
    }

    deinit { unlink(path) }
}
