import HTTPServer

extension ListenAddress {
    /// Reads `HOST:PORT`, `[IPV6]:PORT`, `unix:PATH`; `*` and an empty host mean every IPv4 address.
    init?(_ text: String) {
        if text.hasPrefix("unix:") {
            let path = String(text.dropFirst("unix:".count))
            // sun_path holds 108 bytes and its terminator.
            guard path.hasPrefix("/"), path.utf8.count < 108 else { return nil }
            self = .unix(path: path)
            return
        }
        guard let colon = text.lastIndex(of: ":"),
            let port = Int(text[text.index(after: colon)...]), (0...65535).contains(port)
        else { return nil }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
        } else if host.contains(":") || host.contains(" ") {
            return nil
        }
        self = .tcp(host: host.isEmpty || host == "*" ? "0.0.0.0" : host, port: port)
    }

    /// The same spelling back.
    var text: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): "unix:\(path)"
        case .descriptor(let descriptor): "descriptor \(descriptor)"
        }
    }

    /// The authority under which a client on this machine reaches the address; nil for anything but TCP.
    var localAuthority: String? {
        guard case .tcp(let host, let port) = self else { return nil }
        switch host {
        case "0.0.0.0": return "127.0.0.1:\(port)"
        case "::": return "[::1]:\(port)"
        default: return text
        }
    }

    /// True when only this machine can connect.
    var isLoopback: Bool {
        switch self {
        case .tcp(let host, _): host == "localhost" || host == "::1" || host.hasPrefix("127.")
        case .unix: true
        case .descriptor: false
        }
    }
}
