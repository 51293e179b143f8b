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

/// What the sandbox keeps tables of.
enum EntityKind: String, CaseIterable, Sendable {
    case products, inventoryItems, productsV1, inventoryItemsV1, orders
    case contacts, labels, members, conversations, messages
    case bookings, services, staffMembers, resources, sessions
    case posts, draftPosts, blogCategories, blogTags
    case locations, sites, jobs
    case mediaFiles

    var idMember: String { self == .labels ? "key" : "id" }
}
