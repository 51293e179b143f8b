import Glibc

/// Reads the small files of a configuration: the file itself, secrets, systemd credentials.
struct FileReader: Sendable {
    struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
        let description: String
    }

    /// `$CREDENTIALS_DIRECTORY`: a path `credential:NAME` is looked up there.
    private let credentialsDirectory: String?

    init(environment: [String: String] = [:]) { credentialsDirectory = environment["CREDENTIALS_DIRECTORY"] }

    func exists(_ path: String) -> Bool { access(resolved(path), F_OK) == 0 }
    func isReadable(_ path: String) -> Bool { access(resolved(path), R_OK) == 0 }

    /// The user to whom a file belongs; nil when there is no such file.
    func owner(of path: String) -> uid_t? {
        var status = stat()
        return stat(resolved(path), &status) == 0 ? status.st_uid : nil
    }

    /// The whole file as UTF-8 text.
    func text(of path: String, maximumBytes: Int = 64 << 10) throws(Failure) -> String {
        let descriptor = open(resolved(path), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure() }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw Self.failure()
            }
            if count == 0 { break }
            bytes.append(contentsOf: chunk[..<count])
            guard bytes.count <= maximumBytes else {
                throw Failure(description: "it is longer than \(ByteSize.text(maximumBytes))")
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(description: "it is not UTF-8 text")
        }
        return text
    }

    /// A secret on one line; the line break that editors add is not part of it.
    func secret(in path: String) throws(Failure) -> Secret {
        let text = try text(of: path)
        do {
            return try ValueForm<Secret>.secret.read(text[...].trimmed)
        } catch {
            throw Failure(description: "it \(error.text)")
        }
    }

    /// The secret that systemd loaded under `name`, if it did.
    func credential(_ name: String) throws(Failure) -> Secret? {
        let path = "credential:\(name)"
        guard credentialsDirectory != nil, exists(path) else { return nil }
        let secret = try secret(in: path)
        // The unit's default for a file that is not there.
        return secret.value == "-" ? nil : secret
    }

    /// The path of a file, with `credential:NAME` looked up.
    func resolved(_ path: String) -> String {
        let scheme = "credential:"
        guard path.hasPrefix(scheme) else { return path }
        return "\(credentialsDirectory ?? "/run/credentials/wixmcpd.service")/\(path.dropFirst(scheme.count))"
    }

    private static func failure() -> Failure { Failure(description: String(cString: strerror(errno))) }
}
