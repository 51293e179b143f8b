import Gateway
import JSON
import Logging

/// Writes one line for each log event: text for people, JSON for collectors.
struct LineLogHandler: LogHandler {
    enum Style: Sendable {
        /// Time, level, message, `key=value`.
        case text
        /// What journald wants: `<priority>` first and no time, which it has itself.
        case journal
        /// One JSON object.
        case json
    }

    let label: String
    let style: Style
    let writer: LogWriter
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    init(label: String, style: Style, level: Logger.Level, writer: LogWriter) {
        self.label = label
        self.style = style
        self.logLevel = level
        self.writer = writer
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { _, new in new }.sorted { $0.key < $1.key }
        var line: [UInt8] = []
        switch style {
        case .json: appendJSON(event, fields, to: &line)
        case .text:
            line += Timestamp.now.text.utf8
            line += " \(event.level.padded) ".utf8
            appendText(event, fields, to: &line)
        case .journal:
            line += "<\(event.level.priority)>".utf8
            appendText(event, fields, to: &line)
        }
        writer.write(line)
    }

    private func appendText(
        _ event: LogEvent, _ fields: [(key: String, value: Logger.MetadataValue)], to line: inout [UInt8]
    ) {
        Self.appendWord(event.message.description, isMessage: true, to: &line)
        for (key, value) in fields {
            line += " \(key)=".utf8
            Self.appendWord(value.description, isMessage: false, to: &line)
        }
    }

    /// Plain when it reads well plain; quoted when a space, a quote or a control character could forge another field or
    /// line.
    private static func appendWord(_ text: String, isMessage: Bool, to line: inout [UInt8]) {
        let isPlain = text.utf8.allSatisfy { byte in
            byte > 0x20 && byte != 0x7F && byte != UInt8(ascii: "\"") || isMessage && byte >= 0x20 && byte != 0x7F
        }
        if isPlain, !text.isEmpty { line += text.utf8 } else { JSONBytes.appendString(text, to: &line) }
    }

    private func appendJSON(
        _ event: LogEvent, _ fields: [(key: String, value: Logger.MetadataValue)], to line: inout [UInt8]
    ) {
        var object: JSONObject = [
            "time": .string(Timestamp.now.text), "level": .string(event.level.rawValue), "logger": .string(label),
            "message": .string(event.message.description),
        ]
        for (key, value) in fields where object[key] == nil { object[key] = .string(value.description) }
        JSONValue.object(object).write(to: &line)
    }
}

extension Logger.Level {
    fileprivate var padded: String {
        rawValue + String(repeating: " ", count: max(0, 8 - rawValue.utf8.count))
    }

    /// The syslog priority (sd-daemon(3)).
    fileprivate var priority: Int {
        switch self {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
