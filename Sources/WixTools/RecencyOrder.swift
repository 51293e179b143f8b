/// Keys in the order of their last use: a list linked both ways, so that every step takes the same short time.
struct RecencyOrder {
    private struct Links {
        var older: String?
        var newer: String?
    }

    private var links: [String: Links] = [:]
    private(set) var oldest: String?
    private var newest: String?

    var count: Int { links.count }

    /// Makes `key` the most recently used one, whether it was there or not.
    mutating func use(_ key: String) {
        guard newest != key else { return }
        remove(key)
        if let newest { links[newest]?.newer = key }
        links[key] = Links(older: newest, newer: nil)
        newest = key
        if oldest == nil { oldest = key }
    }

    mutating func remove(_ key: String) {
        guard let gone = links.removeValue(forKey: key) else { return }
        if let older = gone.older { links[older]?.newer = gone.newer } else { oldest = gone.newer }
        if let newer = gone.newer { links[newer]?.older = gone.older } else { newest = gone.older }
    }
}
