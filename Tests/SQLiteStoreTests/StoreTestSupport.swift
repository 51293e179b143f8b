import Gateway
import Glibc
import SQLiteStore

/// A folder that goes away, with what is in it, with its last reference.
final class StoreFolder: Sendable {
    struct Failure: Error {}
    let path: String
    var database: String { path + "/store.db" }

    init() throws {
        var template = Array("/tmp/wixmcpd-store-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure() }
        path = template.withUnsafeBufferPointer {
            String(decoding: $0.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
    }

    deinit {
        for name in names { unlink("\(path)/\(name)") }
        rmdir(path)
    }

    var names: [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// The permission bits of a file in the folder.
    func mode(_ name: String) -> mode_t? {
        var status = stat()
        return stat("\(path)/\(name)", &status) == 0 ? status.st_mode & 0o777 : nil
    }

    func write(_ text: String, to name: String) throws {
        let descriptor = open("\(path)/\(name)", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        guard descriptor >= 0 else { throw Failure() }
        defer { close(descriptor) }
        guard Glibc.write(descriptor, text, text.utf8.count) == text.utf8.count else { throw Failure() }
    }
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
