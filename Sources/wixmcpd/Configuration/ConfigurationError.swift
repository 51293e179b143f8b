/// Where a value comes from; what comes later in the list beats what comes earlier.
enum ConfigurationOrigin: Sendable, Equatable, CustomStringConvertible {
    case standard
    case file(path: String, line: Int)
    case environment(String)
    case flag(String)

    var description: String {
        switch self {
        case .standard: "default"
        case .file(let path, let line): "\(path):\(line)"
        case .environment(let name): "environment \(name)"
        case .flag(let name): "flag \(name)"
        }
    }
}

/// Why the configuration cannot be used: names the place, the key, the value (unless it is a secret) and what to do.
struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    let origin: ConfigurationOrigin
    let key: String?
    let value: String?
    let problem: String

    init(_ origin: ConfigurationOrigin, key: String? = nil, value: String? = nil, problem: String) {
        self.origin = origin
        self.key = key
        self.value = value
        self.problem = problem
    }

    var description: String {
        let subject = [key, value?.debugDescription].compactMap { $0 }.joined(separator: " ")
        let place = origin == .standard ? "" : "\(origin): "
        return place + (subject.isEmpty ? problem : "\(subject) \(problem)")
    }
}
