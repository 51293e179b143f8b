import EventLoop
import Gateway
import HTTPClient
import JSON
import SQLiteStore

/// What `doctor` finds out about the daemon of this machine: its state, its token, and whether it answers.
struct DaemonChecks: Sendable {
    let settings: Settings
    let environment: [String: String]
    private var state: StateDirectory? { StateDirectory(settings, environment: environment) }

    init(settings: Settings, environment: [String: String]) {
        self.settings = settings
        self.environment = environment
    }

    func run(_ report: inout DoctorReport) async {
        checkState(&report)
        checkStore(&report)
        checkToken(&report)
        await checkDaemon(&report)
        await checkPublicURL(&report)
    }

    private func checkState(_ report: inout DoctorReport) {
        // A store in memory needs no place, and the line about the store says so.
        if case .memory = settings.store { return }
        guard let state else {
            report.add(false, "state directory: set STATE_DIRECTORY, XDG_STATE_HOME or HOME to an absolute path")
            return
        }
        guard FileReader().exists(state.path) else {
            report.note("state directory: \(state.path), made at the first start")
            return
        }
        if let problem = state.problem {
            report.add(false, "state directory: \(state.path) \(problem)")
        } else if !state.isPrivate {
            report.add(false, "state directory: \(state.path) is open to other users; run `chmod 700 \(state.path)`")
        } else {
            report.add(true, "state directory: \(state.path)")
        }
    }

    private func checkStore(_ report: inout DoctorReport) {
        switch settings.storeInForce(state) {
        case nil: return
        case .memory: report.note("store: memory; what is connected and minted is forgotten when the daemon ends")
        case .sqlite(let path):
            guard let owner = FileOwner(of: path) else {
                report.note("store: \(path), made at the first start")
                return
            }
            guard owner.isThisUser else {
                report.note("store: \(path) belongs to another user; only that user's doctor opens it")
                return
            }
            do throws(StoreError) {
                try SQLiteStore(path: path).close()
                report.add(true, "store: \(path)")
            } catch .inUse {
                report.add(true, "store: \(path), in use by a running daemon")
            } catch {
                report.add(false, "store: \(error)")
            }
        }
    }

    private func checkToken(_ report: inout DoctorReport) {
        let path = settings.adminTokenFile ?? state?.file(StateDirectory.adminTokenName)
        let files = FileReader(environment: environment)
        report.check("admin token") {
            if let token = settings.adminToken { return try accepted(token, "admin.token") }
            guard let path, files.exists(path) else {
                if settings.adminTokenFile != nil { throw CommandFailure("there is no file \(path ?? "")") }
                return "admin token: made at the first start"
            }
            guard files.isReadable(path) else { return "admin token: in \(path), which this user may not read" }
            return try accepted(files.secret(in: path), path)
        }
    }

    private func accepted(_ token: Secret, _ place: String) throws -> String {
        guard ServerToken.isAcceptable(token.value) else {
            throw CommandFailure(
                "\(place) must hold \(ServerToken.minimumLength) to \(ServerToken.maximumLength) characters of A-Z a-z 0-9 - "
                    + ". _ ~; `openssl rand -hex 32` makes one")
        }
        return "admin token: in \(place)"
    }

    private func checkDaemon(_ report: inout DoctorReport) async {
        do {
            let discovery = AdminDiscovery(environment: environment, files: FileReader(environment: environment))
            let client = try AdminClient(targets: try discovery.targets { settings })
            let status = try await client.send(AdminRequest(AdminPath.status))
            report.add(
                true,
                "daemon: version \(status.text("version")) at \(await client.place), \(status.cell("accounts")) accounts, "
                    + "\(status.cell("servers")) servers")
            if status.text("version") != Version.text {
                report.note("daemon: another version than this program's \(Version.text); restart it after an update")
            }
        } catch let error as AdminError {
            if case .unreachable(let places, _) = error {
                report.note("daemon: none runs at \(places.joined(separator: " or "))")
            } else {
                report.add(false, "daemon: \(error)")
            }
        } catch {
            report.add(false, "daemon: \(error)")
        }
    }

    private func checkPublicURL(_ report: inout DoctorReport) async {
        guard let url = settings.publicURL else {
            if settings.listenAddresses.contains(where: { !$0.isLoopback }) {
                report.note("public_url: not set, so the URLs that are minted name whatever host asked for them")
            }
            return
        }
        if url.hasPrefix("http://"), WebURL(url).map({ !$0.isLoopback }) ?? true {
            report.note("public_url: \(url) is not https, so tokens travel in the clear")
        }
        do {
            let status = try await AdminClient(targets: []).status(of: "\(url)/healthz")
            report.add(status == 200, "public_url: \(url)/healthz answers \(status)")
        } catch let error as HTTPClientError {
            report.note("public_url: \(url) is not reached from this machine: \(error.detail)")
        } catch {
            report.add(false, "public_url: \(error)")
        }
    }
}
