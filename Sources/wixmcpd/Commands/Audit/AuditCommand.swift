import ArgumentParser
import Gateway
import JSON

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Shows what agents did, and proves that nothing of it was changed.",
        subcommands: [AuditList.self, AuditExportCommand.self, AuditVerify.self])
}

/// Which entries of the audit log.
struct AuditFilters: ParsableArguments {
    @Option(help: "Only calls on this account.") var account: String?
    @Option(help: "Only calls through this MCP server.") var server: String?
    @Option(help: "Only calls of this tool.") var tool: String?
    @Option(help: "read, create, update, delete or action.") var effect: String?
    @Option(help: "ok, error, unknown or running.") var outcome: String?
    @Option(
        help: ArgumentHelp(
            "From a time on: 2026-11-24, '2026-11-24 08:00', or 2h for two hours ago.", valueName: "time"))
    var from: String?
    @Option(help: ArgumentHelp("Until before a time, written the same way.", valueName: "time"))
    var to: String?

    func validate() throws {
        _ = try Self.moment(from, option: "--from", now: .now)
        _ = try Self.moment(to, option: "--to", now: .now)
    }

    /// The items of the query. An account or server that exists no more is still in the log: a name that names nothing
    /// now is taken for the id.
    func query(_ session: AdminSession) async throws -> [(name: String, value: String?)] {
        let now = session.now()
        return [
            ("log_type", "mcp"), ("integrated_account_id", try await id(account) { try await session.account($0) }),
            ("mcp_id", try await id(server) { try await session.server($0) }), ("tool", tool), ("effect", effect),
            ("outcome", outcome), ("from", try Self.moment(from, option: "--from", now: now)?.text),
            ("to", try Self.moment(to, option: "--to", now: now)?.text),
        ]
    }

    private func id(_ reference: String?, _ find: (String) async throws -> JSONValue) async throws -> String? {
        guard let reference else { return nil }
        // A whole id, or that of a declared server.
        if reference.utf8.count == 36 || reference.hasPrefix("config:") { return reference }
        return try await find(reference).text("id")
    }

    private static func moment(_ text: String?, option: String, now: Timestamp) throws -> Timestamp? {
        guard let text else { return nil }
        if let moment = TimeText.parse(text) { return moment }
        guard let age = DurationText.parse(text), age >= .zero, age <= .seconds(3650 * 86_400) else {
            throw ValidationError(
                "\(option) \(text) is neither a time, such as 2026-11-24, nor an age, such as 2h or 7d")
        }
        return now + (.zero - age)
    }
}

struct AuditList: AdminCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists tool calls, the newest last.",
        discussion:
            "With --follow it goes on with the calls that come, until it is interrupted; --json then writes an entry a line."
    )

    @OptionGroup(title: "Filters") var filters: AuditFilters
    @Option(name: .shortAndLong, help: "Most entries.") var limit = 50
    @Flag(name: .shortAndLong, help: "Go on with what comes.") var follow = false
    @OptionGroup var admin: DaemonOptions

    func validate() throws {
        guard (1...100_000).contains(limit) else { throw ValidationError("--limit \(limit) is not 1 to 100000") }
    }

    func run(_ session: AdminSession) async throws {
        let query = try await filters.query(session)
        guard !follow else { return try await follow(query, session) }
        let entries = try await session.client.list(AdminPath.log, query: query, maximum: limit)
        if session.wantsJSON { return session.showList(entries) }
        session.showTable(AuditLine.heading, entries.reversed().map { AuditLine.cells($0) }, nothing: "no tool call")
    }

    /// A call has its place in the log from its beginning on, so that one which ends late lies behind others that were
    /// shown already: its outcome is looked at here, not by the daemon.
    private func follow(_ query: [(name: String, value: String?)], _ session: AdminSession) async throws {
        let query = query.filter { $0.name != "outcome" }
        var news = try await session.client.list(AdminPath.log, query: query, maximum: limit)
        var follower = AuditFollower(news)
        var lines = AuditLine(news)
        if !session.wantsJSON { session.say(lines.heading) }
        news.reverse()
        while !Task.isCancelled {
            for entry in news where filters.outcome.map({ $0 == entry.text("outcome") }) ?? true {
                show(entry, &lines, session)
            }
            try await Task.sleep(for: session.pollInterval)
            let found = try await session.client.list(
                AdminPath.log, query: query + [("after", String(follower.after))])
            news = follower.take(found)
        }
    }

    private func show(_ entry: JSONValue, _ lines: inout AuditLine, _ session: AdminSession) {
        if session.wantsJSON { session.show(entry) } else { session.say(lines.text(entry)) }
    }
}

struct AuditVerify: AdminCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Checks that no row of the log was changed, removed or reordered.",
        discussion: "Exit code 0 when the log is whole, 1 otherwise.")
    @OptionGroup var admin: DaemonOptions

    func run(_ session: AdminSession) async throws {
        let result = try await session.client.send(AdminRequest(AdminPath.verification, isSlow: true))
        let isWell = result["ok"]?.boolValue ?? false
        if session.wantsJSON {
            session.show(result)
        } else {
            let rows = result.cell("rows")
            session.say(isWell ? "ok: \(rows) rows, none changed" : "FAIL after \(rows) rows: \(result.text("fault"))")
        }
        guard isWell else { throw ExitCode.failure }
    }
}
