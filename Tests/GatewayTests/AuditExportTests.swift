import Gateway
import JSON
import Testing

@Suite struct AuditExportTests {
    private let store = AuditMemoryStore()

    private func text(_ export: AuditExport) async throws -> String {
        var export = export
        var bytes: [UInt8] = []
        while let batch = try await export.next() { bytes += batch }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func eachLineIsAnObject() async throws {
        try await AuditSample.fill(store, rows: 1_203)
        let log = try AuditLog(store: store, key: AuditSample.key)
        let lines = try await text(log.export(AuditQuery(), format: .jsonl)).split(separator: "\n")
        let ids = try lines.map { try JSONValue(parsing: String($0))["id"]?.intValue }
        #expect(ids == (1...1_203).reversed())
    }

    @Test(arguments: [0, 1, 499, 500, 501, 700]) func itStopsAtItsLimit(_ limit: Int) async throws {
        try await AuditSample.fill(store, rows: 600)
        let log = try AuditLog(store: store, key: AuditSample.key)
        let export = try await text(log.export(AuditQuery(), format: .csv, limit: limit))
        #expect(export.split(separator: "\r\n").count == min(limit, 600) + 1)
    }

    @Test func filtersHold() async throws {
        try await AuditSample.fill(store, rows: 600)
        let log = try AuditLog(store: store, key: AuditSample.key)
        log.record(AuditSample.call("wix_posts_query"), AuditSample.ending())
        var query = AuditQuery()
        query.tool = "wix_posts_query"
        let lines = try await text(log.export(query, format: .jsonl)).split(separator: "\n")
        #expect(lines.count == 1)
    }

    static let header =
        "id,created_at,integrated_account_id,integrated_account_name,mcp_id,mcp_name,client_name,client_version,"
        + "session_id,tool,effect,arguments,wix_requests,result_chars,duration_ms,outcome,detail\r\n"

    @Test func aTableHasAHeaderAndQuotedCells() async throws {
        let log = try AuditLog(store: store, key: AuditSample.key)
        #expect(try await text(log.export(AuditQuery(), format: .csv)) == Self.header)
        var call = AuditSample.call()
        call.sessionID = nil
        var ending = AuditSample.ending(.error, detail: "NOT_FOUND")
        ending.requests = []
        log.record(call, ending)
        #expect(
            try await text(log.export(AuditQuery(), format: .csv)) == Self.header
                + "1,2026-11-24T07:45:00.123Z,account,Fern & Co,server,CRM,claude-code,2.1.0,,wix_contacts_query,read,"
                + "\"{\"\"limit\"\":5}\",[],1234,77,error,NOT_FOUND\r\n")
    }

    static let cells: [(name: String, cell: String)] = [
        ("plain", "plain"), ("", ""), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""),
        ("two\r\nlines", "\"two\r\nlines\""), ("=1+1", "'=1+1"), ("+49", "'+49"), ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("=HYPERLINK(\"http://x\",1)", "\"'=HYPERLINK(\"\"http://x\"\",1)\""), ("\tx", "'\tx"), ("a=b", "a=b"),
    ]

    @Test(arguments: cells.indices) func noCellIsAFormula(_ index: Int) async throws {
        let log = try AuditLog(store: store, key: AuditSample.key)
        var call = AuditSample.call()
        call.serverName = Self.cells[index].name
        log.record(call, AuditSample.ending())
        let table = try await text(log.export(AuditQuery(), format: .csv))
        #expect(table.contains(",server," + Self.cells[index].cell + ",claude-code,"))
    }
}
