import Gateway
import HTTPCore
import HTTPServer
import JSON
import WixCatalogue

private enum LogType: String, CaseIterable { case mcp }
private enum LogOutcome: String, CaseIterable { case ok, error, unknown, running }
private enum LogFormat: String, CaseIterable { case json, jsonl, csv }

extension AdminAPI {
    private static let logParameters = [
        "log_type", "integrated_account_id", "mcp_id", "tool", "effect", "outcome", "from", "to", "after", "limit",
        "next_cursor", "format",
    ]

    /// Entries of an export that names no limit.
    static let exportLimit = 10_000

    /// The audit log, newest first. It is paged backwards in time only; `after` asks for what is new.
    func listLog(_ call: AdminCall) async throws(AdminError) -> HTTPResponse {
        let query = try call.query(Self.logParameters)
        _ = try query.choice("log_type", LogType.self)
        let format = try query.choice("format", LogFormat.self) ?? .json
        var wanted = try auditQuery(query)
        let limit = try query.integer("limit", in: PageRequest.limits)
        wanted.limit = limit ?? (format == .json ? PageRequest.defaultLimit : Self.exportLimit)
        do throws(StoreError) {
            let page = try await audit.page(wanted)
            let next = page.next.map(Self.logCursor)
            switch format {
            case .json: return .json(.list(page.entries.map { .object($0.json) }, next: next))
            case .jsonl: return .export(try await file(of: page, wanted, .jsonl), .jsonl, next: next)
            case .csv: return .export(try await file(of: page, wanted, .csv), .csv, next: next)
            }
        } catch {
            throw .store(error)
        }
    }

    /// Exactly the entries of `page`, also when others have come since.
    private func file(
        of page: AuditPage, _ query: AuditQuery, _ format: AuditFormat
    ) async throws(StoreError) -> [UInt8] {
        var query = query
        if let newest = page.entries.first { query.before = newest.sequence + 1 }
        var export = audit.export(query, format: format, limit: page.entries.count)
        var bytes: [UInt8] = []
        while let piece = try await export.next() { bytes += piece }
        return bytes
    }

    private func auditQuery(_ query: QueryReader) throws(AdminError) -> AuditQuery {
        var wanted = AuditQuery()
        wanted.accountID = query.text("integrated_account_id")
        wanted.serverID = query.text("mcp_id")
        wanted.tool = query.text("tool")
        wanted.effect = try query.choice("effect", Effect.self)?.rawValue
        wanted.outcome = try query.choice("outcome", LogOutcome.self)?.rawValue
        wanted.from = try query.timestamp("from")
        wanted.to = try query.timestamp("to")
        wanted.after = try query.integer("after", in: 0...Int.max).map(Int64.init)
        if let cursor = query.text("next_cursor") {
            guard let sequence = Self.sequence(ofLogCursor: cursor) else {
                throw .badCursor(parameter: "next_cursor")
            }
            wanted.before = sequence
        }
        return wanted
    }

    private static func logCursor(_ sequence: Int64) -> String { Base64.encode(Array("log\n\(sequence)".utf8), .url) }

    private static func sequence(ofLogCursor text: String) -> Int64? {
        guard text.utf8.count <= 64, let bytes = Base64.decode(Array(text.utf8)) else { return nil }
        let parts = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == "log" else { return nil }
        return Int64(parts[1])
    }

    func verifyLog(_ call: AdminCall) async throws(AdminError) -> JSONValue {
        _ = try call.query()
        do throws(StoreError) {
            let verification = try await audit.verify()
            return [
                "ok": .bool(verification.fault == nil), "rows": .number(JSONNumber(verification.rows)),
                "fault": .init(verification.fault),
            ]
        } catch {
            throw .store(error)
        }
    }
}

extension HTTPResponse {
    /// A file of log entries; the cursor of the next page travels in a field, because the body has no place for it.
    fileprivate static func export(_ body: [UInt8], _ format: AuditFormat, next: String?) -> HTTPResponse {
        var fields = HTTPFields([("content-type", format.mediaType)] + safeguards)
        if let next { fields.append("x-next-cursor", next) }
        return HTTPResponse(status: 200, fields: fields, body: body)
    }
}
