import JSON

/// A key set on the command line.
struct ConfigurationFlag: Sendable {
    let key: String
    let values: [String]
    /// As typed, for messages: `--listen`.
    let flag: String
}

/// Merges flags, environment, file and defaults, in that order of strength.
struct ConfigurationLoader: Sendable {
    var flags: [ConfigurationFlag] = []
    var environment: [String: String] = [:]
    /// Given by `--config`; else `WIXMCPD_CONFIG`, else the standard path when it exists.
    var path: String?
    var files = FileReader()

    static let standardPath = "/etc/wixmcpd/wixmcpd.yaml"
    private static let prefix = "WIXMCPD_"
    /// Names under the prefix that are no configuration keys.
    static let otherVariables = ["WIXMCPD_CONFIG", "WIXMCPD_TOKEN", "WIXMCPD_TOKEN_FILE", "WIXMCPD_URL"]

    func load() throws(ConfigurationError) -> LoadedConfiguration {
        var loaded = LoadedConfiguration()
        if let file = try configurationFile() {
            loaded.path = file.path
            for entry in file.entries { try loaded.apply(entry) }
            for (index, item) in file.accounts.enumerated() {
                var draft = AccountDraft(origin: .file(path: file.path, line: item.line))
                for entry in item.entries {
                    try ConfigurationTables.account.apply(entry, prefix: "accounts[\(index)].", to: &draft)
                }
                loaded.settings.accounts.append(draft)
            }
            for (index, item) in file.servers.enumerated() {
                var draft = ServerDraft(origin: .file(path: file.path, line: item.line))
                for entry in item.entries {
                    try ConfigurationTables.server.apply(entry, prefix: "servers[\(index)].", to: &draft)
                }
                loaded.settings.servers.append(draft)
            }
        }
        for entry in try environmentEntries() { try loaded.apply(entry) }
        for flag in flags {
            let key = ConfigurationTables.settings[flag.key]
            let values = key?.takesList == true ? flag.values : flag.values.suffix(1)
            try loaded.apply(
                ConfigurationEntry(
                    key: flag.key, values: values, isList: key?.takesList ?? false, origin: .flag(flag.flag)))
        }
        return loaded
    }

    /// The environment name of a key: `wix.base_url` is `WIXMCPD_WIX_BASE_URL`.
    static func environmentName(of key: String) -> String {
        prefix + key.uppercased().split(separator: ".").joined(separator: "_")
    }

    private func configurationFile() throws(ConfigurationError) -> ConfigurationFile? {
        let named = path ?? environment["WIXMCPD_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
        guard let path = named ?? (files.exists(Self.standardPath) ? Self.standardPath : nil) else { return nil }
        let origin: ConfigurationOrigin = self.path == nil ? .environment("WIXMCPD_CONFIG") : .flag("--config")
        do {
            return try ConfigurationFile(yaml: files.text(of: path, maximumBytes: 4 << 20), path: path)
        } catch let error as ConfigurationError {
            throw error
        } catch {
            throw ConfigurationError(origin, value: path, problem: "cannot be read: \(error)")
        }
    }

    private func environmentEntries() throws(ConfigurationError) -> [ConfigurationEntry] {
        let keys = ConfigurationTables.settings.keys
        let names = Dictionary(keys.map { (Self.environmentName(of: $0.name), $0) }) { first, _ in first }
        var entries: [ConfigurationEntry] = []
        for (name, value) in environment.sorted(by: { $0.key < $1.key })
        where name.hasPrefix(Self.prefix) && !Self.otherVariables.contains(name) {
            guard let key = names[name] else {
                let nearest = NameSuggestion.nearest(to: name, among: names.keys.sorted() + Self.otherVariables)
                throw ConfigurationError(
                    .environment(name),
                    problem: "is an unknown variable" + (nearest.map { "; did you mean \($0)?" } ?? "; unset it"))
            }
            let values = key.takesList ? value.split(separator: ",").map { $0.trimmed } : [value]
            entries.append(
                ConfigurationEntry(key: key.name, values: values, isList: key.takesList, origin: .environment(name)))
        }
        return entries
    }
}

/// The merged settings, and where each came from.
struct LoadedConfiguration: Sendable {
    var settings = Settings()
    var origins: [String: ConfigurationOrigin] = [:]
    /// The file that was read, if any.
    var path: String?

    fileprivate mutating func apply(_ entry: ConfigurationEntry) throws(ConfigurationError) {
        try ConfigurationTables.settings.apply(entry, to: &settings)
        origins[entry.key] = entry.origin
    }
}

extension Substring {
    /// Without spaces and tabs at either end.
    var trimmed: String {
        var rest = self
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }
}
