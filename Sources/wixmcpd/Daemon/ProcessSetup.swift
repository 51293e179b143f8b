import Glibc

/// What a long-running process asks of the system once, before it has any thread but the first.
enum ProcessSetup {
    /// Blocks the signals that end a service, so that one which arrives before its Dispatch source is registered waits
    /// for it instead of killing the process, and ignores SIGPIPE.
    static func prepareSignals() {
        signal(SIGPIPE, SIG_IGN)
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Raises the soft limit of open descriptors to the hard one; each connection needs one. Returns the limit in
    /// force.
    @discardableResult static func raiseDescriptorLimit() -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 0 }
        let soft = limit.rlim_cur
        limit.rlim_cur = limit.rlim_max
        let raised = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
        return Int(clamping: raised ? limit.rlim_cur : soft)
    }

    /// Cores that this process may use.
    static var coreCount: Int {
        let label = "Cpus_allowed:"
        let status = (try? FileReader().text(of: "/proc/self/status")) ?? ""
        let mask = status.split(separator: "\n").first { $0.hasPrefix(label) }?.dropFirst(label.count) ?? ""
        let allowed = mask.reduce(0) { $0 + ($1.hexDigitValue?.nonzeroBitCount ?? 0) }
        return allowed > 0 ? allowed : max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    }

    /// The path of this program, for configurations that start it.
    static var executablePath: String {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = buffer.withUnsafeMutableBytes { bytes in
            bytes.bindMemory(to: CChar.self).baseAddress.map { readlink("/proc/self/exe", $0, bytes.count) } ?? 0
        }
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : "wixmcpd"
    }

    /// This process's environment.
    static func environment() -> [String: String] {
        var variables: [String: String] = [:]
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if let equals = text.firstIndex(of: "=") {
                variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            next += 1
        }
        return variables
    }
}
