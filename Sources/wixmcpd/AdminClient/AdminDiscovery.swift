import Glibc
import HTTPServer

/// Finds the daemon that a command is about, and the token to speak with it.
struct AdminDiscovery: Sendable {
    /// `--url`, `--socket` and `--admin-token-file`.
    var url: String?
    var socketPath: String?
    var tokenFile: String?
    var environment: [String: String] = [:]
    var files = FileReader()
    /// Who runs the command.
    var user = geteuid()
    /// The system's daemon, for those who run commands outside of its unit.
    var system = StateDirectory.system
    var systemSocket = StateDirectory.systemSocket

    /// The ways to try, in this order: what the flags name, what `WIXMCPD_URL` names, the Unix socket of this user's
    /// daemon, that of the system's daemon, the first address that the configuration listens on.
    ///
    /// - Parameter load: reads the configuration; not needed to reach what is named.
    func targets(_ load: () throws -> Settings) throws -> [AdminTarget] {
        if let socketPath { return [try socketTarget(socketPath) { try localToken(try load()) }] }
        if let named = url ?? environment["WIXMCPD_URL"].flatMap({ $0.isEmpty ? nil : $0 }) {
            return [try namedTarget(named, load)]
        }
        let settings = try load()
        let token = try namedToken() ?? localToken(settings)
        var targets: [AdminTarget] = []
        for path in sockets(settings) { targets.append(try socketTarget(path) { token }) }
        for case ListenAddress.unix(let path) in settings.listenAddresses {
            targets.append(try socketTarget(path) { token })
        }
        if let authority = settings.listenAddresses.lazy.compactMap(\.localAuthority).first {
            targets.append(AdminTarget(baseURL: "http://\(authority)", token: token))
        }
        return targets
    }

    /// Root and the daemon's own user are known by who they are; a token that they do not need could only be wrong.
    private func socketTarget(_ path: String, token: () throws -> Secret?) throws -> AdminTarget {
        if let tokenFile { return AdminTarget.socket(path, token: try read(tokenFile, .flag("--admin-token-file"))) }
        if user == 0 || files.owner(of: path) == user { return AdminTarget.socket(path) }
        return AdminTarget.socket(path, token: try namedToken() ?? token())
    }

    private func namedTarget(_ text: String, _ load: () throws -> Settings) throws -> AdminTarget {
        let origin: ConfigurationOrigin = url == nil ? .environment("WIXMCPD_URL") : .flag("--url")
        let base: String
        do {
            base = try ValueForm<String>.url.read(text)
        } catch {
            throw ConfigurationError(origin, value: text, problem: error.text)
        }
        guard let parts = WebURL(base) else {
            throw ConfigurationError(origin, value: text, problem: "is not an http or https URL")
        }
        var token = try namedToken()
        if token == nil {
            // The token of this machine's daemon goes to no other machine.
            let settings = try? load()
            let isOurs = settings?.publicURL.flatMap(WebURL.init)?.origin == parts.origin
            if let settings, isOurs || parts.isLoopback { token = try localToken(settings) }
        }
        return AdminTarget(baseURL: base, token: token)
    }

    /// The token that a flag or the environment names.
    private func namedToken() throws(ConfigurationError) -> Secret? {
        if let tokenFile { return try read(tokenFile, .flag("--admin-token-file")) }
        if let text = environment["WIXMCPD_ADMIN_TOKEN"], !text.isEmpty {
            do {
                return try ValueForm<Secret>.secret.read(text)
            } catch {
                throw ConfigurationError(.environment("WIXMCPD_ADMIN_TOKEN"), problem: error.text)
            }
        }
        guard let path = environment["WIXMCPD_ADMIN_TOKEN_FILE"], !path.isEmpty else { return nil }
        return try read(path, .environment("WIXMCPD_ADMIN_TOKEN_FILE"))
    }

    /// The token of the daemon on this machine, as far as this user may read it.
    private func localToken(_ settings: Settings) throws(ConfigurationError) -> Secret? {
        if let token = settings.adminToken { return token }
        let own = StateDirectory(settings, environment: environment)
        let paths = [
            settings.adminTokenFile, own?.file(StateDirectory.adminTokenName),
            system.file(StateDirectory.adminTokenName),
        ]
        for path in paths.compactMap({ $0 }) where files.isReadable(path) { return try read(path, .standard) }
        return nil
    }

    private func sockets(_ settings: Settings) -> [String] {
        var paths = [settings.adminSocketPath(environment: environment)]
        if settings.adminSocket == nil, paths != [systemSocket] { paths.append(systemSocket) }
        return paths.compactMap { $0 }.filter { files.exists($0) }
    }

    private func read(_ path: String, _ origin: ConfigurationOrigin) throws(ConfigurationError) -> Secret {
        do {
            return try files.secret(in: path)
        } catch {
            throw ConfigurationError(origin, key: "admin token", value: path, problem: "cannot be used: \(error)")
        }
    }
}

extension WebURL {
    /// True when the host is this machine's loopback; a name such as `127.example.com` is not.
    var isLoopback: Bool {
        host == "localhost" || host == "[::1]"
            || (host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." })
    }
}
