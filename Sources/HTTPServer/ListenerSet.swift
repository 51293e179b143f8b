import CLinux
import EventLoop
import Glibc

/// The listening sockets of a server: for each loop its own, and those that one loop accepts for all.
struct ListenerSet {
    /// By loop.
    private(set) var listeners: [[Listener]]
    /// The addresses bound, with real ports.
    private(set) var addresses: [ListenAddress] = []

    /// Port 0 may be free on one address of a host and taken on the next; another try gets another port.
    private static let tries = 16

    /// Binds everything or nothing.
    init(binding wanted: [ListenAddress], loops: Int) throws(SystemError) {
        listeners = Array(repeating: [], count: max(1, loops))
        do {
            for address in wanted {
                switch address {
                case .tcp(let host, let port): try bind(host: host, port: port)
                case .unix(let path): try bind(path: path)
                case .descriptor(let descriptor): try adopt(descriptor)
                }
            }
        } catch {
            close()
            throw error
        }
    }

    func close() {
        for listener in listeners.joined() { listener.close() }
    }

    // MARK: TCP

    private mutating func bind(host: String, port: Int) throws(SystemError) {
        guard let port = UInt16(exactly: port) else { throw SystemError("bind port \(port)", errno: EINVAL) }
        let isEverywhere = host.isEmpty || host == "*"
        let resolved = try SocketAddress.resolve(host: isEverywhere ? nil : host, port: port)
        var last = SystemError("bind \(host)", errno: EADDRNOTAVAIL)
        for _ in 0..<(port == 0 ? ListenerSet.tries : 1) {
            do {
                let bound = try ListenerSet.bind(resolved, loops: listeners.count)
                for (index, list) in bound.enumerated() { listeners[index] += list }
                for listener in bound[0] {
                    addresses.append(try SocketAddress(localOf: listener.descriptor).listenAddress)
                }
                return
            } catch {
                last = error
                guard error.errno == EADDRINUSE else { break }
            }
        }
        throw last
    }

    /// Binds each address once for each loop, all on the port that the first one got. An address family that this
    /// machine does not have is left out as long as one address remains.
    private static func bind(_ resolved: [SocketAddress], loops: Int) throws(SystemError) -> [[Listener]] {
        var bound: [[Listener]] = Array(repeating: [], count: loops)
        var missing = SystemError("bind", errno: EADDRNOTAVAIL)
        do {
            var port: UInt16?
            for var address in resolved {
                for loop in 0..<loops {
                    if let port { address.port = port }
                    do {
                        let listener = try Listener.open(
                            address, isOnlyV6: resolved.count > 1, joinsPort: loop > 0)
                        bound[loop].append(listener)
                        if port == nil { port = try SocketAddress(localOf: listener.descriptor).port }
                    } catch  where loop == 0 && [EADDRNOTAVAIL, EAFNOSUPPORT].contains(error.errno) {
                        missing = error
                        break
                    }
                }
            }
        } catch {
            for listener in bound.joined() { listener.close() }
            throw error
        }
        guard !bound[0].isEmpty else { throw missing }
        return bound
    }

    // MARK: Shared sockets

    private mutating func bind(path: String) throws(SystemError) {
        guard let address = SocketAddress(unixPath: path) else {
            throw SystemError("bind unix:\(path)", errno: ENAMETOOLONG)
        }
        if ListenerSet.isStale(address, path) { unlink(path) }
        listeners[0].append(try Listener.open(address, path: path))
        addresses.append(.unix(path: path))
    }

    /// True when a socket file is there and nobody answers: left by a server that did not end in order.
    private static func isStale(_ address: SocketAddress, _ path: String) -> Bool {
        // Connecting to a file of any other kind is refused as well.
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return false }
        let descriptor = clinux_socket(AF_UNIX)
        guard descriptor >= 0 else { return false }
        defer { Glibc.close(descriptor) }
        var storage = address.storage
        return clinux_connect(descriptor, &storage, address.length) == -ECONNREFUSED
    }

    private mutating func adopt(_ descriptor: CInt) throws(SystemError) {
        listeners[0].append(try Listener(adopting: descriptor, isShared: true))
        addresses.append(try SocketAddress(localOf: descriptor).listenAddress)
    }
}
