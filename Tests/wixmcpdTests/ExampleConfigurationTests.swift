import Testing

@testable import wixmcpd

@Suite struct ExampleConfigurationTests {
    private let text: String

    init() throws { text = try Self.file("Config/wixmcpd.yaml") }

    /// A file of the repository.
    private static func file(_ path: String) throws -> String {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return try FileReader().text(of: "/\(root)/\(path)")
    }

    @Test func thePageOfKeysIsFresh() throws {
        #expect(try Self.file("docs/configuration.md").hasSuffix("\n" + ConfigurationDocument.markdown() + "\n"))
    }

    /// The example with its keys switched on: every `#` that is followed by a key or by its indented rest.
    private var switchedOn: String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.hasPrefix("#") && (!line.hasPrefix("# ") || line.hasPrefix("#  ")) ? line.dropFirst() : line
        }.joined(separator: "\n")
    }

    @Test func asItStandsItSetsNothing() throws {
        let file = try ConfigurationFile(yaml: text, path: "example")
        #expect(file.entries.isEmpty && file.accounts.isEmpty && file.servers.isEmpty)
    }

    @Test func everyKeyInItIsKnownAndEveryKeyIsInIt() throws {
        let file = try TemporaryFile(switchedOn)
        let loaded = try ConfigurationLoader(environment: [:], path: file.path).load()
        let missing = ConfigurationTables.settings.keys.map(\.name).filter { loaded.origins[$0] == nil }
        #expect(missing == ["admin.token"])
        #expect(loaded.settings.accounts.count == 2 && loaded.settings.servers.count == 2)
    }

    @Test func itsValuesAreTheDefaults() throws {
        let file = try TemporaryFile(switchedOn)
        let loaded = try ConfigurationLoader(environment: [:], path: file.path).load().settings
        let own: Set = [
            "listen", "public_url", "allowed_hosts", "allowed_origins", "secret_key_file", "admin.token_file",
            "admin.socket", "store",
        ]
        for key in ConfigurationTables.settings.keys where !own.contains(key.name) {
            #expect(key.show(loaded) == key.show(Settings()), "\(key.name)")
        }
    }
}
