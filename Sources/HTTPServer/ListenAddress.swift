/// Where to listen.
package enum ListenAddress: Sendable, Equatable {
    /// Host name or literal (an empty host or `*` is every address), and port (0: any free one).
    case tcp(host: String, port: Int)
    case unix(path: String)
    /// A listening socket that was inherited (systemd socket activation).
    case descriptor(CInt)
}

extension ListenAddress: CustomStringConvertible {
    /// `127.0.0.1:8787`, `[::1]:8787`, `unix:/run/x.sock`.
    package var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): "unix:\(path)"
        case .descriptor(let descriptor): "descriptor \(descriptor)"
        }
    }
}
