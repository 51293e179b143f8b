import JSON

package enum AuditFormat: String, Sendable, CaseIterable {
    /// One JSON object a line.
    case jsonl
    /// RFC 4180, with a header.
    case csv

    package var mediaType: String {
        switch self {
        case .jsonl: "application/jsonl; charset=utf-8"
        case .csv: "text/csv; charset=utf-8; header=present"
        }
    }
}

extension AuditLog {
    /// The matching calls as a file, newest first; `query.limit` is not looked at.
    /// - Parameter limit: at most so many calls; nil for all.
    package func export(_ query: AuditQuery, format: AuditFormat, limit: Int? = nil) -> AuditExport {
        AuditExport(self, query, format, limit: limit ?? .max)
    }
}

/// A file that is made while it is read, a batch at a time, so that it may be larger than memory.
///
///     var export = log.export(query, format: .csv)
///     while let bytes = try await export.next() { … }
package struct AuditExport: Sendable {
    static let batchSize = 500

    private let log: AuditLog
    private let format: AuditFormat
    private var query: AuditQuery
    /// How many calls may follow.
    private var left: Int
    private var isStarted = false

    init(_ log: AuditLog, _ query: AuditQuery, _ format: AuditFormat, limit: Int) {
        self.log = log
        self.query = query
        self.format = format
        left = limit
    }

    /// The next bytes; nil at the end. The header comes even when nothing matches.
    package mutating func next() async throws(StoreError) -> [UInt8]? {
        var bytes: [UInt8] = []
        if !isStarted {
            isStarted = true
            await log.flush()
            if format == .csv { AuditCSV.writeHeader(to: &bytes) }
        }
        if left > 0 {
            query.limit = min(left, Self.batchSize)
            let page = try await log.rows(query)
            for entry in page.entries {
                switch format {
                case .jsonl:
                    JSONValue.object(entry.json).write(to: &bytes)
                    bytes.append(UInt8(ascii: "\n"))
                case .csv: AuditCSV.write(entry, to: &bytes)
                }
            }
            query.before = page.next
            left = page.next == nil ? 0 : left - page.entries.count
        }
        return bytes.isEmpty ? nil : bytes
    }
}
