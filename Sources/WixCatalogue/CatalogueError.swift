/// A malformed record: a build defect.
package struct CatalogueError: Error, Sendable, Equatable, CustomStringConvertible {
    /// File, record and member, such as `stores/wix_products_v_3_query/paging.style`.
    package let place: String
    package let message: String

    package var description: String { "\(place): \(message)" }
}
