import Gateway
import Glibc
import SQLiteStore
import TestSupport

extension TemporaryFolder {
    /// Where these tests keep their store.
    var database: String { path + "/store.db" }
}

let hasher = TokenHasher(key: Array("a key for tests".utf8))

func account(_ id: String, name: String? = nil, state: AccountRecord.State = .active) -> StoredAccount {
    StoredAccount(
        id: id, name: name ?? "account \(id)", sealedCredential: Array("sealed \(id)".utf8), state: state,
        manager: .api,
        createdAt: Timestamp(milliseconds: 1000), updatedAt: Timestamp(milliseconds: 2000))
}

func server(_ id: String, account: String, name: String? = nil) -> ServerRecord {
    ServerRecord(
        id: id, accountID: account, name: name ?? "server \(id)", configuration: ServerConfiguration(),
        tokenHash: hasher.hash(id), createdAt: Timestamp(milliseconds: 1000), updatedAt: Timestamp(milliseconds: 2000))
}

extension AuditRow {
    /// A row whose other columns follow from the given ones.
    static func row(
        _ sequence: Int64, _ kind: Kind = .call, of beginning: Int64? = nil, time: Int64? = nil, account: String = "a",
        server: String = "s", tool: String = "list_all_wix_orders", effect: String = "read", outcome: String = "ok"
    ) -> AuditRow {
        AuditRow(
            sequence: sequence, time: Timestamp(milliseconds: time ?? sequence * 1000), kind: kind,
            beginning: beginning,
            accountID: account, serverID: server, tool: tool, effect: effect, outcome: kind == .begin ? "" : outcome,
            body: Array(#"{"n":\#(sequence)}"#.utf8), mac: Array("mac \(sequence)".utf8))
    }

    var head: AuditHead { AuditHead(sequence: sequence, mac: mac, seal: Array("seal \(sequence)".utf8)) }
}

extension SQLiteStore {
    func append(_ rows: [AuditRow]) throws {
        guard let last = rows.last else { return }
        try append(rows, head: last.head)
    }
}
