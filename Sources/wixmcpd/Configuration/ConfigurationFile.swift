import Yams

/// The configuration file as written: flat dotted keys, and the two lists of tables.
struct ConfigurationFile: Sendable, Equatable {
    /// One item of `accounts` or `servers`.
    struct Item: Sendable, Equatable {
        var line: Int
        var entries: [ConfigurationEntry]
    }

    let path: String
    var entries: [ConfigurationEntry] = []
    var accounts: [Item] = []
    var servers: [Item] = []

    /// Reads YAML text; `path` is for messages only.
    init(yaml: String, path: String) throws(ConfigurationError) {
        self.path = path
        let root: Node?
        do {
            root = try Yams.compose(yaml: yaml)
        } catch {
            throw Self.syntaxError(error, path: path)
        }
        guard let root, root.scalar?.string.isEmpty != true else { return }
        guard let mapping = root.mapping else {
            throw ConfigurationError(.file(path: path, line: root.line), problem: "the file must be a mapping of keys")
        }
        try read(mapping, prefix: "")
    }

    /// Nested mappings become dotted keys, so `wix: {base_url: …}` and `wix.base_url: …` are the same.
    private mutating func read(_ mapping: Node.Mapping, prefix: String) throws(ConfigurationError) {
        for (key, value) in mapping {
            let name = prefix + (key.scalar?.string ?? "")
            switch (name, value) {
            case ("accounts", _): accounts = try items(value, of: name)
            case ("servers", _): servers = try items(value, of: name)
            case (_, .mapping(let nested)): try read(nested, prefix: name + ".")
            default: entries.append(try entry(name, value, line: key.line))
            }
        }
    }

    private func items(_ node: Node, of key: String) throws(ConfigurationError) -> [Item] {
        guard case .sequence(let sequence) = node else {
            throw ConfigurationError(
                .file(path: path, line: node.line), key: key, problem: "must be a list; start each with \"- name: …\"")
        }
        var items: [Item] = []
        for node in sequence {
            guard let mapping = node.mapping else {
                throw ConfigurationError(
                    .file(path: path, line: node.line), key: key, value: node.scalar?.string,
                    problem: "must be a list of mappings; start each with \"- name: …\"")
            }
            var item = Item(line: node.line, entries: [])
            for (name, value) in mapping {
                item.entries.append(try entry(name.scalar?.string ?? "", value, line: name.line))
            }
            items.append(item)
        }
        return items
    }

    private func entry(_ key: String, _ node: Node, line: Int) throws(ConfigurationError) -> ConfigurationEntry {
        let origin = ConfigurationOrigin.file(path: path, line: line)
        var values: [String] = []
        var isList = false
        switch node {
        case .scalar(let scalar):
            // `key:` and `key: null` say nothing.
            if node.tag != Tag(.null) { values = [scalar.string] }
        case .sequence(let sequence):
            isList = true
            for element in sequence {
                guard let text = element.scalar?.string else {
                    throw ConfigurationError(origin, key: key, problem: "must be a list of plain values")
                }
                values.append(text)
            }
        case .mapping, .alias:
            throw ConfigurationError(origin, key: key, problem: "must be a plain value or a list of them")
        }
        return ConfigurationEntry(key: key, values: values, isList: isList, origin: origin)
    }

    private static func syntaxError(_ error: any Error, path: String) -> ConfigurationError {
        guard let error = error as? YamlError else {
            return ConfigurationError(.file(path: path, line: 1), problem: "\(error)")
        }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return ConfigurationError(.file(path: path, line: mark.line), problem: "not YAML: \(problem)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            return ConfigurationError(
                .file(path: path, line: context.mark.line), key: duplicates.sorted().joined(separator: ", "),
                problem: "appears twice")
        default:
            return ConfigurationError(.file(path: path, line: 1), problem: "not YAML")
        }
    }
}

extension Node {
    /// The line it starts on, from 1.
    fileprivate var line: Int { mark?.line ?? 1 }
}
