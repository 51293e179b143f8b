/// A way to a daemon's admin API.
struct AdminTarget: Sendable, Equatable {
    /// Without a trailing slash. Over a Unix socket only the Host field comes from it.
    var baseURL: String
    /// The Unix socket to go through, in place of the URL's host.
    var socketPath: String?
    /// Nil sends none: over the socket root and the daemon's own user need none.
    var token: Secret?

    /// For messages: where the daemon was looked for.
    var place: String { socketPath.map { "unix:\($0)" } ?? baseURL }

    static func socket(_ path: String, token: Secret? = nil) -> AdminTarget {
        AdminTarget(baseURL: "http://localhost", socketPath: path, token: token)
    }
}
