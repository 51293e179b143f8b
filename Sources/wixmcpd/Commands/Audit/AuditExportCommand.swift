import ArgumentParser
import Glibc
import JSON

struct AuditExportCommand: AdminCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable { case jsonl, csv }

    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes tool calls as JSON lines or CSV, the newest first.")

    @Option(help: "jsonl or csv.") var format = Format.jsonl
    @OptionGroup(title: "Filters") var filters: AuditFilters
    @Option(name: .shortAndLong, help: ArgumentHelp("The file to write (else standard output).", valueName: "file"))
    var output: String?
    @OptionGroup var admin: DaemonOptions

    func run(_ session: AdminSession) async throws {
        let query = try await filters.query(session)
        let file = try output.map { path throws(CommandFailure) in try ExportFile(path) }
        var cursor: String?
        repeat {
            let page = try await session.client.page(
                AdminRequest(
                    AdminPath.log,
                    query: query + [
                        ("format", format.rawValue), ("limit", String(AdminClient.pageLimit)), ("next_cursor", cursor),
                    ]))
            // Every page of CSV brings the heading.
            let bytes = format == .csv && cursor != nil ? Self.withoutFirstLine(page.bytes) : page.bytes
            if let file {
                try file.write(bytes)
            } else {
                session.write(String(decoding: bytes, as: UTF8.self))
            }
            guard page.next != cursor else { break }
            cursor = page.next
        } while cursor != nil
    }

    private static func withoutFirstLine(_ bytes: [UInt8]) -> [UInt8] {
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return [] }
        return Array(bytes[(end + 1)...])
    }
}

/// A file for the owner alone: what agents did concerns nobody else.
private final class ExportFile {
    private let path: String
    private let descriptor: CInt

    init(_ path: String) throws(CommandFailure) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CommandFailure("\(path) cannot be written: \(String(cString: strerror(errno)))")
        }
    }

    deinit { close(descriptor) }

    func write(_ bytes: [UInt8]) throws(CommandFailure) {
        guard LogWriter.writeAll(bytes, to: descriptor) else {
            throw CommandFailure("\(path) cannot be written: \(String(cString: strerror(errno)))")
        }
    }
}
