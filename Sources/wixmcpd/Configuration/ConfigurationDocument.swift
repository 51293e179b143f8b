/// The reference of all keys, made from the tables so that it cannot go stale.
enum ConfigurationDocument {
    static func markdown() -> String {
        let defaults = Settings()
        var text = "| key | environment | form | default | what |\n|---|---|---|---|---|\n"
        for key in ConfigurationTables.settings.keys {
            let shown = key.name == "listen" ? [Settings.defaultListenAddress.text] : key.show(defaults)
            let standard = shown.isEmpty ? "" : "`\(shown.joined(separator: ", "))`"
            text +=
                "| `\(key.name)` | `\(ConfigurationLoader.environmentName(of: key.name))` | \(key.words) | \(standard) | \(key.summary) |\n"
        }
        return text + section("accounts[]", ConfigurationTables.account)
            + section("servers[]", ConfigurationTables.server)
    }

    private static func section<Target>(_ title: String, _ table: ConfigurationTable<Target>) -> String {
        var text = "\n| `\(title)` key | form | what |\n|---|---|---|\n"
        for key in table.keys { text += "| `\(key.name)` | \(key.words) | \(key.summary) |\n" }
        return text
    }
}
