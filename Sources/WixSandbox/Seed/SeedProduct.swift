/// A product before it is written in the form of a catalogue version.
struct SeedProduct: Sendable {
    struct Variant: Sendable {
        let id: String
        let inventoryId: String
        let name: String
        let sku: String
        /// Cents.
        let price: Int
        let compareAtPrice: Int?
        let stock: Stock
        /// The id of the chosen option, nil for a product without options.
        let choiceId: String?
    }
    enum Stock: Sendable {
        case tracked(Int)
        case untracked(inStock: Bool)

        var isInStock: Bool {
            switch self {
            case .tracked(let quantity): quantity > 0
            case .untracked(let isInStock): isInStock
            }
        }
        /// Below the five that owners reorder at.
        var isLow: Bool { if case .tracked(let quantity) = self { quantity < 5 } else { false } }
    }

    let id: String
    let number: Int
    let line: ProductLine
    let name: String
    let description: String
    let isVisible: Bool
    let created: Timestamp
    let updated: Timestamp
    let optionId: String
    let imageId: String
    let categoryId: String
    let variants: [Variant]

    var slug: String { Slug.make(name.filter { $0 != "'" }) }
    var hasLowStock: Bool { variants.contains { $0.stock.isLow } }
    var prices: ClosedRange<Int> {
        let cents = variants.map(\.price)
        return (cents.min() ?? 0)...(cents.max() ?? 0)
    }
    /// The name of the option and how it is shown.
    var option: (name: String, renderType: String)? {
        switch line.choice {
        case .none: nil
        case .colour: ("Color", "SWATCH_CHOICES")
        case .size: ("Size", "TEXT_CHOICES")
        case .scent: ("Scent", "TEXT_CHOICES")
        }
    }
    var availability: String {
        let available = variants.count { $0.stock.isInStock }
        return available == 0 ? "OUT_OF_STOCK" : available == variants.count ? "IN_STOCK" : "PARTIALLY_OUT_OF_STOCK"
    }
}
