/// What may be filtered, sorted, searched and asked for on products V3 (stores reference 2.1-2.3).
enum ProductFields {
    private static let identity = Set<FilterOperator>.membership.with([.exists, .startsWith])
    private static let states = Set<FilterOperator>.membership.with([.exists])
    private static let optionLists = Set<FilterOperator>.lists.with([.isEmpty])

    static let query = QueryRules(
        kind: .products,
        fields: FieldTable([
            .init(["id", "handle"], .text, identity),
            .init(["slug"], .text, identity, sortable: true),
            .init(["options.id"], .text, optionLists),
            .init(["createdDate", "updatedDate"], .date, states.with(.ranges), sortable: true),
            .init(["visible"], .flag, states, sortable: true),
        ]),
        paging: .both, defaultLimit: 100, defaultSort: [("createdDate", false)])

    static let search = QueryRules(
        kind: .products, wrapper: "search",
        fields: FieldTable([
            .init(["id", "handle", "importId"], .text, identity),
            .init(["slug"], .text, identity, sortable: true),
            .init(["name"], .text, [], sortable: true),
            .init(["productType"], .choice(["PHYSICAL", "DIGITAL"]), states),
            .init(["visible", "visibleInPos"], .flag, states),
            .init(["inventory.availabilityStatus"], .choice(availability), states, sortable: true),
            .init(["inventory.preorderStatus"], .choice(["ENABLED", "DISABLED"]), states),
            .init(["inventory.preorderAvailability"], .text, states),
            .init(["directCategoriesInfo.categories", "allCategoriesInfo.categories"], .items, [.matchItems]),
            .init(
                ["directCategoriesInfo.categories.id", "allCategoriesInfo.categories.id"], .text,
                identity.with([.hasSome])),
            .init(
                [
                    "options.id", "options.name", "options.choicesSettings.choices.choiceId",
                    "options.choicesSettings.choices.name", "modifiers.id", "modifiers.name",
                ], .text, optionLists),
            .init(["brand.id"], .text, identity),
            .init(
                [
                    "actualPriceRange.minValue.amount", "actualPriceRange.maxValue.amount",
                    "compareAtPriceRange.minValue.amount", "compareAtPriceRange.maxValue.amount",
                ], .number, .comparison.with([.isIn, .exists]), sortable: true),
            .init(["createdDate", "updatedDate"], .date, states.with(.ranges), sortable: true),
        ]),
        defaultLimit: 100, defaultSort: [("createdDate", false)], otherMembers: ["timeZone"],
        search: .init(fields: ["name", "description", "variantsInfo.variants.sku", "minVariantPriceInfo.sku"]))

    private static let availability = ["IN_STOCK", "OUT_OF_STOCK", "PARTIALLY_OUT_OF_STOCK", "PREORDER"]

    /// The values of `fields` and the members they add.
    static let fieldsets = Fieldsets(
        parameter: "fields",
        members: [
            "URL": ["url"], "CURRENCY": ["currency"], "PLAIN_DESCRIPTION": ["plainDescription"],
            "DESCRIPTION": ["description"], "INFO_SECTION": ["infoSections"],
            "DIRECT_CATEGORIES_INFO": ["directCategoriesInfo"], "ALL_CATEGORIES_INFO": ["allCategoriesInfo"],
            "DIRECT_CATEGORY_IDS": ["directCategoryIds"], "THUMBNAIL": ["thumbnail"],
            "WEIGHT_MEASUREMENT_UNIT_INFO": ["weightMeasurementUnitInfo"], "BREADCRUMBS_INFO": ["breadcrumbsInfo"],
            "MEDIA_ITEMS_INFO": [], "VARIANT_OPTION_CHOICE_NAMES": [],
        ],
        silent: [
            "MERCHANT_DATA", "INFO_SECTION_PLAIN_DESCRIPTION", "SUBSCRIPTION_PRICES_INFO", "MIN_PRICE_VARIANT",
            "INFO_SECTION_DESCRIPTION", "PRODUCT_CHOICES_MEDIA_REFERENCES",
        ])

    /// Every member a product may carry in a request.
    static let writable = [
        "name", "slug", "plainDescription", "description", "visible", "visibleInPos", "media", "options", "modifiers",
        "brand", "ribbon", "infoSections", "mainCategoryId", "taxGroupId", "seoData", "subscriptionDetails",
        "extendedFields", "handle", "physicalProperties", "variantsInfo",
    ]
    /// Members that a caller may send back and that change nothing.
    static let readOnly = [
        "id", "revision", "productType", "url", "currency", "inventory", "actualPriceRange", "compareAtPriceRange",
        "createdDate", "updatedDate", "variantSummary", "directCategoriesInfo", "allCategoriesInfo",
        "directCategoryIds", "thumbnail",
    ]
}
