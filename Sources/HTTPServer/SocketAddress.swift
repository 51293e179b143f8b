import CLinux
import EventLoop
import Glibc

/// The address of a socket, as the kernel has it.
struct SocketAddress {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)

    init() {}

    /// The address that `descriptor` is bound to.
    init(localOf descriptor: CInt) throws(SystemError) {
        _ = try SystemError.check("getsockname", clinux_local_address(descriptor, &storage, &length))
    }

    /// Nil when the path is empty or does not fit into an address (107 bytes).
    init?(unixPath: String) {
        var path = unixPath
        let fits = path.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                characters.baseAddress.map {
                    clinux_unix_address($0, characters.count, &storage, &length)
                } ?? false
            }
        }
        guard fits else { return nil }
    }

    /// The addresses of a host; `nil` is every local address. Blocks while the name is looked up: for start-up only.
    static func resolve(host: String?, port: UInt16) throws(SystemError) -> [SocketAddress] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &list) == 0 else {
            throw SystemError("getaddrinfo \(host ?? "*")", errno: EADDRNOTAVAIL)
        }
        defer { freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var next = list
        while let entry = next {
            if let address = entry.pointee.ai_addr, [AF_INET, AF_INET6].contains(entry.pointee.ai_family) {
                addresses.append(SocketAddress(copying: address, length: entry.pointee.ai_addrlen))
            }
            next = entry.pointee.ai_next
        }
        return addresses
    }

    private init(copying address: UnsafePointer<sockaddr>, length: socklen_t) {
        self.length = min(length, socklen_t(MemoryLayout<sockaddr_storage>.size))
        withUnsafeMutableBytes(of: &storage) { bytes in
            bytes.copyMemory(from: UnsafeRawBufferPointer(start: address, count: Int(self.length)))
        }
    }

    var family: CInt { CInt(storage.ss_family) }
    var isUnix: Bool { family == AF_UNIX }

    var port: UInt16 {
        get { UInt16(bigEndian: field(at: 2, as: UInt16.self)) }
        set {
            // The port follows the family in both kinds of address.
            withUnsafeMutableBytes(of: &storage) {
                $0.storeBytes(of: newValue.bigEndian, toByteOffset: 2, as: UInt16.self)
            }
        }
    }

    /// The path of a Unix address.
    var path: String {
        withUnsafePointer(to: storage) { String(cString: clinux_unix_path($0, length)) }
    }

    /// The bytes of an IPv4 address, also when it is mapped into IPv6.
    private var v4: [UInt8]? {
        withUnsafeBytes(of: storage) { bytes in
            if family == AF_INET { return Array(bytes[4..<8]) }
            let mapped = family == AF_INET6 && bytes[8..<18].allSatisfy { $0 == 0 } && bytes[18] == 255
            return mapped && bytes[19] == 255 ? Array(bytes[20..<24]) : nil
        }
    }

    /// The address without the port: `127.0.0.1`, `::1`.
    var host: String {
        if let v4 { return "\(v4[0]).\(v4[1]).\(v4[2]).\(v4[3])" }
        guard family == AF_INET6 else { return "" }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let written = withUnsafeBytes(of: storage) { bytes in
            bytes.baseAddress.flatMap { inet_ntop(AF_INET6, $0 + 8, &text, socklen_t(text.count)) } != nil
        }
        let characters = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return written ? String(decoding: characters, as: UTF8.self) : ""
    }

    var isLoopback: Bool {
        if let v4 { return v4[0] == 127 }
        guard family == AF_INET6 else { return isUnix }
        return withUnsafeBytes(of: storage) { bytes in bytes[8..<23].allSatisfy { $0 == 0 } && bytes[23] == 1 }
    }

    /// True for `0.0.0.0` and `::`.
    var isWildcard: Bool {
        if let v4 { return v4.allSatisfy { $0 == 0 } }
        return family == AF_INET6 && withUnsafeBytes(of: storage) { $0[8..<24].allSatisfy { $0 == 0 } }
    }

    var listenAddress: ListenAddress { isUnix ? .unix(path: path) : .tcp(host: host, port: Int(port)) }

    /// `127.0.0.1:5000`, `[::1]:5000` or `unix`.
    var description: String { isUnix ? "unix" : listenAddress.description }

    private func field<T: BitwiseCopyable>(at offset: Int, as type: T.Type) -> T {
        withUnsafeBytes(of: storage) { $0.loadUnaligned(fromByteOffset: offset, as: type) }
    }
}
