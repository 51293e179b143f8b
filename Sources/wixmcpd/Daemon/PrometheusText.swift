/// Writes metric families in Prometheus' text format (version 0.0.4).
struct PrometheusText: Sendable {
    enum Kind: String { case counter, gauge }

    static let contentType = "text/plain; version=0.0.4; charset=utf-8"
    private(set) var text = ""

    mutating func add(_ name: String, _ kind: Kind, _ help: String, _ value: Int) {
        add(name, kind, help, [("", value)])
    }

    /// `labels` with their braces, e.g. `{loop="0"}`.
    mutating func add(_ name: String, _ kind: Kind, _ help: String, _ samples: [(labels: String, value: Int)]) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
        for sample in samples { text += "\(name)\(sample.labels) \(sample.value)\n" }
    }

    /// A total that is kept in nanoseconds, in seconds.
    mutating func addSeconds(_ name: String, _ help: String, nanoseconds: Int) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) counter\n\(name) \(Double(nanoseconds) / 1e9)\n"
    }
}
