import JSON

/// Everything a sandbox knows: its data, its clock and what its rules remember.
struct SandboxState: Sendable {
    let options: SandboxOptions
    /// Seals cursors; from the seed.
    let secret: UInt64
    /// The moment of the request being answered.
    var now: Timestamp
    var random: RandomSource
    var tokens = TokenBook()
    var siteRate: RateWindow
    var accountRate: RateWindow
    var faults: FaultPlan
    var requestCount = 0
    var siteID = Sandbox.siteID
    /// The installation of the app that OAuth is tried with.
    var instanceID = Sandbox.instanceID
    // What `POST /_sandbox/control` changes.
    var isOff = false
    var isInstanceInstalled = true
    var missingApps: Set<SandboxApp> = []
    /// Of the account, so only the first site's counts.
    var isKeyRevoked = false
    /// The other sites of the account, by id. Credentials, tokens, faults and the list of sites are the first site's.
    var siblings: [String: SandboxState] = [:]
    private var tables: [EntityKind: EntityTable]

    init(options: SandboxOptions, now: Timestamp) {
        self.options = options
        self.now = now
        random = RandomSource(seed: options.seed)
        secret = random.next()
        siteRate = RateWindow(limit: options.requestsPerMinute)
        accountRate = RateWindow(limit: options.requestsPerMinute)
        faults = FaultPlan(options.faults)
        tables = Dictionary(
            uniqueKeysWithValues: EntityKind.allCases.map { ($0, EntityTable(idMember: $0.idMember)) })
        for table in ShapeBook.shared.tables where tables[table.kind] == nil {
            tables[table.kind] = table.filled(seed: options.seed)
        }
    }

    /// The version and the properties of the site: the only row of its table.
    var siteProperties: JSONValue {
        get { self[.siteProperties].entities.first ?? [:] }
        set { self[.siteProperties].put(newValue) }
    }

    subscript(kind: EntityKind) -> EntityTable {
        get { tables[kind] ?? EntityTable() }
        _modify { yield &tables[kind, default: EntityTable()] }
    }

    /// The entity, or a 404 with `code`.
    func entity(_ kind: EntityKind, _ id: String, code: String = "NOT_FOUND") throws(WixError) -> JSONValue {
        guard let entity = self[kind][id] else {
            throw .notFound(code, "\(kind.noun) \(id) was not found")
        }
        return entity
    }

    /// Runs one query over its table.
    func page(_ value: JSONValue?, _ rules: QueryRules) throws(WixError) -> Page {
        try QueryRequest(value, rules, now: now, secret: secret).page(of: self[rules.kind], now: now, secret: secret)
    }
}

extension EntityKind {
    /// One entity of this kind in words.
    var noun: String {
        switch self {
        case .products, .productsV1: "product"
        case .inventoryItems, .inventoryItemsV1: "inventory item"
        case .blogCategories: "category"
        case .blogTags: "tag"
        case .draftPosts: "draft post"
        case .staffMembers: "staff member"
        case .mediaFiles: "file"
        default: String(rawValue.dropLast())
        }
    }
}
