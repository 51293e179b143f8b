import Glibc

/// A system call that failed.
package struct SystemError: Error, Sendable, Equatable, CustomStringConvertible {
    package let call: String
    package let errno: CInt
    package init(_ call: String, errno: CInt) {
        self.call = call
        self.errno = errno
    }

    /// `bind: Address already in use`.
    package var description: String { "\(call): \(SystemError.words(for: errno))" }

    /// The C library's words for an error number.
    package static func words(for errno: CInt) -> String {
        var buffer = [CChar](repeating: 0, count: 128)
        _ = strerror_r(errno, &buffer, buffer.count)
        let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return bytes.isEmpty ? "error \(errno)" : String(decoding: bytes, as: UTF8.self)
    }

    /// `result`, or the error that a negative result of the CLinux calls stands for.
    package static func check(_ call: String, _ result: CInt) throws(SystemError) -> CInt {
        guard result >= 0 else { throw SystemError(call, errno: -result) }
        return result
    }
}
