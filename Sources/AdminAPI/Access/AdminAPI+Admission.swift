import HTTPCore
import HTTPServer

/// Whether a request may do what it asks for.
enum AdminAdmission: Equatable {
    case admitted
    /// The answer to a guess is held back, so it is given when the request is complete.
    case wrongToken
    case refused(AdminError)
}

extension AdminAPI {
    /// The header field that only a script of the console's own origin can set (CSRF).
    static let consoleField = "x-wixmcpd-console"

    /// What is given counts: a wrong token is wrong, whoever sends it. Without one, a console session or a trusted peer of
    /// a Unix socket will do.
    func admission(
        of head: HTTPRequestHead, to operation: AdminOperation, from peer: HTTPPeer, now: UInt64
    ) -> AdminAdmission {
        if operation.isOpen {
            guard operation == .openSession, let fault = originFault(of: head.fields) else { return .admitted }
            return .refused(fault)
        }
        if let offered = head.fields.bearerToken {
            if offered.isEmpty { return .refused(.tokenMissing) }
            return token.matches(offered) ? .admitted : .wrongToken
        }
        if let session = head.fields.cookie(ConsoleSessions.cookie) {
            guard sessions.isOpen(session, now: now) else { return .refused(.sessionOver) }
            return sessionFault(of: head).map { .refused($0) } ?? .admitted
        }
        // A proxy's connection says nothing about whom it speaks for.
        if let user = peer.userID, options.trustedUsers.contains(user), !head.fields.wasForwarded { return .admitted }
        return .refused(.tokenMissing)
    }

    /// What makes a request with the session's cookie look like another site's.
    private func sessionFault(of head: HTTPRequestHead) -> AdminError? {
        guard !["GET", "HEAD"].contains(head.method) else { return nil }
        guard head.fields[Self.consoleField] == "1" else {
            return .crossSite("a request with the console's cookie needs the header \(Self.consoleField): 1")
        }
        return originFault(of: head.fields)
    }

    private func originFault(of fields: HTTPFields) -> AdminError? {
        guard let origin = fields[.origin]?.lowercased() else { return nil }
        let host = fields[.host]?.lowercased()
        var own = host.map { ["http://\($0)", "https://\($0)"] } ?? []
        if let url = options.publicURL { own.append(Self.origin(of: url.lowercased())) }
        return own.contains(origin) ? nil : .crossSite("the console does not take requests from another origin")
    }

    /// `https://mcp.example.com` of `https://mcp.example.com/wix`.
    private static func origin(of url: String) -> String {
        guard let scheme = url.firstRange(of: "://") else { return url }
        let end = url[scheme.upperBound...].firstIndex(of: "/") ?? url.endIndex
        return String(url[..<end])
    }
}
