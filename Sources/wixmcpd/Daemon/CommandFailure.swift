import EventLoop
import Glibc

/// Why a command cannot go on, in one sentence for the person who typed it.
struct CommandFailure: Error, Sendable, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

extension SystemError {
    /// What happened and what to do about the usual ones.
    var words: String {
        let text = String(cString: strerror(errno))
        switch errno {
        case EADDRINUSE: return "\(text); another program has it, choose another with --listen"
        case EADDRNOTAVAIL: return "\(text); this machine has no such address"
        case EACCES: return "\(text); ports below 1024 and foreign directories need privileges"
        default: return "\(text) (\(call))"
        }
    }
}
