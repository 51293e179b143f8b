/// How Wix pages this operation (platform.md 4.4).
package struct PagingRule: Sendable {
    package enum Style: String, Sendable, CaseIterable { case cursor, offset }

    package let style: Style
    package let limit: Destination
    /// Where the cursor or the offset goes.
    package let position: Destination
    package let defaultLimit: Int
    /// Of one request to Wix.
    package let maximumLimit: Int

    /// The largest `limit` of a call; above `maximumLimit` it takes several requests.
    package static let callLimit = 1000

    init(_ reader: inout RecordReader) throws(CatalogueError) {
        style = try reader.choice("style")
        limit = try Destination.one(&reader, "limit")
        position = try Destination.one(&reader, style == .cursor ? "cursor" : "offset")
        defaultLimit = try reader.int("default")
        maximumLimit = try reader.int("maximum")
        guard (1...maximumLimit).contains(defaultLimit) else { throw reader.error("default", "is out of range") }
        try reader.finish()
    }
}
