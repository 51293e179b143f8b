package import JSON

/// How an operation pages.
package enum WixPagingStyle: String, Sendable { case cursor, offset, none }

/// Where a page begins.
package enum WixPagePosition: Sendable, Equatable {
    case cursor(String)
    case offset(Int)
}

/// What a list answer says about the pages after it, whatever its container is called (platform.md 4.4).
package struct WixPage: Sendable, Equatable {
    /// Where the next page begins; nil at the end.
    package var next: WixPagePosition?
    /// Items on all pages, where Wix tells.
    package var total: Int?

    /// Reads `pagingMetadata`, `metadata` and `metaData` of `document` and `totalResults`.
    /// - Parameters:
    ///   - position: where this page began; nil for the first.
    ///   - limit: the page size that was asked for.
    ///   - itemCount: items on this page.
    package init(
        of document: JSONDocument, style: WixPagingStyle, position: WixPagePosition?, limit: Int, itemCount: Int
    ) {
        let notes = Notes(document)
        total = notes.total
        switch style {
        case .none: break
        case .cursor:
            guard notes.hasNext != false, let cursor = notes.cursor, position != .cursor(cursor) else { break }
            next = .cursor(cursor)
        case .offset:
            let start = if case .offset(let offset)? = position { offset } else { 0 }
            let (end, overflow) = start.addingReportingOverflow(itemCount)
            guard itemCount > 0, !overflow else { break }
            let hasMore = notes.hasNext ?? notes.total.map { end < $0 } ?? (itemCount >= limit)
            if hasMore { next = .offset(end) }
        }
    }

    /// The paging facts of an answer, gathered from all its containers.
    private struct Notes {
        private static let containers = [
            "pagingMetadata", "metadata", "metaData", "cursorPaging", "cursorPagingMetadata", "nextCursor",
        ]
        /// A container larger than this holds no paging facts.
        private static let maximumContainerBytes = 64 * 1024

        var cursor: String?
        var hasNext: Bool?
        var total: Int?

        init(_ document: JSONDocument) {
            let body = document.bytes
            for (name, range) in document.members ?? [] {
                if name == "totalResults" {
                    total = total ?? JSONBytes.int(at: range, in: body)
                } else if Notes.containers.contains(name), range.count <= Notes.maximumContainerBytes,
                    let container = try? JSONBytes.value(at: range, in: body)
                {
                    read(container)
                }
            }
        }

        private mutating func read(_ container: JSONValue) {
            let found = container.value(at: "cursors.next")?.stringValue ?? container["cursor"]?.stringValue
            if let found, !found.isEmpty { cursor = cursor ?? found }
            hasNext = hasNext ?? container["hasNext"]?.boolValue ?? container["hasMore"]?.boolValue
            guard container["tooManyToCount"]?.boolValue != true else { return }
            total = total ?? container["total"]?.intValue ?? container["totalCount"]?.intValue
        }
    }
}
