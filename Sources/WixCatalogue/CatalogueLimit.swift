/// Says that an operation exists on one of the two Stores catalogues only (stores-ecommerce.md 0.4).
package struct CatalogueLimit: Sendable {
    /// The catalogue that has it.
    package let only: StoresCatalogue
    /// How the same is done on the other one, or why it cannot be.
    package let way: String

    init(_ reader: inout RecordReader) throws(CatalogueError) {
        only = try reader.choice("only")
        way = try reader.string("instead")
        try reader.finish()
    }
}
