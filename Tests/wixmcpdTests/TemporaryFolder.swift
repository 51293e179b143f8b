import Glibc

/// A folder with given files that goes away with its last reference.
final class TemporaryFolder: Sendable {
    struct Failure: Error {}
    let path: String
    private let names: [String]

    init(_ files: [String: String] = [:]) throws {
        var template = Array("/tmp/wixmcpd-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure() }
        path = template.withUnsafeBufferPointer {
            String(decoding: $0.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
        names = files.keys.sorted()
        for (name, text) in files {
            let descriptor = open("\(path)/\(name)", O_WRONLY | O_CREAT, 0o600)
            guard descriptor >= 0 else { throw Failure() }
            defer { close(descriptor) }
            guard write(descriptor, text, text.utf8.count) == text.utf8.count else { throw Failure() }
        }
    }

    deinit {
        for name in names { unlink("\(path)/\(name)") }
        rmdir(path)
    }
}
