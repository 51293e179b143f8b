import JSON

/// Calls as comma-separated values (RFC 4180).
enum AuditCSV {
    /// Each column with the path of its value in the entry.
    private static let columns: [(name: String, path: String)] = [
        ("id", "id"), ("created_at", "created_at"), ("integrated_account_id", "integrated_account_id"),
        ("integrated_account_name", "integrated_account_name"), ("mcp_id", "mcp_id"), ("mcp_name", "mcp_name"),
        ("client_name", "client.name"), ("client_version", "client.version"), ("session_id", "session_id"),
        ("tool", "tool"), ("effect", "effect"), ("arguments", "arguments"), ("wix_requests", "wix_requests"),
        ("result_chars", "result_chars"), ("duration_ms", "duration_ms"), ("outcome", "outcome"),
        ("detail", "detail"),
    ]

    static func writeHeader(to bytes: inout [UInt8]) {
        bytes += columns.map(\.name).joined(separator: ",").utf8
        bytes += "\r\n".utf8
    }

    static func write(_ entry: AuditEntry, to bytes: inout [UInt8]) {
        let entry = JSONValue.object(entry.json)
        for (index, column) in columns.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            switch entry.value(at: column.path) {
            case nil, .null?: break
            case .string(let text)?: write(text, to: &bytes)
            case let value?: write(value.text, to: &bytes)
            }
        }
        bytes += "\r\n".utf8
    }

    /// One cell. A spreadsheet takes a cell that begins with one of `=+-@` for a formula and runs it; an apostrophe
    /// before it makes it text.
    static func write(_ text: String, to bytes: inout [UInt8]) {
        let isFormula = text.utf8.first.map { "=+-@\t\r".utf8.contains($0) } ?? false
        let needsQuotes = text.utf8.contains { "\",\r\n".utf8.contains($0) }
        if needsQuotes { bytes.append(UInt8(ascii: "\"")) }
        if isFormula { bytes.append(UInt8(ascii: "'")) }
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        if needsQuotes { bytes.append(UInt8(ascii: "\"")) }
    }
}
