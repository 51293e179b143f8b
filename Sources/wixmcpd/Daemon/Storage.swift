import Gateway
import SQLiteStore
import WixAPI
import WixCatalogue

/// The store, and what stands on it: the registry, the audit log, the administrator's token.
struct Storage: Sendable {
    let store: SQLiteStore
    let registry: Registry
    let audit: AuditLog
    let adminToken: String
    /// Where the sites of all accounts are.
    let sites: SiteSettings

    /// What the settings ask for; makes what the first start has to make. Blocks.
    static func open(
        _ settings: Settings, environment: [String: String], catalogue: Catalogue,
        auditFailed: @escaping @Sendable (StoreError) -> Void
    ) throws -> Storage {
        let files = FileReader(environment: environment)
        if case .memory = settings.store {
            return try inMemory(
                sites: SiteSettings(settings), catalogue: catalogue,
                adminToken: try settings.givenAdminToken(files) ?? ServerToken.generate(), auditFailed: auditFailed)
        }
        let state = try StateDirectory.make(settings, environment: environment)
        guard case .sqlite(let path)? = settings.storeInForce(state),
            let place = try settings.secretKeyPlace(environment: environment, state: state)
        else { throw CommandFailure("there is no place for the store: set `store` and `secret_key_file`") }
        let store = try SQLiteStore(path: path)
        let key = try SecretRotation.key(
            at: place.path, for: store, credentialsDirectory: environment["CREDENTIALS_DIRECTORY"])
        let token =
            try settings.givenAdminToken(files)
            ?? AdminTokenFile.loadOrMake(state.file(StateDirectory.adminTokenName))
        return try Storage(
            store: store, key: key, sites: SiteSettings(settings), catalogue: catalogue, adminToken: token,
            auditFailed: auditFailed)
    }

    /// One that ends with the process.
    static func inMemory(
        sites: SiteSettings, catalogue: Catalogue, adminToken: String = ServerToken.generate(),
        auditFailed: @escaping @Sendable (StoreError) -> Void = { _ in }
    ) throws -> Storage {
        var generator = SystemRandomNumberGenerator()
        let key = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        return try Storage(
            store: SQLiteStore.inMemory(), key: key, sites: sites, catalogue: catalogue, adminToken: adminToken,
            auditFailed: auditFailed)
    }

    private init(
        store: SQLiteStore, key: [UInt8], sites: SiteSettings, catalogue: Catalogue, adminToken: String,
        auditFailed: @escaping @Sendable (StoreError) -> Void
    ) throws {
        self.store = store
        self.adminToken = adminToken
        self.sites = sites
        registry = try Registry(store: store, sealer: SecretSealer(key: key), catalogue: catalogue, sites: sites)
        audit = try AuditLog(store: store, key: registry.key(named: "audit"), onFailure: auditFailed)
    }

    /// Writes down what is still waiting and lets go of the files.
    func close() async {
        await registry.keepLastUse()
        await audit.flush()
        try? store.close()
    }
}

extension SiteSettings {
    init(_ settings: Settings) {
        self.init()
        endpoints = WixEndpoints(baseURL: settings.wixBaseURL, oauthURL: settings.wixOAuthURL)
        requestsPerMinute = settings.wixRequestsPerMinute
        enforcesBudget = settings.wixEnforceBudget
    }
}

extension Settings {
    /// The token that the configuration gives.
    fileprivate func givenAdminToken(_ files: FileReader) throws(ConfigurationError) -> String? {
        if let adminToken { return adminToken.value }
        guard let adminTokenFile else { return nil }
        do {
            return try files.secret(in: adminTokenFile).value
        } catch {
            throw ConfigurationError(
                .standard, key: "admin.token_file", value: adminTokenFile, problem: "cannot be used: \(error)")
        }
    }
}
