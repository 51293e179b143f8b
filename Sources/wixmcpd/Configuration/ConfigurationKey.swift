import JSON

/// One key of a table: how it is spelled, read into `Target`, shown and documented.
struct ConfigurationKey<Target>: Sendable {
    let name: String
    let words: String
    let summary: String
    let takesList: Bool
    let isSecret: Bool
    let set: @Sendable ([String], inout Target) throws(ValueProblem) -> Void
    /// The values in `target`; empty when nothing is set.
    let show: @Sendable (Target) -> [String]

    /// Exactly one value with a default.
    static func one<Value>(
        _ name: String, _ form: ValueForm<Value>, _ path: any WritableKeyPath<Target, Value> & Sendable,
        _ summary: String
    ) -> ConfigurationKey {
        ConfigurationKey(
            name: name, words: form.words, summary: summary, takesList: false, isSecret: Value.self == Secret.self,
            set: { texts, target throws(ValueProblem) in target[keyPath: path] = try form.read(texts[0]) },
            show: { [form.show($0[keyPath: path])] })
    }

    /// One value or none.
    static func optional<Value>(
        _ name: String, _ form: ValueForm<Value>, _ path: any WritableKeyPath<Target, Value?> & Sendable,
        _ summary: String
    ) -> ConfigurationKey {
        ConfigurationKey(
            name: name, words: form.words, summary: summary, takesList: false, isSecret: Value.self == Secret.self,
            set: { texts, target throws(ValueProblem) in target[keyPath: path] = try form.read(texts[0]) },
            show: { target in target[keyPath: path].map { [form.show($0)] } ?? [] })
    }

    /// Any number of values; nil until the key appears.
    static func many<Value>(
        _ name: String, _ form: ValueForm<Value>, _ path: any WritableKeyPath<Target, [Value]?> & Sendable,
        _ summary: String
    ) -> ConfigurationKey {
        ConfigurationKey(
            name: name, words: "list of \(form.words)", summary: summary, takesList: true, isSecret: false,
            set: { texts, target throws(ValueProblem) in
                var values: [Value] = []
                for text in texts { values.append(try form.read(text)) }
                target[keyPath: path] = values
            }, show: { target in target[keyPath: path]?.map { form.show($0) } ?? [] })
    }
}

/// The keys that may appear in one place, and the one way to apply what was written there.
struct ConfigurationTable<Target>: Sendable {
    let keys: [ConfigurationKey<Target>]
    private let byName: [String: ConfigurationKey<Target>]

    init(_ keys: [ConfigurationKey<Target>]) {
        self.keys = keys
        byName = Dictionary(keys.map { ($0.name, $0) }) { first, _ in first }
    }

    subscript(name: String) -> ConfigurationKey<Target>? { byName[name] }

    /// Sets one key. `prefix` names the place in messages, e.g. `servers[0].`.
    func apply(_ entry: ConfigurationEntry, prefix: String = "", to target: inout Target) throws(ConfigurationError) {
        guard let key = byName[entry.key] else { throw unknown(entry, prefix: prefix) }
        let shown = key.isSecret ? nil : entry.values.joined(separator: ", ")
        func refuse(_ problem: String) -> ConfigurationError {
            ConfigurationError(entry.origin, key: prefix + entry.key, value: shown, problem: problem)
        }
        guard key.takesList || !entry.isList else { throw refuse("is a list; \(entry.key) takes one value") }
        guard key.takesList || entry.values.count == 1 else { throw refuse("has no value; it takes a \(key.words)") }
        do {
            try key.set(entry.values, &target)
        } catch {
            throw refuse(error.text)
        }
    }

    private func unknown(_ entry: ConfigurationEntry, prefix: String) -> ConfigurationError {
        let names = keys.map(\.name)
        let hint =
            NameSuggestion.nearest(to: entry.key, among: names).map { "; did you mean \($0)?" }
            ?? "; the keys are \(names.joined(separator: ", "))"
        // An unknown key may hold a secret whose name was misspelt, so its value is only shown when the name it was
        // meant for is known.
        let meant = NameSuggestion.nearest(to: entry.key, among: names).flatMap { byName[$0] }
        let value = meant.map { $0.isSecret } ?? true ? nil : entry.values.joined(separator: ", ")
        return ConfigurationError(
            entry.origin, key: prefix + entry.key, value: value, problem: "is an unknown key\(hint)")
    }
}

/// One key with its values as written.
struct ConfigurationEntry: Sendable, Equatable {
    var key: String
    var values: [String]
    var isList: Bool
    var origin: ConfigurationOrigin
}
