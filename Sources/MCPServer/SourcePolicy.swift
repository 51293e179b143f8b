import HTTPCore
import HTTPServer

/// Which `Host` and `Origin` a request may name: the guard against DNS rebinding (2025-11-25, "Security Warning").
struct SourcePolicy: Sendable {
    private let hosts: Set<String>
    private let origins: Set<String>

    init(allowedHosts: [String], allowedOrigins: [String]) {
        hosts = Set(allowedHosts.map { $0.lowercased() })
        origins = Set(allowedOrigins.map { $0.lowercased() })
    }

    /// Why the request is refused with 403; nil when it may go on.
    func fault(of fields: HTTPFields, from peer: HTTPPeer) -> String? {
        if let host = fields[.host], !allowsHost(host, from: peer) {
            return "This host name is not served here. Add it to allowed_hosts, or use localhost."
        }
        if let origin = fields[.origin], !allowsOrigin(origin) {
            return "Requests from this origin are not allowed. Add it to allowed_origins."
        }
        return nil
    }

    /// The origin to name in `Access-Control-Allow-Origin`: only configured ones.
    func crossOrigin(of fields: HTTPFields) -> String? {
        guard !origins.isEmpty, let origin = fields[.origin], origins.contains(origin.lowercased()) else { return nil }
        return origin
    }

    /// On a loopback address only loopback names and configured ones; elsewhere any, until some are configured.
    /// A Unix socket is out of a browser's reach, whatever its peer calls it.
    private func allowsHost(_ host: String, from peer: HTTPPeer) -> Bool {
        let name = Self.hostName(of: host[...])
        if Self.isLoopback(name) || hosts.contains(name.lowercased()) || hosts.contains(host.lowercased()) {
            return true
        }
        return hosts.isEmpty && (!peer.isLocalLoopback || peer.address == "unix")
    }

    private func allowsOrigin(_ origin: String) -> Bool {
        if origins.contains(origin.lowercased()) { return true }
        for scheme in ["http://", "https://"] where origin.hasPrefix(scheme) {
            let name = Self.hostName(of: origin.dropFirst(scheme.count))
            return Self.isLoopback(name) || hosts.contains(name.lowercased())
        }
        return false
    }

    private static func isLoopback(_ name: Substring) -> Bool {
        name == "localhost" || name == "127.0.0.1" || name == "[::1]" || name.lowercased() == "localhost"
    }

    /// `authority` without its port. A port that is no number makes the whole text a name that nothing matches.
    private static func hostName(of authority: Substring) -> Substring {
        guard let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") else { return authority }
        let port = authority[authority.index(after: colon)...]
        return port.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
            ? authority[..<colon] : authority
    }
}
