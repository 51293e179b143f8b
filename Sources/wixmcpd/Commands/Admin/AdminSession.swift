import ArgumentParser
import Gateway
import Glibc
import JSON

/// What a command over the admin API works with.
struct AdminSession: Sendable {
    let client: AdminClient
    var environment: [String: String] = [:]
    var wantsJSON = false
    var terminal = Terminal.system
    var files = FileReader()
    /// Writes a text to standard output.
    var write: @Sendable (String) -> Void = { LogWriter.writeAll(Array($0.utf8), to: STDOUT_FILENO) }
    /// How long a follower waits before it asks again.
    var pollInterval: Duration = .seconds(1)
    /// What relative times are measured from.
    var now: @Sendable () -> Timestamp = { .now }

    func say(_ line: String) { write(line + "\n") }
    func show(_ json: JSONValue) { say(json.text) }

    /// A list as the API answers it, all pages in one.
    func showList(_ items: [JSONValue]) {
        show([
            "result": .array(items), "next_cursor": nil, "prev_cursor": nil,
            "result_count": .number(JSONNumber(items.count)),
        ])
    }

    /// A table with a heading, or `nothing` when there are no rows.
    func showTable(_ heading: [String], _ rows: [[String]], nothing: String) {
        if rows.isEmpty { say(nothing) } else { write(TextTable.text([heading] + rows)) }
    }

    /// Items that have ids, as a table: the id cut to what tells them apart, then the columns, each a heading and a cell.
    func showItems(
        _ items: [JSONValue], _ columns: KeyValuePairs<String, (JSONValue) -> String>, nothing: String
    ) {
        let ids = AdminReference.shortened(items.map { $0.text("id") })
        let rows = zip(ids, items).map { id, item in [id] + columns.map { $0.value(item) } }
        showTable(["ID"] + columns.map(\.key), rows, nothing: nothing)
    }

    /// A moment of an item, for a column: `in 2 hours`.
    func relative(_ key: String) -> (JSONValue) -> String {
        { TimeText.relative($0.text(key), to: now()) }
    }

    /// Names and values below each other; those without a value are left out.
    func showDetails(_ details: [(name: String, value: String)]) {
        write(TextTable.text(details.filter { !$0.value.isEmpty }.map { [$0.name, $0.value] }))
    }

    // MARK: Finding

    func accounts() async throws -> [JSONValue] { try await client.list(AdminPath.accounts) }
    func servers() async throws -> [JSONValue] { try await client.list(AdminPath.servers) }
    func apiTokens() async throws -> [JSONValue] { try await client.list(AdminPath.apiTokens) }

    func account(_ reference: String) async throws -> JSONValue {
        try AdminReference.find(
            reference, among: try await accounts(), kind: "account", listedBy: "wixmcpd account list")
    }

    func server(_ reference: String) async throws -> JSONValue {
        try AdminReference.find(
            reference, among: try await servers(), kind: "MCP server", listedBy: "wixmcpd server list")
    }

    func apiToken(_ reference: String) async throws -> JSONValue {
        try AdminReference.find(
            reference, among: try await apiTokens(), kind: "API token", listedBy: "wixmcpd token list")
    }

    // MARK: Secrets

    /// A secret from a file, from standard input, from a variable, or typed in, whichever is named first. Never from the
    /// command line, where other users would see it.
    func secret(file: String?, fromStandardInput: Bool, variable: String? = nil, name: String, option: String) throws
        -> Secret
    {
        if let path = file ?? (fromStandardInput ? "/dev/stdin" : nil) {
            do {
                return try files.secret(in: path)
            } catch {
                throw CommandFailure(
                    "the \(name) in \(fromStandardInput ? "standard input" : path) cannot be used: \(error)")
            }
        }
        if let variable, let text = environment[variable], !text.isEmpty { return try checked(text, name) }
        guard terminal.isInteractive else {
            let others = variable.map { " or set \($0)" } ?? ""
            throw ValidationError("there is no \(name): use \(option)-file or \(option)-stdin\(others)")
        }
        guard let typed = terminal.askSecretly("\(name) (not shown): ") else {
            throw CommandFailure("nothing was changed")
        }
        return try checked(typed, name)
    }

    private func checked(_ text: String, _ name: String) throws -> Secret {
        do {
            return try ValueForm<Secret>.secret.read(text[...].trimmed)
        } catch {
            throw CommandFailure("the \(name) \(error.text)")
        }
    }
}

/// The paths of the admin API (design section 5).
enum AdminPath {
    static let accounts = "/integrated-account"
    static let sites = "/integrated-account/sites"
    static let servers = "/mcp-server"
    static let apiTokens = "/api-token"
    static let log = "/log"
    static let verification = "/log/verify"
    static let status = "/status"

    static func account(_ id: String) -> String { "\(accounts)/\(AdminRequest.escaped(id))" }
    static func servers(of account: String) -> String { "\(self.account(account))/mcp" }
    static func server(_ id: String, of account: String) -> String {
        "\(servers(of: account))/\(AdminRequest.escaped(id))"
    }
    static func apiToken(_ id: String) -> String { "\(apiTokens)/\(AdminRequest.escaped(id))" }
}

extension JSONValue {
    /// The path of an MCP server, from the object that the API gives of it.
    var serverPath: String { AdminPath.server(text("id"), of: text("integrated_account_id")) }
}
