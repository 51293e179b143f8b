import Glibc
import HTTPServer
import Synchronization
import TestSupport
import Testing

@testable import wixmcpd

@Suite struct DaemonChecksTests {
    private final class Lines: Sendable { let all = Mutex<[String]>([]) }

    /// The report on a state directory that holds these files, with no other daemon around.
    private func report(
        _ files: [String: String] = [:], mode: mode_t = 0o700, _ change: (inout Settings) -> Void = { _ in }
    ) async throws -> (text: String, isWell: Bool, state: String) {
        let folder = try TemporaryFolder(files)
        chmod(folder.path, mode)
        var settings = Settings()
        settings.adminSocket = .off
        settings.listen = [.tcp(host: "127.0.0.1", port: 1)]
        change(&settings)
        let lines = Lines()
        var report = DoctorReport()
        report.write = { line in lines.all.withLock { $0.append(line) } }
        await DaemonChecks(settings: settings, environment: ["STATE_DIRECTORY": folder.path]).run(&report)
        return (lines.all.withLock { $0.joined(separator: "\n") }, report.isWell, folder.path)
    }

    @Test func aFreshStateIsNoFault() async throws {
        let found = try await report()
        #expect(found.isWell, "\(found.text)")
        for line in [
            "ok   state directory: \(found.state)", "note store: \(found.state)/wixmcpd.db, made at the first start",
            "ok   admin token: made at the first start", "note daemon: none runs at http://127.0.0.1:1",
        ] { #expect(found.text.contains(line), "\(found.text)") }
    }

    @Test func faultsAreNamed() async throws {
        let open = try await report(mode: 0o755)
        #expect(!open.isWell && open.text.contains("FAIL state directory: \(open.state) is open to other users"))
        let short = try await report(["admin.token": "short"])
        #expect(
            !short.isWell && short.text.contains("FAIL admin token: \(short.state)/admin.token must hold 16 to 256"))
        let missing = try await report { $0.adminTokenFile = "/nowhere/token" }
        #expect(!missing.isWell && missing.text.contains("there is no file /nowhere/token"))
        let damaged = try await report(["wixmcpd.db": String(repeating: "no database ", count: 100)])
        #expect(!damaged.isWell && damaged.text.contains("FAIL store: "), "\(damaged.text)")
        for suffix in [".lock", "-wal", "-shm"] { unlink("\(damaged.state)/wixmcpd.db\(suffix)") }
        rmdir(damaged.state)
    }

    @Test func aRunningDaemonAndItsTokenAreTried() async throws {
        let daemon = try ScriptedAdmin { line, _ in
            line == "GET /healthz" ? json("ok") : json(#"{"version":"0.0.1","accounts":3,"servers":9}"#)
        }
        let address = try #require(ListenAddress(String(daemon.url.dropFirst("http://".count))))
        let found = try await report {
            $0.adminToken = Secret("0123456789abcdef")
            $0.listen = [address]
            $0.publicURL = daemon.url
            $0.store = .memory
        }
        #expect(found.isWell)
        for line in [
            "ok   daemon: version 0.0.1 at \(daemon.url), 3 accounts, 9 servers", "note daemon: another version",
            "ok   public_url: \(daemon.url)/healthz answers 200", "note store: memory",
        ] { #expect(found.text.contains(line), "\(found.text)") }
        #expect(daemon.seen.map(\.authorization) == ["Bearer 0123456789abcdef", nil])
        let strange = try ScriptedAdmin { _, _ in json(#"{"message":"the admin token is wrong"}"#, status: 401) }
        let refused = try await report { $0.publicURL = strange.url }
        #expect(!refused.isWell && refused.text.contains("FAIL public_url: \(strange.url)/healthz answers 401"))
    }

    @Test func listeningBeyondThisMachineIsNoted() async throws {
        let wide = try await report { $0.listen = [.tcp(host: "0.0.0.0", port: 1)] }
        #expect(wide.text.contains("note public_url: not set"))
        let clear = try await report { $0.publicURL = "http://mcp.invalid" }
        #expect(clear.text.contains("is not https") && clear.text.contains("is not reached from this machine"))
    }
}
