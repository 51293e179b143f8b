import JSON

/// One cheap documented read of a connection test, and how its answer is told.
struct SiteProbe: Sendable {
    enum Subject: String, Sendable {
        case properties, installedApps, catalogVersion, account
        case stores, ecommerce, bookings, blog, contacts, inbox
    }

    let subject: Subject
    /// In words, e.g. `Wix Bookings`.
    let title: String
    let request: WixRequest
    /// What a 403 is about.
    let permission: String
    /// App definition ids of which one must be installed (platform.md 6.8); empty for what every site has.
    let appIDs: Set<String>
    /// True when a 404 is as good as an answer.
    let isNotFoundFine: Bool

    private init(
        _ subject: Subject, _ title: String, _ request: WixRequest, _ permission: String, appIDs: Set<String> = [],
        isNotFoundFine: Bool = false
    ) {
        self.subject = subject
        self.title = title
        self.request = request
        self.permission = permission
        self.appIDs = appIDs
        self.isNotFoundFine = isNotFoundFine
    }

    private static func get(_ path: StaticString, _ query: [(name: String, value: String)] = []) -> WixRequest {
        WixRequest("GET", WixPath(path), query: query, retry: .read)
    }

    private static func query(_ path: StaticString, _ body: JSONValue) -> WixRequest {
        WixRequest("POST", WixPath(path), body: body.bytes, retry: .read)
    }

    private static let onePage: (name: String, value: String) = ("paging.limit", "1")

    /// What is asked of every site (platform.md 6.4, 6.8; stores-ecommerce.md 0.3).
    static let basics = [
        SiteProbe(
            .properties, "the site's properties", get("/site-properties/v4/properties"),
            "Manage Your App or read site settings (SITE_SETTINGS.VIEW)"),
        SiteProbe(
            .installedApps, "the list of installed apps", get("/apps-installer-service/v1/app-instances"),
            "View Installed Apps (APP-MARKET.VIEW-INSTALLED-APP)"),
        SiteProbe(
            .catalogVersion, "the catalogue version", get("/stores/v3/provision/version"),
            "Read Stores Catalog (SCOPE.STORES.CATALOG_READ_LIMITED)"),
    ]

    /// One read of each business area (stores-ecommerce.md 1, bookings.md 1, blog-media-cms.md 1, crm-inbox.md 1).
    static let areas = [
        SiteProbe(
            .stores, "Wix Stores", query("/stores/v3/products/query", ["query": ["cursorPaging": ["limit": 1]]]),
            "Read Products (SCOPE.STORES.PRODUCT_READ)",
            appIDs: ["215238eb-22a5-4c36-9e7b-e7c08025e04e", "1380b703-ce81-ff05-f115-39571d94dfcd"]),
        SiteProbe(
            .ecommerce, "Wix eCommerce", query("/ecom/v1/orders/search", ["search": ["cursorPaging": ["limit": 1]]]),
            "Read Orders (SCOPE.DC-STORES.READ-ORDERS)"),
        SiteProbe(
            .bookings, "Wix Bookings",
            query("/_api/bookings/v2/services/query", ["query": ["paging": ["limit": 1]]]),
            "Read Bookings - Public Data (SCOPE.DC-BOOKINGS.READ-BOOKINGS-PUBLIC)",
            appIDs: ["13d21c63-b5ec-5912-8397-c3a5ddb27a97"]),
        SiteProbe(
            .blog, "Wix Blog", get("/blog/v3/categories", [onePage]), "Read Blog (SCOPE.DC-BLOG.READ-BLOGS)",
            appIDs: ["14bcded7-0066-7c35-14d7-466cb3f09103"]),
        SiteProbe(
            .contacts, "Contacts", get("/contacts/v4/contacts", [onePage]),
            "Read Contacts (SCOPE.DC-CONTACTS.READ-CONTACTS)"),
        // Nothing lists conversations: one that cannot exist is asked for.
        SiteProbe(
            .inbox, "Wix Inbox", get("/inbox/v2/conversations/00000000-0000-0000-0000-000000000000"),
            "Read Inbox Messages", isNotFoundFine: true),
    ]

    /// The account's own entry of the site (platform.md 1.7); without a site id any site.
    static func account(siteID: String?) -> SiteProbe {
        SiteProbe(
            .account, "the account's list of sites",
            WixClient.siteQuery(filter: siteID.map { ("id", .string($0)) }, limit: 1),
            "Read Site List (SCOPE.ACC-DC-OS.READ-SITE)")
    }
}
