import JSON

/// The entities of one kind, in the order they were made, found by id.
struct EntityTable: Sendable {
    /// The member that names an entity: `id`, for labels `key`.
    let idMember: String
    private(set) var entities: [JSONValue] = []
    private var positions: [String: Int] = [:]

    init(idMember: String = "id") { self.idMember = idMember }

    var count: Int { entities.count }

    func id(of entity: JSONValue) -> String { entity[idMember]?.stringValue ?? "" }

    subscript(id: String) -> JSONValue? { positions[id].map { entities[$0] } }

    /// Adds an entity, or replaces the one with the same id.
    mutating func put(_ entity: JSONValue) {
        let id = id(of: entity)
        if let position = positions[id] {
            entities[position] = entity
        } else {
            positions[id] = entities.count
            entities.append(entity)
        }
    }

    /// The removed entity; nil where there was none.
    @discardableResult
    mutating func remove(_ id: String) -> JSONValue? {
        guard let position = positions.removeValue(forKey: id) else { return nil }
        let removed = entities.remove(at: position)
        for index in position..<entities.count { positions[self.id(of: entities[index])] = index }
        return removed
    }
}

/// What the sandbox keeps tables of: the kinds below, which have routes of their own, and those that the shapes name.
struct EntityKind: RawRepresentable, Hashable, Sendable {
    let rawValue: String

    static let products = EntityKind(rawValue: "products")
    static let inventoryItems = EntityKind(rawValue: "inventoryItems")
    static let productsV1 = EntityKind(rawValue: "productsV1")
    static let inventoryItemsV1 = EntityKind(rawValue: "inventoryItemsV1")
    static let orders = EntityKind(rawValue: "orders")
    static let contacts = EntityKind(rawValue: "contacts")
    static let labels = EntityKind(rawValue: "labels")
    static let members = EntityKind(rawValue: "members")
    static let conversations = EntityKind(rawValue: "conversations")
    static let messages = EntityKind(rawValue: "messages")
    static let bookings = EntityKind(rawValue: "bookings")
    static let services = EntityKind(rawValue: "services")
    static let staffMembers = EntityKind(rawValue: "staffMembers")
    static let resources = EntityKind(rawValue: "resources")
    static let sessions = EntityKind(rawValue: "sessions")
    static let posts = EntityKind(rawValue: "posts")
    static let draftPosts = EntityKind(rawValue: "draftPosts")
    static let blogCategories = EntityKind(rawValue: "blogCategories")
    static let blogTags = EntityKind(rawValue: "blogTags")
    static let locations = EntityKind(rawValue: "locations")
    static let sites = EntityKind(rawValue: "sites")
    static let jobs = EntityKind(rawValue: "jobs")
    static let mediaFiles = EntityKind(rawValue: "mediaFiles")
    static let siteProperties = EntityKind(rawValue: "siteProperties")

    /// The kinds with routes of their own.
    static let allCases: [EntityKind] = [
        products, inventoryItems, productsV1, inventoryItemsV1, orders, contacts, labels, members, conversations,
        messages, bookings, services, staffMembers, resources, sessions, posts, draftPosts, blogCategories, blogTags,
        locations, sites, jobs, mediaFiles, siteProperties,
    ]

    var idMember: String { self == .labels ? "key" : "id" }
}
