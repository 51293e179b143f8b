import Glibc

/// The directory in which the daemon keeps what must survive it: its store, its keys, its admin token.
struct StateDirectory: Sendable, Equatable {
    let path: String

    init(path: String) { self.path = path }

    /// `$STATE_DIRECTORY` (of several the first), else `$XDG_STATE_HOME/wixmcpd`, else `~/.local/state/wixmcpd`; nil when
    /// the environment names none of them by an absolute path.
    init?(environment: [String: String]) {
        if let path = Self.first(in: environment["STATE_DIRECTORY"]) {
            self.path = path
        } else if let base = Self.first(in: environment["XDG_STATE_HOME"]) {
            path = base + "/wixmcpd"
        } else if let home = Self.first(in: environment["HOME"]) {
            path = home + "/.local/state/wixmcpd"
        } else {
            return nil
        }
    }

    /// The one of a daemon with these settings: the folder of the store that they name, else that of the environment. Nil
    /// for a store in memory: nothing survives there.
    init?(_ settings: Settings, environment: [String: String]) {
        switch settings.store {
        case .memory: return nil
        case .sqlite(let path):
            guard let slash = path.lastIndex(of: "/") else { return nil }
            self.init(path: slash == path.startIndex ? "/" : String(path[..<slash]))
        case nil: self.init(environment: environment)
        }
    }

    /// Where sockets go: `$RUNTIME_DIRECTORY` (of several the first), else the state directory.
    static func runtime(_ settings: Settings, environment: [String: String]) -> StateDirectory? {
        first(in: environment["RUNTIME_DIRECTORY"]).map { StateDirectory(path: $0) }
            ?? StateDirectory(settings, environment: environment)
    }

    /// The path of a file in it.
    func file(_ name: String) -> String { "\(path)/\(name)" }

    static let storeName = "wixmcpd.db"
    static let secretKeyName = "secret.key"
    static let adminTokenName = "admin.token"
    static let socketName = "wixmcpd.sock"

    /// Where systemd's unit keeps the state and the socket of the daemon that it runs.
    static let system = StateDirectory(path: "/var/lib/wixmcpd")
    static let systemSocket = "/run/wixmcpd/wixmcpd.sock"

    /// Finds the directory and makes it, readable by its owner alone, when it is not there.
    static func make(_ settings: Settings, environment: [String: String]) throws(ConfigurationError) -> StateDirectory {
        guard let directory = StateDirectory(settings, environment: environment) else {
            throw ConfigurationError(
                .environment("STATE_DIRECTORY"),
                problem: "is not set, nor is XDG_STATE_HOME or HOME; set one to an absolute path, so that there is a "
                    + "place for the store and its key")
        }
        try directory.make()
        return directory
    }

    /// Makes it and its parents; those that are there already stay as they are.
    private func make() throws(ConfigurationError) {
        var made = ""
        for name in path.split(separator: "/") {
            made += "/\(name)"
            if mkdir(made, 0o700) == 0 || errno == EEXIST { continue }
            // A parent on a read-only or foreign file system may be there all the same.
            let problem = errno
            guard access(made, F_OK) != 0 else { continue }
            throw failure("cannot be made: \(made): \(String(cString: strerror(problem)))")
        }
        if let problem { throw failure(problem) }
    }

    /// Why the directory is of no use, as the end of a sentence; nil when it is there and writable.
    var problem: String? {
        var status = stat()
        guard stat(path, &status) == 0 else { return "cannot be used: \(String(cString: strerror(errno)))" }
        guard status.st_mode & S_IFMT == S_IFDIR else { return "is no directory" }
        guard access(path, W_OK | X_OK) == 0 else { return "is not writable by this user" }
        return nil
    }

    /// True when no other user can look into it.
    var isPrivate: Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & 0o077 == 0
    }

    private func failure(_ problem: String) -> ConfigurationError {
        ConfigurationError(.standard, key: "state directory", value: path, problem: problem)
    }

    /// The first of paths separated by `:`, when it is absolute; without a trailing slash.
    private static func first(in text: String?) -> String? {
        guard let first = text?.split(separator: ":").first, first.hasPrefix("/"), first.count > 1 else { return nil }
        return String(first.hasSuffix("/") ? first.dropLast() : first)
    }
}

extension Settings {
    /// What was set, else a database in the state directory; nil when there is no such directory.
    func storeInForce(_ state: StateDirectory?) -> Store? {
        store ?? state.map { .sqlite(path: $0.file(StateDirectory.storeName)) }
    }

    /// The path of the admin socket: what was set, else in `$RUNTIME_DIRECTORY`, else in the state directory. Nil when it
    /// is switched off, or when there is no place for it.
    func adminSocketPath(environment: [String: String]) -> String? {
        switch adminSocket {
        case .off: return nil
        case .path(let path): return path
        case nil:
            return StateDirectory.runtime(self, environment: environment)?.file(StateDirectory.socketName)
        }
    }
}

extension Settings {
    /// Where the secret key is: `secret_key_file`, else the systemd credential `secret_key`, else in the state directory.
    /// Nil when there is none of them.
    func secretKeyPlace(environment: [String: String], state: StateDirectory?) throws(ConfigurationError)
        -> SecretKeyPlace?
    {
        let files = FileReader(environment: environment)
        if let secretKeyFile {
            return SecretKeyPlace(
                path: files.resolved(secretKeyFile), isCredential: secretKeyFile.hasPrefix("credential:"))
        }
        do {
            if try files.credential("secret_key") != nil {
                return SecretKeyPlace(path: files.resolved("credential:secret_key"), isCredential: true)
            }
        } catch {
            throw ConfigurationError(
                .environment("CREDENTIALS_DIRECTORY"), key: "secret_key", problem: "cannot be used: \(error)")
        }
        return state.map { SecretKeyPlace(path: $0.file(StateDirectory.secretKeyName), isCredential: false) }
    }
}

/// The file with the secret key.
struct SecretKeyPlace: Sendable, Equatable {
    var path: String
    /// systemd hands it over and may do so from anywhere: the daemon cannot replace it.
    var isCredential: Bool
}
