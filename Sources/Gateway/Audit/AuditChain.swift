import Crypto

/// The keyed hash that chains the rows, and the seals of the two places that say where the chain begins and ends.
///
/// Rows, head and anchor have keys of their own, derived from the daemon's audit key, so that none can stand in for
/// another: a head put where the anchor belongs would make the rows before it look pruned.
struct AuditChain: Sendable {
    /// What the first row follows.
    static let genesis = [UInt8](repeating: 0, count: 32)
    /// What the next row follows when the head was found broken at the start: no row has this code, so the break stays
    /// to be seen, whatever is written after it.
    static let broken = [UInt8](repeating: 0xFF, count: 32)

    enum Mark { case head, anchor }

    /// Keyed once and copied for each row, which saves half the work.
    private let rows: HMAC<SHA256>
    private let heads: HMAC<SHA256>
    private let anchors: HMAC<SHA256>

    /// - Parameter key: 32 bytes.
    init(key: [UInt8]) {
        let key = SymmetricKey(data: key)
        func derived(_ purpose: StaticString) -> HMAC<SHA256> {
            let code = purpose.withUTF8Buffer { HMAC<SHA256>.authenticationCode(for: $0, using: key) }
            return HMAC(key: SymmetricKey(data: code))
        }
        rows = derived("wixmcpd audit row 1")
        heads = derived("wixmcpd audit head 1")
        anchors = derived("wixmcpd audit anchor 1")
    }

    /// The code of `row`, whose own `sequence` and `mac` are not looked at, as the one with that sequence.
    func mac(of row: AuditRow, as sequence: Int64, after previous: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(256 + row.body.count + row.tool.utf8.count + row.accountID.utf8.count)
        text += previous
        Self.append(sequence, to: &text)
        Self.append(row.time.milliseconds, to: &text)
        // Sequences begin with 1.
        Self.append(row.beginning ?? 0, to: &text)
        Self.append(row.kind.rawValue, to: &text)
        Self.append(row.accountID, to: &text)
        Self.append(row.serverID, to: &text)
        Self.append(row.tool, to: &text)
        Self.append(row.effect, to: &text)
        Self.append(row.outcome, to: &text)
        Self.append(Int64(row.body.count), to: &text)
        text += row.body
        return Self.code(of: text, rows)
    }

    func sealed(_ mark: Mark, sequence: Int64, mac: [UInt8]) -> AuditHead {
        AuditHead(sequence: sequence, mac: mac, seal: seal(mark, sequence, mac))
    }

    func isSealed(_ head: AuditHead, as mark: Mark) -> Bool { head.seal == seal(mark, head.sequence, head.mac) }

    private func seal(_ mark: Mark, _ sequence: Int64, _ mac: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        Self.append(sequence, to: &text)
        text += mac
        return Self.code(of: text, mark == .head ? heads : anchors)
    }

    private static func append(_ number: Int64, to text: inout [UInt8]) {
        withUnsafeBytes(of: number.littleEndian) { text.append(contentsOf: $0) }
    }

    /// The length before the text keeps two columns apart.
    private static func append(_ column: String, to text: inout [UInt8]) {
        append(Int64(column.utf8.count), to: &text)
        text.append(contentsOf: column.utf8)
    }

    private static func code(of text: [UInt8], _ keyed: HMAC<SHA256>) -> [UInt8] {
        var code = keyed
        code.update(data: text)
        return code.finalize().withUnsafeBytes { Array($0) }
    }
}
