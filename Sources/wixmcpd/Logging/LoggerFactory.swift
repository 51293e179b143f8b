import Glibc
import Logging

/// Makes the daemon's logger from its settings.
enum LoggerFactory {
    static func logger(_ settings: Settings, environment: [String: String], writer: LogWriter) -> Logger {
        let level = Logger.Level(rawValue: settings.logLevel.rawValue) ?? .info
        let style: LineLogHandler.Style =
            switch settings.logFormat {
            case .json: .json
            case .text: writesToJournal(environment) ? .journal : .text
            }
        return Logger(label: "wixmcpd") { label in
            LineLogHandler(label: label, style: style, level: level, writer: writer)
        }
    }

    /// True when standard error is the stream that journald gave (systemd.exec(5), `JOURNAL_STREAM`).
    private static func writesToJournal(_ environment: [String: String]) -> Bool {
        var status = stat()
        guard let stream = environment["JOURNAL_STREAM"], fstat(STDERR_FILENO, &status) == 0 else { return false }
        return stream == "\(status.st_dev):\(status.st_ino)"
    }
}
