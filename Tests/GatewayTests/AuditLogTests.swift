import Gateway
import JSON
import Synchronization
import Testing

@Suite struct AuditLogTests {
    private let store = AuditMemoryStore()
    private func log(limits: AuditLimits = AuditLimits()) throws -> AuditLog {
        try AuditLog(store: store, key: AuditSample.key, limits: limits)
    }

    @Test func aReadIsOneRow() async throws {
        let log = try log()
        log.record(
            AuditSample.call(arguments: ["filter": ["primaryInfo.email": "ada@fern.example"], "limit": 5]),
            AuditSample.ending())
        let page = try await log.page(AuditQuery())
        #expect(page.next == nil)
        #expect(
            page.entries.map { JSONValue.object($0.json) } == [
                [
                    "id": 1, "created_at": "2026-11-24T07:45:00.123Z", "integrated_account_id": "account",
                    "integrated_account_name": "Fern & Co", "mcp_id": "server", "mcp_name": "CRM",
                    "client": ["name": "claude-code", "version": "2.1.0"], "session_id": "session",
                    "tool": "wix_contacts_query", "effect": "read",
                    "arguments": ["filter": ["primaryInfo.email": "[text, 16 characters]"], "limit": 5],
                    "wix_requests": [
                        [
                            "method": "POST", "path": "/contacts/v4/contacts/query", "status": 200,
                            "request_id": "1795.42",
                        ]
                    ], "result_chars": 1234, "duration_ms": 77, "outcome": "ok", "detail": nil,
                ]
            ])
        #expect(store.now.rows.map(\.kind) == [.call])
    }

    @Test func aWriteIsKeptBeforeItIsMadeAndEndedAfter() async throws {
        let log = try log()
        let call = AuditSample.call("wix_bookings_cancel", effect: "action", arguments: ["id": "b-1"])
        let ticket = try await log.begin(call)
        #expect(store.now.rows.map(\.kind) == [.begin])
        let running = try #require(try await log.page(AuditQuery()).entries.first)
        #expect(running.json["outcome"] == "running")
        #expect(running.json["duration_ms"] == .null)

        log.end(ticket, AuditSample.ending(.error, detail: "BOOKING_NOT_FOUND"))
        let page = try await log.page(AuditQuery())
        #expect(page.entries.count == 1)
        let ended = try #require(page.entries.first).json
        #expect(ended["id"] == 2)
        #expect(ended["outcome"] == "error")
        #expect(ended["detail"] == "BOOKING_NOT_FOUND")
        #expect(ended["duration_ms"] == 77)
        for key in ["created_at", "arguments", "integrated_account_name", "mcp_name", "client", "session_id", "tool"] {
            #expect(ended[key] == running.json[key])
        }
        #expect(store.now.rows.map(\.beginning) == [nil, 1])
        #expect(try await log.verify() == AuditVerification(rows: 2, fault: nil))
    }

    @Test func aCallWithoutClientOrSessionSaysSo() async throws {
        var call = AuditSample.call(arguments: [:])
        (call.clientName, call.clientVersion, call.sessionID) = (nil, nil, nil)
        let log = try log()
        log.record(call, AuditSample.ending())
        let json = try #require(try await log.page(AuditQuery()).entries.first).json
        #expect(json["client"] == .null)
        #expect(json["session_id"] == .null)
        #expect(json["arguments"] == [:])
    }

    @Test func pagesFollowOneAnother() async throws {
        try await AuditSample.fill(store, rows: 25)
        let log = try log()
        var query = AuditQuery()
        query.limit = 10
        var seen: [[Int64]] = []
        repeat {
            let page = try await log.page(query)
            seen.append(page.entries.map(\.sequence))
            query.before = page.next
        } while query.before != nil
        #expect(seen == [Array((16...25).reversed()), Array((6...15).reversed()), Array((1...5).reversed())])
        query.limit = 25
        #expect(try await log.page(query).next == nil)
    }

    @Test func whatWasBegunBeforeTheDaemonStoppedIsUnknown() async throws {
        let first = try log()
        let call = AuditSample.call("wix_messages_send", effect: "action", arguments: ["conversationId": "c6a1f0d2"])
        let ticket = try await first.begin(call)
        _ = try await first.begin(call)
        first.end(ticket, AuditSample.ending())
        await first.flush()

        let second = try log()
        #expect(store.now.rows.map(\.kind) == [.begin, .begin, .end, .end])
        let entries = try await second.page(AuditQuery()).entries
        #expect(entries.map { $0.json["outcome"] } == ["unknown", "ok"])
        let unknown = try #require(entries.first).json
        #expect(unknown["detail"] == "the daemon stopped before the answer")
        #expect(unknown["arguments"] == ["conversationId": "c6a1f0d2"])
        #expect(unknown["duration_ms"] == .null)
        #expect(unknown["tool"] == "wix_messages_send")
        #expect(try await second.verify() == AuditVerification(rows: 4, fault: nil))
        let third = try log()
        #expect(try await third.verify() == AuditVerification(rows: 4, fault: nil))
    }

    @Test func aBodyThatSomebodyChangedCanStillBeReadAndEnded() async throws {
        for body in ["", "{", "{}", "nonsense", "[1]", #"{"a":1,"a":2}"#] {
            let store = AuditMemoryStore()
            _ = try await AuditLog(store: store, key: AuditSample.key).begin(AuditSample.call())
            store.change { $0.rows[0] = $0.rows[0].with(body: Array(body.utf8)) }
            let log = try AuditLog(store: store, key: AuditSample.key)
            let entry = try #require(try await log.page(AuditQuery()).entries.first)
            #expect(entry.json["outcome"] == "unknown")
            #expect(try await log.verify().fault == "row 1 was changed")
        }
    }

    @Test func manyThreadsMakeOneChain() async throws {
        let log = try log()
        await withTaskGroup(of: Void.self) { group in
            for thread in 0..<8 {
                group.addTask {
                    for number in 0..<500 {
                        let call = AuditSample.call(server: "server \(thread)")
                        guard number % 10 == 0 else {
                            log.record(call, AuditSample.ending())
                            continue
                        }
                        guard let ticket = try? await log.begin(call) else { continue }
                        log.end(ticket, AuditSample.ending())
                    }
                }
            }
        }
        #expect(try await log.verify() == AuditVerification(rows: 8 * 550, fault: nil))
        let rows = store.now.rows
        #expect(rows.map(\.sequence) == (1...4400).map(Int64.init))
        for thread in 0..<8 { #expect(rows.count { $0.serverID == "server \(thread)" } == 550) }
        for end in rows where end.kind == .end {
            let beginning = try #require(end.beginning)
            #expect(rows[Int(beginning) - 1].kind == .begin)
            #expect(rows[Int(beginning) - 1].serverID == end.serverID)
        }
        // Groups, not a transaction for each row.
        #expect(store.now.groups.count < 4400 / 2)
    }

    @Test func whatNobodyWaitsForIsWrittenAllTheSame() async throws {
        let log = try log()
        log.record(AuditSample.call(), AuditSample.ending())
        while store.now.rows.isEmpty { await Task.yield() }
        #expect(store.now.groups == [1])
        for _ in 0..<499 { log.record(AuditSample.call(), AuditSample.ending()) }
        while store.now.rows.count < 500 { await Task.yield() }
    }

    @Test func anotherToolNameIsNotFreeText() async throws {
        let log = try log()
        log.record(AuditSample.call("write to ada@fern.example"), AuditSample.ending(.error))
        #expect(try await log.page(AuditQuery()).entries.first?.json["tool"] == "[text, 25 characters]")
    }
}
