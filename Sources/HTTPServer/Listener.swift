import CLinux
import EventLoop
import Glibc

/// One listening socket.
struct Listener: Sendable {
    let descriptor: CInt
    /// True when the socket is bound to a loopback address or a path; false also when that differs by connection.
    let isLoopback: Bool
    /// True when the local address must be asked of each connection.
    let isWildcard: Bool
    /// The path to unlink when the listener closes.
    let path: String?
    /// True when one loop accepts for all: a socket that cannot be bound once for each loop.
    let isShared: Bool

    private static let backlog: CInt = 4096

    init(adopting descriptor: CInt, path: String? = nil, isShared: Bool) throws(SystemError) {
        let address = try SocketAddress(localOf: descriptor)
        _ = try SystemError.check("fcntl", clinux_set_nonblocking(descriptor))
        // Inherited by what is accepted, so that no connection has to set them. Not for Unix sockets, hence unchecked.
        _ = clinux_set_option(descriptor, CInt(IPPROTO_TCP), TCP_NODELAY, 1)
        _ = clinux_set_option(descriptor, SOL_SOCKET, SO_KEEPALIVE, 1)
        self.descriptor = descriptor
        self.isLoopback = address.isLoopback
        self.isWildcard = address.isWildcard
        self.path = path
        self.isShared = isShared
    }

    func close() {
        Glibc.close(descriptor)
        if let path { unlink(path) }
    }

    /// Binds and listens. `joinsPort`: the port belongs to this server already and gets one more listener.
    ///
    /// A socket that is bound with `SO_REUSEPORT` shares its port with any other such socket of the same user, a second
    /// daemon's too. So the first listener of a port binds without it, which fails with EADDRINUSE while anybody
    /// listens there, and takes the option on afterwards, for the listeners that join it (socket(7)).
    static func open(
        _ address: SocketAddress, path: String? = nil, isOnlyV6: Bool = false, joinsPort: Bool = false
    ) throws(SystemError) -> Listener {
        let descriptor = try SystemError.check("socket", clinux_socket(address.family))
        do {
            if !address.isUnix { try setOption(SO_REUSEADDR, on: descriptor) }
            if joinsPort { try setOption(SO_REUSEPORT, on: descriptor) }
            if address.family == AF_INET6 {
                _ = clinux_set_option(descriptor, CInt(IPPROTO_IPV6), IPV6_V6ONLY, isOnlyV6 ? 1 : 0)
            }
            var storage = address.storage
            _ = try SystemError.check(
                "bind \(address.listenAddress)", clinux_bind(descriptor, &storage, address.length))
            if !address.isUnix, !joinsPort { try setOption(SO_REUSEPORT, on: descriptor) }
            _ = try SystemError.check(
                "listen \(address.listenAddress)", clinux_listen(descriptor, backlog))
            return try Listener(adopting: descriptor, path: path, isShared: address.isUnix)
        } catch {
            Glibc.close(descriptor)
            throw error
        }
    }

    private static func setOption(_ option: CInt, on descriptor: CInt) throws(SystemError) {
        _ = try SystemError.check("setsockopt", clinux_set_option(descriptor, SOL_SOCKET, option, 1))
    }
}
