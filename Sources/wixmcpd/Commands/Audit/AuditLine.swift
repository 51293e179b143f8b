import JSON

/// Entries of the audit log as lines whose columns keep their places while more come.
struct AuditLine: Sendable {
    private static let columns = ["TIME", "ACCOUNT", "SERVER", "TOOL", "EFFECT", "OUTCOME", "MS", "CLIENT", "DETAIL"]
    /// Wide enough for what usually comes.
    private var widths = [19, 12, 12, 32, 6, 7, 5, 12, 0]

    /// - Parameter entries: those that are shown first; the columns are at least as wide as theirs.
    init(_ entries: [JSONValue]) {
        for entry in entries { widen(Self.cells(entry)) }
    }

    static var heading: [String] { columns }
    var heading: String { padded(Self.columns) }

    mutating func text(_ entry: JSONValue) -> String {
        let cells = Self.cells(entry)
        widen(cells)
        return padded(cells)
    }

    static func cells(_ entry: JSONValue) -> [String] {
        let client = entry["client"].map { [$0.text("name"), $0.text("version")].filter { !$0.isEmpty } } ?? []
        return [
            TimeText.parse(entry.text("created_at")).map { TimeText.format($0, "%Y-%m-%d %H:%M:%S") }
                ?? entry.text("created_at"),
            entry.text("integrated_account_name"), entry.text("mcp_name"), entry.text("tool"), entry.text("effect"),
            entry.text("outcome"), entry.cell("duration_ms"), client.joined(separator: " "), entry.text("detail"),
        ].map(plain)
    }

    /// Without control characters: names and details come from agents and from Wix, and must not steer the terminal.
    private static func plain(_ text: String) -> String {
        String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }

    private mutating func widen(_ cells: [String]) {
        for (column, cell) in cells.enumerated() where column < widths.count - 1 {
            widths[column] = max(widths[column], cell.count)
        }
    }

    private func padded(_ cells: [String]) -> String {
        zip(cells, widths).map { cell, width in cell + String(repeating: " ", count: max(0, width - cell.count)) }
            .joined(separator: "  ")
    }
}

/// Keeps track of which entries a follower has seen: each is shown when it appears, and a write again when it has ended.
struct AuditFollower: Sendable {
    /// Entries that have no end yet; an old one may never get one, and is not waited for.
    private var running: Set<Int> = []
    private var newest = 0

    /// A running entry that lies so far behind the newest is given up.
    private static let patience = 1000

    init(_ entries: [JSONValue]) { _ = take(entries) }

    /// The sequence after which to ask.
    var after: Int { running.min().map { $0 - 1 } ?? newest }

    /// What of `entries` (newest first) is news, oldest first.
    mutating func take(_ entries: [JSONValue]) -> [JSONValue] {
        var news: [JSONValue] = []
        for entry in entries.reversed() {
            guard let id = entry["id"]?.intValue else { continue }
            let isRunning = entry.text("outcome") == "running"
            let wasRunning = running.remove(id) != nil
            if id > newest || (wasRunning && !isRunning) { news.append(entry) }
            if isRunning { running.insert(id) }
            newest = max(newest, id)
        }
        let oldest = newest - Self.patience
        running = running.filter { $0 > oldest }
        return news
    }
}
