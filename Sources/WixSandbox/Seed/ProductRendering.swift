import JSON

/// Writes seeded products as Catalog V3 entities.
enum ProductRendering {
    static func v3(_ product: SeedProduct) -> JSONValue {
        var entity: JSONValue = [
            "id": .string(product.id), "revision": .string(String(product.number % 7 + 1)),
            "name": .string(product.name), "slug": .string(product.slug),
            "url": [
                "url": .string("\(Shop.url)/product-page/\(product.slug)"),
                "relativePath": .string("/product-page/\(product.slug)"),
            ],
            "visible": .bool(product.isVisible), "visibleInPos": true, "productType": "PHYSICAL",
            "physicalProperties": [:],
            "inventory": ["availabilityStatus": .string(product.availability), "preorderStatus": "DISABLED"],
            "media": media(product), "thumbnail": image(product), "currency": .string(Money.currency),
        ]
        let variants = product.variants.map { variant(product, $0) }
        entity["actualPriceRange"] = ProductEdit.range(of: "actualPrice", in: variants)
        entity["compareAtPriceRange"] = ProductEdit.range(of: "compareAtPrice", in: variants)
        entity["options"] = .array(option(product).map { [$0] } ?? [])
        entity["modifiers"] = []
        entity["brand"] = ["id": .string(brandId(product.line.brand)), "name": .string(product.line.brand)]
        if product.variants.contains(where: { $0.compareAtPrice != nil }) {
            entity["ribbon"] = ["id": .string(brandId("Sale")), "name": "Sale"]
        }
        entity["plainDescription"] = .string("<p>\(product.description)</p>")
        entity["description"] = RicosBuilder.document([RicosBuilder.paragraph(product.description)])
        entity["infoSections"] = []
        let categories: JSONValue = ["categories": [["id": .string(product.categoryId), "index": 0]]]
        entity["mainCategoryId"] = .string(product.categoryId)
        entity["directCategoriesInfo"] = categories
        entity["allCategoriesInfo"] = categories
        entity["directCategoryIds"] = .strings([product.categoryId])
        entity["createdDate"] = .string(product.created.text)
        entity["updatedDate"] = .string(product.updated.text)
        entity["variantSummary"] = ["variantCount": .int(variants.count)]
        entity["variantsInfo"] = ["variants": .array(variants)]
        return entity
    }

    static func inventoryV3(_ product: SeedProduct) -> [JSONValue] {
        product.variants.map { variant in
            var item: JSONValue = [
                "id": .string(variant.inventoryId), "revision": "1", "createdDate": .string(product.created.text),
                "updatedDate": .string(product.updated.text), "productId": .string(product.id),
                "variantId": .string(variant.id), "locationId": .string(Shop.locationId),
                "preorderInfo": ["enabled": false],
                "product": [
                    "name": .string(product.name), "variantName": .string(variant.name), "sku": .string(variant.sku),
                    "directCategoryIds": .strings([product.categoryId]),
                    "brand": ["id": .string(brandId(product.line.brand))],
                ],
            ]
            switch variant.stock {
            case .tracked(let quantity):
                item["trackQuantity"] = true
                item["quantity"] = .int(quantity)
            case .untracked(let isInStock):
                item["trackQuantity"] = false
                item["inStock"] = .bool(isInStock)
            }
            item["availabilityStatus"] = .string(SandboxState.availability(of: item))
            return item
        }
    }

    private static func variant(_ product: SeedProduct, _ variant: SeedProduct.Variant) -> JSONValue {
        var price: JSONValue = ["actualPrice": ["amount": .string(Money.text(cents: variant.price))]]
        if let compareAt = variant.compareAtPrice {
            price["compareAtPrice"] = ["amount": .string(Money.text(cents: compareAt))]
        }
        var choices: [JSONValue] = []
        if let option = option(product), let entries = option.value(at: "choicesSettings.choices")?.arrayValue {
            choices = entries.filter { $0["choiceId"]?.stringValue == variant.choiceId }.map {
                ProductEdit.choice(of: option, $0)
            }
        }
        return [
            "id": .string(variant.id), "visible": true, "sku": .string(variant.sku), "choices": .array(choices),
            "price": price, "physicalProperties": ["weight": 0.6],
            "inventoryStatus": ["inStock": .bool(variant.stock.isInStock)],
        ]
    }

    private static func option(_ product: SeedProduct) -> JSONValue? {
        guard let option = product.option else { return nil }
        let choices: [JSONValue] = product.variants.map { variant in
            var choice: JSONValue = [
                "choiceId": .string(variant.choiceId ?? ""), "name": .string(variant.name), "choiceType": "CHOICE_TEXT",
            ]
            if let colour = SeedProducts.colours.first(where: { $0.name == variant.name }) {
                choice["choiceType"] = "ONE_COLOR"
                choice["colorCode"] = .string(colour.code)
            }
            return choice
        }
        return [
            "id": .string(product.optionId), "name": .string(option.name),
            "optionRenderType": .string(option.renderType),
            "choicesSettings": ["choices": .array(choices)],
        ]
    }

    private static func media(_ product: SeedProduct) -> JSONValue {
        let image = image(product)
        return ["main": image, "itemsInfo": ["items": [image]]]
    }

    private static func image(_ product: SeedProduct) -> JSONValue {
        [
            "id": .string(product.imageId), "mediaType": "IMAGE", "altText": .string(product.name),
            "image": [
                "id": .string(product.imageId), "url": .string("https://static.wixstatic.com/media/\(product.imageId)"),
                "width": 1600, "height": 1200,
            ],
        ]
    }

    /// Brands and ribbons have ids that follow from their names.
    private static func brandId(_ name: String) -> String {
        var random = RandomSource(seed: name.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })
        return random.guid()
    }
}
