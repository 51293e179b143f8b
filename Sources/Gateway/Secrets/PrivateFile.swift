import EventLoop
import Glibc

/// Files that only the daemon's user may read: keys, tokens, the store. All calls block.
package enum PrivateFile {
    /// The whole file; nil when there is none.
    /// - Parameters:
    ///   - limit: the most bytes that such a file has.
    ///   - allowsOthers: whether the mode of the file may let others read it, e.g. because its folder keeps them out.
    package static func read(
        _ path: String, limit: Int, allowsOthers: Bool = false
    ) throws(PrivateFileError) -> [UInt8]? {
        // Without O_NONBLOCK a pipe would wait here for a writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        if descriptor < 0, errno == ENOENT { return nil }
        guard descriptor >= 0 else { throw .last("cannot be read", path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .last("cannot be read", path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .unacceptable(path: path, problem: "is not a file") }
        guard allowsOthers || status.st_mode & 0o077 == 0 else {
            throw .exposed(path: path, mode: String(status.st_mode & 0o777, radix: 8))
        }
        var bytes = [UInt8](repeating: 0, count: limit + 1)
        var count = 0
        while count < bytes.count {
            let step = bytes.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress.map { $0 + count }, $0.count - count)
            }
            if step < 0, errno == EINTR { continue }
            guard step >= 0 else { throw .last("cannot be read", path) }
            if step == 0 { break }
            count += step
        }
        guard count <= limit else { throw .unacceptable(path: path, problem: "has more than \(limit) bytes") }
        return Array(bytes.prefix(count))
    }

    /// Makes a file with mode 0600 that holds `bytes`, on stable storage when it returns. The file is there whole or not
    /// at all, whenever the process ends.
    /// - Returns: false, with nothing changed, when there is such a file already.
    package static func make(_ path: String, _ bytes: [UInt8]) throws(PrivateFileError) -> Bool {
        let draft = "\(path).\(getpid()).tmp"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .last("cannot be made", path) }
        defer {
            close(descriptor)
            unlink(draft)
        }
        try write(bytes, to: descriptor, path)
        guard fsync(descriptor) == 0 else { throw .last("cannot be made", path) }
        // A link is made only where nothing is: two processes cannot both believe that the file is theirs.
        guard link(draft, path) == 0 else {
            if errno == EEXIST { return false }
            throw .last("cannot be made", path)
        }
        try syncFolder(of: path)
        return true
    }

    /// Puts the file `source` in the place of `path`, on stable storage when it returns.
    package static func move(_ source: String, to path: String) throws(PrivateFileError) {
        guard rename(source, path) == 0 else { throw .last("cannot be replaced", path) }
        try syncFolder(of: path)
    }

    /// Removes the file, if it is there.
    package static func remove(_ path: String) throws(PrivateFileError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw .last("cannot be removed", path) }
    }

    /// Opens the file for reading and writing, and makes it when there is none. Whatever its mode was, it is 0600 then.
    /// - Returns: the descriptor, for the caller to close.
    package static func openForWriting(_ path: String) throws(PrivateFileError) -> CInt {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .last("cannot be opened", path) }
        var status = stat()
        if fstat(descriptor, &status) != 0 || (status.st_mode & 0o077 != 0 && fchmod(descriptor, 0o600) != 0) {
            let error = PrivateFileError.last("cannot be given mode 0600", path)
            close(descriptor)
            throw error
        }
        return descriptor
    }

    private static func write(_ bytes: [UInt8], to descriptor: CInt, _ path: String) throws(PrivateFileError) {
        var remaining = bytes[...]
        while !remaining.isEmpty {
            let step = remaining.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if step < 0, errno == EINTR { continue }
            guard step >= 0 else { throw .last("cannot be written", path) }
            remaining = remaining.dropFirst(step)
        }
    }

    /// Makes the names in the file's folder durable (fsync(2)).
    private static func syncFolder(of path: String) throws(PrivateFileError) {
        let parts = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path[..<$0] }
        let folder = parts.map { $0.isEmpty ? "/" : String($0) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last("cannot be made durable", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .last("cannot be made durable", path) }
    }
}

/// Why a private file cannot be used. `description` is one sentence for the operator and holds nothing of the file.
package enum PrivateFileError: Error, Sendable, Equatable, CustomStringConvertible {
    case missing(path: String)
    /// Others than the owner may read it.
    case exposed(path: String, mode: String)
    /// What it is or holds cannot be used.
    case unacceptable(path: String, problem: String)
    /// A system call failed.
    case failed(path: String, what: String, reason: String)

    /// With the words for `errno`.
    fileprivate static func last(_ what: String, _ path: String) -> PrivateFileError {
        .failed(path: path, what: what, reason: SystemError.words(for: errno))
    }

    package var description: String {
        switch self {
        case .missing(let path): "there is no file \(path)"
        case .exposed(let path, let mode):
            "the file \(path) can be read by others (its mode is \(mode)); `chmod 600 \(path)` puts that right"
        case .unacceptable(let path, let problem): "the file \(path) \(problem)"
        case .failed(let path, let what, let reason): "the file \(path) \(what): \(reason)"
        }
    }
}
