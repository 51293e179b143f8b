import Dispatch
import GRDB
import Gateway
import Glibc
import TestSupport
import Testing

@testable import SQLiteStore

/// Processes that are killed in the middle of their writes (SIGKILL): what they had said was done is there.
@Suite struct StoreKillTests {
    /// Writes until the kill, and notes in `PATH.done` what was acknowledged.
    private static func work(on path: String) throws {
        let store = try SQLiteStore(path: path)
        let journal = open(path + ".done", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        // At any moment after a few changes, however slow the machine is.
        var remaining = Int.random(in: 3...20)
        func acknowledge(_ line: String) {
            _ = write(journal, line + "\n", line.utf8.count + 1)
            remaining -= 1
            guard remaining == 0 else { return }
            DispatchQueue.global().asyncAfter(deadline: .now() + .microseconds(.random(in: 0...30_000))) {
                kill(getpid(), SIGKILL)
            }
        }
        var head = try store.auditHead()?.sequence ?? 0
        while true {
            let id = Identifier.make()
            try store.apply([.putAccount(account(id)), .putServer(server("s-\(id)", account: id))])
            acknowledge("put \(id)")
            let rows = (1...50).map { AuditRow.row(head + $0, $0 == 7 ? .begin : .call) }
            try store.append(rows)
            head += 50
            acknowledge("audit \(head)")
            if Bool.random() {
                try store.apply([.deleteAccount(id: id)])
                acknowledge("delete \(id)")
            }
        }
    }

    @Test func nothingAcknowledgedIsLost() async throws {
        let folder = try TemporaryFolder()
        for _ in 0..<6 {
            await #expect(processExitsWith: .signal(SIGKILL)) { [path = folder.database as String] in
                try StoreKillTests.work(on: path)
            }
        }
        var kept: Set<String> = []
        var deleted: Set<String> = []
        var head: Int64 = 0
        for line in try lines(of: folder.database + ".done") {
            let words = line.split(separator: " ").map(String.init)
            switch (words.first, words.last) {
            case ("put", let id?): kept.insert(id)
            case ("delete", let id?): deleted.insert(id)
            case ("audit", let number?): head = max(head, Int64(number) ?? .max)
            default: Issue.record("\(line)")
            }
        }
        #expect(kept.count >= 6 && head >= 300)

        let store = try SQLiteStore(path: folder.database)
        #expect(try store.reading { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
        let registry = try store.load()
        let accounts = Set(registry.accounts.map(\.id))
        #expect(accounts.isDisjoint(with: deleted))
        // Each of the killed processes may have had one deletion that was done and not noted yet.
        #expect(kept.subtracting(deleted).subtracting(accounts).count <= 6)
        // An account and its server came in one transaction.
        #expect(Set(registry.servers.map { "\($0.accountID) \($0.id)" }) == Set(accounts.map { "\($0) s-\($0)" }))

        var sequences: [Int64] = []
        try store.eachAuditRow {
            sequences += $0.map(\.sequence)
            return true
        }
        let last = try #require(try store.auditHead()?.sequence)
        #expect(last >= head)
        #expect(sequences.elementsEqual(1...last))
        #expect(try store.openBeginnings().count == Int(last / 50))
        try store.close()
    }

    private func lines(of path: String) throws -> [Substring] {
        let content = try #require(try PrivateFile.read(path, limit: 10_000_000))
        return String(decoding: content, as: UTF8.self).split(separator: "\n")
    }
}
