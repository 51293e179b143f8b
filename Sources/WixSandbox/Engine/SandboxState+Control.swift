import HTTPCore
import JSON

/// What an operator of the sandbox can change while it runs: `POST /_sandbox/control`, which no Wix has and which
/// needs no credential. Every member is optional; the answer, and that of `GET`, is how things stand.
///
/// | member | values | what it does |
/// |---|---|---|
/// | `apiKey` | `valid`, `revoked` | a revoked key: 401 `UNAUTHENTICATED` for every call with it |
/// | `siteId` | a site's id; the first site without it | which site the members below are about |
/// | `site` | `on`, `off` | a site switched off: the empty 403 for every call on it, `blocked` in the list of sites |
/// | `instance` | `installed`, `uninstalled` | an uninstalled app: `invalid_grant` for tokens, 401 for those handed out |
/// | `missingApps` | list of `stores`, `bookings`, `blog` | not installed: 428 `…_APP_NOT_INSTALLED` for their methods |
/// | `faults` | rules as in `SandboxOptions.faults`; empty for none | replaces the rules, counting anew |
extension SandboxState {
    static let controlPath = "/_sandbox/control"
    private static let members = ["apiKey", "siteId", "site", "instance", "missingApps", "faults"]

    /// Nothing is changed when one of the members is wrong.
    mutating func control(_ head: HTTPRequestHead, _ body: [UInt8]) -> HTTPResponse {
        do throws(WixError) {
            switch head.method {
            case "GET": break
            case "POST": try apply(try StrictObject(try? JSONValue(parsing: body), known: SandboxState.members))
            default: throw WixError(status: 405, body: ["message": "Use GET or POST"])
            }
            return response(200, standing)
        } catch {
            return response(to: error)
        }
    }

    private mutating func apply(_ order: StrictObject) throws(WixError) {
        let id = try order.string("siteId") ?? siteID
        guard var site = id == siteID ? self : siblings[id] else {
            throw .violation("siteId", "is none of \(([siteID] + siblings.keys.sorted()).joined(separator: ", "))")
        }
        let key = try order.choice("apiKey", of: ["valid", "revoked"])
        let faults = try order.string("faults").map { FaultPlan($0) }
        if let problem = faults?.problem { throw .violation("faults", problem) }
        if let state = try order.choice("site", of: ["on", "off"]) { site.isOff = state == "off" }
        if let state = try order.choice("instance", of: ["installed", "uninstalled"]) {
            site.isInstanceInstalled = state == "installed"
        }
        if let names = try order.strings("missingApps") {
            let apps = names.compactMap { SandboxApp(rawValue: $0) }
            guard apps.count == names.count else {
                let known = SandboxApp.allCases.map(\.rawValue).joined(separator: ", ")
                throw .violation("missingApps", "may hold \(known)", rule: "INVALID_ENUM_VALUE")
            }
            site.missingApps = Set(apps)
        }
        if id == siteID { self = site } else { siblings[id] = site }
        if let key { isKeyRevoked = key == "revoked" }
        if let faults { self.faults = faults }
        if var row = self[.sites][id] {
            row["blocked"] = .bool(site.isOff)
            let apps = SandboxApp.allCases.filter { !site.missingApps.contains($0) }
            row["appIds"] = .strings(apps.map(\.definitionId))
            self[.sites].put(row)
        }
    }

    private var standing: JSONValue {
        let sites = ([self] + siblings.values.sorted { $0.siteID < $1.siteID }).map { site -> JSONValue in
            [
                "siteId": .string(site.siteID), "site": site.isOff ? "off" : "on",
                "instance": site.isInstanceInstalled ? "installed" : "uninstalled",
                "missingApps": .strings(site.missingApps.map(\.rawValue).sorted()),
            ]
        }
        return ["apiKey": isKeyRevoked ? "revoked" : "valid", "sites": .array(sites)]
    }
}
