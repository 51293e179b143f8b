/// Makes the shop's products, with stock that runs low in places.
struct ProductSeeder {
    let today: Int
    let lines: [ProductLine]
    var random: RandomSource
    private(set) var products: [SeedProduct] = []
    private var categoryIds: [String: String] = [:]

    init(today: Int, lines: [ProductLine] = SeedProducts.lines, random: RandomSource) {
        self.today = today
        self.lines = lines
        self.random = random
    }

    mutating func fill(_ state: inout SandboxState) {
        for line in lines {
            for name in line.names { products.append(product(line, name)) }
        }
        for product in products {
            switch state.options.catalog {
            case .v3:
                state[.products].put(ProductRendering.v3(product))
                for item in ProductRendering.inventoryV3(product) { state[.inventoryItems].put(item) }
            case .v1:
                let item = ProductRendering.inventoryV1(product)
                state[.productsV1].put(ProductRendering.v1(product, inventory: item))
                state[.inventoryItemsV1].put(item)
            }
        }
    }

    private mutating func product(_ line: ProductLine, _ name: String) -> SeedProduct {
        let number = products.count
        let fullName = "\(name) \(line.noun)"
        let base = line.price.lowerBound + random.below(line.price.count / 100 + 1) * 100
        let isOnSale = number % 11 == 4
        var variants: [SeedProduct.Variant] = []
        let choices = choices(of: line)
        for (index, choice) in choices.enumerated() {
            let price = base + (line.choice == .size ? index * 400 : 0)
            let sku = [line.noun.prefix(3), name.prefix(3), choice.prefix(3)].joined(separator: "-").uppercased()
            variants.append(
                .init(
                    id: random.guid(), inventoryId: random.guid(), name: choice,
                    sku: "\(sku.filter { $0.isLetter || $0 == "-" })-\(padded(number, 3))",
                    price: isOnSale ? price * 4 / 5 : price, compareAtPrice: isOnSale ? price : nil,
                    stock: stock(product: number, variant: index),
                    choiceId: line.choice == .none ? nil : random.guid()))
        }
        let remarks = random.sample(SeedProducts.remarks, 2).joined(separator: " ")
        return SeedProduct(
            id: random.guid(), number: number, line: line, name: fullName,
            description: "The \(fullName) is \(line.blurb). \(remarks)", isVisible: number % 29 != 28,
            created: SiteZone.moment(day: today - random.number(in: 100...600), minute: random.number(in: 480...1080)),
            updated: SiteZone.moment(day: today - random.number(in: 1...60), minute: random.number(in: 480...1080)),
            optionId: random.guid(),
            imageId: "5a9d0c_\(hexadecimal(random.next()))\(hexadecimal(random.next()))~mv2.jpg",
            categoryId: categoryId(line.category), variants: variants)
    }

    /// Few of some, none of others, and some that nobody counts.
    private mutating func stock(product: Int, variant: Int) -> SeedProduct.Stock {
        if product % 14 == 5 { return .tracked(0) }
        if product % 13 == 6 { return .untracked(inStock: product % 2 == 0) }
        if product % 7 == 2 { return .tracked(variant == 0 ? random.number(in: 1...4) : random.number(in: 0...9)) }
        return .tracked(random.number(in: 8...60))
    }

    private mutating func choices(of line: ProductLine) -> [String] {
        switch line.choice {
        case .none: [""]
        case .colour: random.sample(SeedProducts.colours.map(\.name), random.number(in: 2...4))
        case .size: SeedProducts.sizes
        case .scent: random.sample(SeedProducts.scents, 3)
        }
    }

    private mutating func categoryId(_ name: String) -> String {
        if let id = categoryIds[name] { return id }
        let id = random.guid()
        categoryIds[name] = id
        return id
    }
}
