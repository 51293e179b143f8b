import Glibc
import HTTPServer

/// Listening sockets that the service manager opened and passed on (sd_listen_fds(3)).
struct InheritedSockets: Sendable, Equatable {
    struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
        let description: String
    }

    /// The first descriptor after standard error.
    static let firstDescriptor: CInt = 3
    /// More would be a mistake of the unit.
    static let maximumCount = 64

    let addresses: [ListenAddress]

    /// None unless `LISTEN_PID` is this process. `isListening` tells whether a descriptor is a stream socket that
    /// listens.
    init(
        environment: [String: String], processID: Int32,
        isListening: (CInt) -> Bool = InheritedSockets.isListeningSocket
    ) throws(Failure) {
        guard let owner = environment["LISTEN_PID"], Int32(owner) == processID, let text = environment["LISTEN_FDS"]
        else {
            addresses = []
            return
        }
        guard let count = Int(text), (0...Self.maximumCount).contains(count) else {
            throw Failure(
                description: "LISTEN_FDS \(text.debugDescription) is not a number from 0 to \(Self.maximumCount)")
        }
        let names = environment["LISTEN_FDNAMES"]?.split(separator: ":", omittingEmptySubsequences: false) ?? []
        var addresses: [ListenAddress] = []
        for index in 0..<count {
            let descriptor = Self.firstDescriptor + CInt(index)
            guard isListening(descriptor) else {
                let name = names.indices.contains(index) ? " (\(names[index]))" : ""
                throw Failure(
                    description: "inherited descriptor \(descriptor)\(name) is no listening stream socket; "
                        + "the socket unit needs ListenStream= and Accept=no")
            }
            addresses.append(.descriptor(descriptor))
        }
        self.addresses = addresses
    }

    private static func isListeningSocket(_ descriptor: CInt) -> Bool {
        var value: CInt = 0
        var length = socklen_t(MemoryLayout<CInt>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &value, &length) == 0, value == 1 else { return false }
        // A child must not hold the listener open.
        return fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0
    }
}
