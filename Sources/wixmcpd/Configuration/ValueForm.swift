import HTTPServer

/// Why a text is no value of its form; completes the sentence "`text` …".
struct ValueProblem: Error, Sendable, Equatable {
    let text: String
    init(_ text: String) { self.text = text }
}

/// How one kind of configuration value is read, shown and described.
struct ValueForm<Value: Sendable>: Sendable {
    /// For the generated documentation, e.g. `size, 1 to 1GiB`.
    let words: String
    let read: @Sendable (String) throws(ValueProblem) -> Value
    let show: @Sendable (Value) -> String
}

extension ValueForm<String> {
    static let text = ValueForm(
        words: "text",
        read: { text throws(ValueProblem) in
            guard !text.isEmpty else { throw ValueProblem("is empty") }
            return text
        }, show: { $0 })

    static let path = ValueForm(words: "path", read: text.read, show: { $0 })

    /// A name that goes into URLs, logs and metrics.
    static let identifier = ValueForm(
        words: "name of A-Z a-z 0-9 - _",
        read: { text throws(ValueProblem) in
            let isPlain = text.utf8.allSatisfy { byte in
                byte.isLetterOrDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            }
            guard isPlain, (1...64).contains(text.utf8.count) else {
                throw ValueProblem("is not a name: use 1 to 64 of A-Z a-z 0-9 - _")
            }
            return text
        }, show: { $0 })

    /// An absolute http or https URL without a trailing slash.
    static let url = ValueForm(
        words: "http or https URL",
        read: { text throws(ValueProblem) in
            guard let rest = ["https://", "http://"].first(where: text.hasPrefix).map({ text.dropFirst($0.count) }),
                let first = rest.utf8.first, first.isLetterOrDigit || first == UInt8(ascii: "["),
                rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "?") })
            else { throw ValueProblem("is not an absolute http or https URL, such as https://mcp.example.com") }
            return text.hasSuffix("/") ? String(text.dropLast()) : text
        }, show: { $0 })

    /// A host name as it stands in a Host field; a port is allowed and ignored by the check.
    static let hostName = ValueForm(
        words: "host name",
        read: { text throws(ValueProblem) in
            guard !text.isEmpty, !text.contains("/"), !text.contains(" ") else {
                throw ValueProblem("is not a host name, such as mcp.example.com")
            }
            return text.lowercased()
        }, show: { $0 })
}

extension ValueForm<Secret> {
    static let secret = ValueForm(
        words: "secret",
        read: { text throws(ValueProblem) in
            guard !text.isEmpty, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
                throw ValueProblem("is not a secret: it is empty or has spaces or characters outside ASCII")
            }
            return Secret(text)
        }, show: { $0.description })
}

extension ValueForm<Bool> {
    static let boolean = ValueForm(
        words: "true or false",
        read: { text throws(ValueProblem) in
            switch text.lowercased() {
            case "true", "yes", "on", "1": return true
            case "false", "no", "off", "0": return false
            default: throw ValueProblem("is neither true nor false")
            }
        }, show: { String($0) })
}

extension ValueForm {
    /// A form whose texts parse to an admitted value; any other text `problem` describes.
    private static func checked(
        _ words: String, problem: String, parse: @escaping @Sendable (String) -> Value?,
        admits: @escaping @Sendable (Value) -> Bool, show: @escaping @Sendable (Value) -> String
    ) -> ValueForm {
        ValueForm(
            words: words,
            read: { text throws(ValueProblem) in
                guard let value = parse(text), admits(value) else { throw ValueProblem(problem) }
                return value
            }, show: show)
    }
}

extension ValueForm<Int> {
    static func integer(_ range: ClosedRange<Int>) -> ValueForm {
        let words =
            range.upperBound == .max
            ? "whole number from \(range.lowerBound)" : "whole number, \(range.lowerBound) to \(range.upperBound)"
        return checked(
            words, problem: "is not a \(words)", parse: { Int($0) }, admits: { range.contains($0) },
            show: { String($0) })
    }

    /// One of a few numbers.
    static func number(of choices: [Int]) -> ValueForm {
        let words = choices.map(String.init).joined(separator: " or ")
        return checked(
            words, problem: "is not \(words)", parse: { Int($0) }, admits: { choices.contains($0) },
            show: { String($0) })
    }

    /// Bytes: `1048576`, `64KiB`, `4MiB`, `1GiB`.
    static func size(_ range: ClosedRange<Int>) -> ValueForm {
        let words = "size, \(ByteSize.text(range.lowerBound)) to \(ByteSize.text(range.upperBound))"
        return checked(
            words, problem: "is not a \(words) (such as 64KiB or 4MiB)", parse: { ByteSize.parse($0) },
            admits: { range.contains($0) }, show: { ByteSize.text($0) })
    }
}

extension ValueForm<Duration> {
    /// `500ms`, `10s`, `2m`, `1h`, `90d`; a bare number is seconds.
    static func duration(_ range: ClosedRange<Duration>) -> ValueForm {
        let words = "duration, \(DurationText.text(range.lowerBound)) to \(DurationText.text(range.upperBound))"
        return checked(
            words, problem: "is not a \(words) (such as 500ms, 10s or 2m)", parse: { DurationText.parse($0) },
            admits: { range.contains($0) }, show: { DurationText.text($0) })
    }
}

extension ValueForm where Value: RawRepresentable<String> & CaseIterable {
    static var choice: ValueForm {
        let words = Value.allCases.map(\.rawValue).joined(separator: " or ")
        return ValueForm(
            words: words,
            read: { text throws(ValueProblem) in
                guard let value = Value(rawValue: text) else { throw ValueProblem("is not \(words)") }
                return value
            }, show: { $0.rawValue })
    }
}

extension ValueForm<ListenAddress> {
    static let listenAddress = ValueForm(
        words: "HOST:PORT or unix:PATH",
        read: { text throws(ValueProblem) in
            guard let address = ListenAddress(text) else {
                throw ValueProblem("is not an address: write HOST:PORT, [IPV6]:PORT or unix:PATH")
            }
            return address
        }, show: { $0.text })
}

extension ValueForm<Settings.Store> {
    /// A relative path would depend on where the daemon was started, and lose what it keeps elsewhere.
    static let store = ValueForm(
        words: "memory or sqlite:PATH",
        read: { text throws(ValueProblem) in
            if text == "memory" { return .memory }
            let scheme = "sqlite:"
            guard text.hasPrefix(scheme), text.dropFirst(scheme.count).hasPrefix("/") else {
                throw ValueProblem(
                    "is no store: write memory, or sqlite: and an absolute path, such as sqlite:/var/lib/wixmcpd/wixmcpd.db"
                )
            }
            return .sqlite(path: String(text.dropFirst(scheme.count)))
        },
        show: { store in
            switch store {
            case .memory: "memory"
            case .sqlite(let path): "sqlite:\(path)"
            }
        })
}

extension ValueForm<Settings.AdminSocket> {
    static let adminSocket = ValueForm(
        words: "path or none",
        read: { text throws(ValueProblem) in
            if text == "none" { return .off }
            guard case .unix(let path)? = ListenAddress("unix:\(text)") else {
                throw ValueProblem("is no socket: write an absolute path shorter than 108 bytes, or none")
            }
            return .path(path)
        },
        show: { socket in
            switch socket {
            case .off: "none"
            case .path(let path): path
            }
        })
}
