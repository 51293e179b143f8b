/// What may be filtered and sorted on contacts V4 (CRM reference 3).
enum ContactFields {
    private static let present = Set<FilterOperator>.membership.with([.exists])
    private static let texts = Set<FilterOperator>.membership.with([.exists, .startsWith])
    private static let statuses = Set<FilterOperator>.membership.with([.isNotIn])

    static let rules = QueryRules(
        kind: .contacts,
        fields: FieldTable(
            dialect: .contacts,
            families: [
                .init(
                    ["info.extendedFields.custom. > info.extendedFields.items.custom/"], .text,
                    texts.with(.ranges), sortable: true)
            ],
            [
                .init(["id", "info.locale"], .text, present),
                .init(["createdDate", "lastActivity.activityDate"], .date, .comparison, sortable: true),
                .init(["updatedDate"], .date, .comparison),
                .init(["info.birthdate"], .text, .comparison, sortable: true),
                .init(["primaryInfo.email"], .text, texts, sortable: true),
                .init(["primaryInfo.phone"], .text, texts),
                .init(
                    ["info.name.first", "info.name.last", "info.company", "info.jobTitle"], .text, texts,
                    sortable: true),
                .init(
                    [
                        "info.emails.email > info.emails.items.email",
                        "info.phones.phone > info.phones.items.phone",
                        "info.phones.e164Phone > info.phones.items.e164Phone",
                        "info.addresses.street > info.addresses.items.address.addressLine",
                        "info.addresses.city > info.addresses.items.address.city",
                    ], .text, texts),
                .init(
                    [
                        "info.addresses.subdivision > info.addresses.items.address.subdivision",
                        "info.addresses.country > info.addresses.items.address.country",
                    ], .text, present),
                .init(
                    ["info.locations > info.locations.items", "info.labelKeys > info.labelKeys.items"], .text, .lists),
                .init(
                    [
                        extended("members", "membershipStatus"),
                        subscription("subscriptionStatus"), subscription("deliverabilityStatus"),
                    ], .text, statuses),
                .init([subscription("effectiveEmail")], .text, [.exists], sortable: true),
                .init(
                    [ecom("totalSpentAmount"), ecom("numOfPurchases")], .number, .comparison.with([.exists]),
                    sortable: true),
                .init([ecom("lastPurchaseDate")], .date, .comparison.with([.exists]), sortable: true),
            ]),
        paging: .offset, defaultLimit: 50, maximumLimit: 1000, defaultSort: [("createdDate", true)],
        maximumSortKeys: 1, otherMembers: ["fields", "fieldsets"])

    private static func subscription(_ name: String) -> String { extended("emailSubscriptions", name) }

    private static func ecom(_ name: String) -> String { extended("ecom", name) }

    /// A system extended field: its key in the object is one member with a dot.
    private static func extended(_ namespace: String, _ name: String) -> String {
        "info.extendedFields.\(namespace).\(name) > info.extendedFields.items.\(namespace)/\(name)"
    }

    static let infoMembers = [
        "name", "emails", "phones", "addresses", "company", "jobTitle", "birthdate", "locale", "labelKeys",
        "extendedFields", "locations", "picture",
    ]
}
