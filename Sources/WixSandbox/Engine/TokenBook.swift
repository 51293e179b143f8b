/// The OAuth access tokens handed out, with their ends.
struct TokenBook: Sendable {
    struct Token: Sendable {
        let issued: Timestamp
        let expires: Timestamp
        let siteID: String
    }
    private static let capacity = 1000
    private var tokens: [String: Token] = [:]

    mutating func issue(_ text: String, of siteID: String, at now: Timestamp, lifetime: Int) {
        if tokens.count >= TokenBook.capacity { tokens = tokens.filter { $0.value.expires > now } }
        if tokens.count >= TokenBook.capacity { tokens.removeAll() }
        tokens[text] = Token(issued: now, expires: now.adding(Int64(lifetime) * 1000), siteID: siteID)
    }

    subscript(text: String) -> Token? { tokens[text] }
}
