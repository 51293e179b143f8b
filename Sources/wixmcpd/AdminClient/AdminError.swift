import Glibc

/// Why the admin API did not do what a command asked. `description` is for the person who typed it and holds no secret.
enum AdminError: Error, Sendable, Equatable, CustomStringConvertible {
    /// No daemon answers at any of the places; `reason` is that of the last one.
    case unreachable(places: [String], reason: String)
    /// The API refuses, in its own words.
    case refused(status: Int, message: String)
    /// The API does not know who asks.
    case unauthorized(place: String, message: String, hadToken: Bool)
    /// What answers is not the admin API.
    case foreign(place: String, detail: String)
    /// No whole answer came to a request that changes something: it may have been done.
    case lost(String)

    /// The exit code of the command (sysexits.h where it has one).
    var exitCode: CInt {
        switch self {
        case .unreachable, .foreign: EX_UNAVAILABLE
        case .refused, .unauthorized, .lost: EXIT_FAILURE
        }
    }

    var description: String {
        switch self {
        case .unreachable(let places, let reason):
            "no daemon answers at \(places.joined(separator: " or ")): \(reason). Start one with `wixmcpd serve` or "
                + "`systemctl start wixmcpd`, or name another with --url or --socket"
        case .refused(_, let message): message
        case .unauthorized(let place, let message, let hadToken):
            hadToken
                ? "\(place) does not accept the admin token that was sent: \(message)"
                : "\(place) wants the admin token. Name its file with --admin-token-file, set "
                    + "WIXMCPD_ADMIN_TOKEN, or run the command as root or as the daemon's user on the daemon's machine"
        case .foreign(let place, let detail): "what answers at \(place) is not wixmcpd's admin API: \(detail)"
        case .lost(let what):
            "the answer to \(what) was lost, so it may or may not have been done; look with the matching list command"
        }
    }
}
