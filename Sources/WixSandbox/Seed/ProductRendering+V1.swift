import JSON

/// Writes seeded products as Catalog V1 entities: stock by product, prices as numbers, options as choices by name.
extension ProductRendering {
    /// The variant id of products without options.
    private static let defaultVariantId = "00000000-0000-0000-0000-000000000000"

    static func v1(_ product: SeedProduct, inventory: JSONValue) -> JSONValue {
        let cheapest = product.variants.min { $0.price < $1.price }
        let price = cheapest?.compareAtPrice ?? product.prices.lowerBound
        let path: JSONValue = ["base": .string(Shop.url), "path": .string("/product-page/\(product.slug)")]
        var entity: JSONValue = [
            "id": .string(product.id), "name": .string(product.name), "slug": .string(product.slug),
            "visible": .bool(product.isVisible), "productType": "physical",
            "description": .string("<p>\(product.description)</p>"), "sku": .string(product.variants.first?.sku ?? ""),
            "weight": 0.6, "brand": .string(product.line.brand),
            "ribbon": cheapest?.compareAtPrice == nil ? "" : "Sale",
            "numericId": .string(numericId(product)), "collectionIds": .strings([product.categoryId]),
            "manageVariants": .bool(product.option != nil), "customTextFields": [], "additionalInfoSections": [],
            "inventoryItemId": inventory["id"] ?? "", "productPageUrl": path,
        ]
        entity["stock"] = SandboxState.stockV1(of: inventory)
        entity["priceData"] = prices(price, product.prices.lowerBound)
        entity["priceRange"] = [
            "minValue": amount(product.prices.lowerBound), "maxValue": amount(product.prices.upperBound),
        ]
        let discount = cheapest?.compareAtPrice == nil ? 0 : 20
        entity["discount"] = ["type": discount == 0 ? "NONE" : "PERCENT", "value": .int(discount)]
        entity["media"] = [
            "mainMedia": [
                "id": .string(product.imageId), "mediaType": "image",
                "image": [
                    "url": .string("https://static.wixstatic.com/media/\(product.imageId)"), "width": 1600,
                    "height": 1200,
                ],
            ], "items": [],
        ]
        entity["productOptions"] = .array(options(product))
        entity["variants"] = .array(
            product.variants.map { variant in
                [
                    "id": .string(variantId(product, variant)), "choices": choices(product, variant),
                    "stock": SandboxState.stockV1(ofVariant: variantId(product, variant), in: inventory),
                    "variant": [
                        "priceData": prices(variant.compareAtPrice ?? variant.price, variant.price), "weight": 0.6,
                        "sku": .string(variant.sku), "visible": true,
                    ],
                ]
            })
        entity["createdDate"] = .string(product.created.text)
        entity["lastUpdated"] = .string(product.updated.text)
        return entity
    }

    static func inventoryV1(_ product: SeedProduct) -> JSONValue {
        var isTracked = false
        let variants: [JSONValue] = product.variants.map { variant in
            var entry: JSONValue = [
                "variantId": .string(variantId(product, variant)), "inStock": .bool(variant.stock.isInStock),
                "availableForPreorder": false,
            ]
            if case .tracked(let quantity) = variant.stock {
                isTracked = true
                entry["quantity"] = .int(quantity)
            }
            return entry
        }
        return [
            "id": .string(product.variants.first?.inventoryId ?? product.id), "productId": .string(product.id),
            "trackQuantity": .bool(isTracked), "variants": .array(variants),
            "lastUpdated": .string(product.updated.text), "numericId": .string(numericId(product)),
            "preorderInfo": ["enabled": false],
        ]
    }

    private static func numericId(_ product: SeedProduct) -> String {
        String(1_700_000_000_000_000 + product.number * 1000)
    }

    private static func variantId(_ product: SeedProduct, _ variant: SeedProduct.Variant) -> String {
        product.option == nil ? defaultVariantId : variant.id
    }

    private static func choices(_ product: SeedProduct, _ variant: SeedProduct.Variant) -> JSONValue {
        var choices: JSONValue = [:]
        if let option = product.option { choices[option.name] = .string(variant.name) }
        return choices
    }

    private static func options(_ product: SeedProduct) -> [JSONValue] {
        guard let option = product.option else { return [] }
        let isColour = option.renderType == "SWATCH_CHOICES"
        let choices: [JSONValue] = product.variants.map { variant in
            let colour = SeedProducts.colours.first { $0.name == variant.name }
            return [
                "value": .string(colour?.code ?? variant.name), "description": .string(variant.name),
                "inStock": .bool(variant.stock.isInStock), "visible": true,
            ]
        }
        return [
            [
                "optionType": isColour ? "color" : "drop_down", "name": .string(option.name),
                "choices": .array(choices),
            ]
        ]
    }

    private static func amount(_ cents: Int) -> JSONValue { .number(JSONNumber(Double(cents) / 100)) }

    static func prices(_ price: Int, _ discounted: Int) -> JSONValue {
        [
            "currency": .string(Money.currency), "price": amount(price), "discountedPrice": amount(discounted),
            "formatted": [
                "price": .string("$\(Money.text(cents: price))"),
                "discountedPrice": .string("$\(Money.text(cents: discounted))"),
            ],
        ]
    }
}
