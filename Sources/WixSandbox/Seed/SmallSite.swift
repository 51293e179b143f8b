import JSON

/// A further site of the account, with little in it.
struct SmallSite: Sendable {
    let id: String
    let instanceID: String
    let name: String
    let displayName: String
    /// Empty for a site that is not published.
    let url: String
    let namespace: String
    let currency: String
    let timeZone: String
    let locale: (language: String, country: String)
    let lines: [ProductLine]
    let contacts: Range<Int>
    let missingApps: Set<SandboxApp>

    static let bakery = SmallSite(
        id: Sandbox.secondSiteID, instanceID: Sandbox.secondInstanceID, name: "harbor-loaf",
        displayName: "Harbor Loaf", url: "https://www.harborloaf.example", namespace: "WIX", currency: "EUR",
        timeZone: "Europe/Dublin", locale: ("en", "IE"),
        lines: [
            .init(
                noun: "Loaf", category: "Bread", brand: "Harbor Loaf", price: 500...900, choice: .none,
                names: ["Rye", "Oat", "Seeded"], blurb: "baked before sunrise and sold until it is gone"),
            .init(
                noun: "Jam", category: "Pantry", brand: "Harbor Loaf", price: 600...800, choice: .size,
                names: ["Damson", "Gooseberry"], blurb: "boiled in small pans with half the sugar"),
        ], contacts: 40..<52, missingApps: [.bookings, .blog])

    /// Headless and not published: Query Sites leaves it out unless its namespace is asked for.
    static let kiosk = SmallSite(
        id: Sandbox.thirdSiteID, instanceID: Sandbox.thirdInstanceID, name: "kiln-kiosk", displayName: "Kiln Kiosk",
        url: "", namespace: "HEADLESS", currency: "USD", timeZone: "America/New_York", locale: ("en", "US"),
        lines: [], contacts: 0..<0, missingApps: Set(SandboxApp.allCases))

    /// The site's own data, drawn from numbers of its own.
    func state(options: SandboxOptions, now: Timestamp, area: UInt64) -> SandboxState {
        var state = SandboxState(options: options, now: now)
        state.siteID = id
        state.instanceID = instanceID
        state.missingApps = missingApps
        state.siteProperties = ["version": "12", "properties": properties]
        let today = SiteZone.dayNumber(at: now)
        let random = { (part: UInt64) in RandomSource(seed: options.seed &* 1_000_003 &+ area &+ part) }
        var people = PeopleSeeder(today: today, positions: contacts, random: random(1))
        people.fill(&state)
        var products = ProductSeeder(today: today, lines: lines, random: random(2))
        products.fill(&state)
        return state
    }

    private var properties: JSONValue {
        [
            "locale": ["languageCode": .string(locale.language), "country": .string(locale.country)],
            "language": .string(locale.language), "paymentCurrency": .string(currency),
            "timeZone": .string(timeZone), "siteDisplayName": .string(displayName),
            "businessName": .string(displayName),
        ]
    }

    /// The row of Query Sites.
    func row(created: Timestamp, updated: Timestamp) -> JSONValue {
        let apps = SandboxApp.allCases.filter { !missingApps.contains($0) }
        return [
            "id": .string(id), "name": .string(name), "displayName": .string(displayName),
            "createdDate": .string(created.text), "updatedDate": .string(updated.text),
            "published": .bool(!url.isEmpty),
            "premium": false, "viewUrl": .string(url), "editUrl": .string("/editor/\(id)"),
            "ownerAccountId": .string(Sandbox.accountID), "contributorAccountIds": [], "editorType": "EDITORLESS",
            "blocked": false, "namespace": .string(namespace), "domainConnected": false, "state": "ACTIVE",
            "appIds": .strings(apps.map(\.definitionId)),
        ]
    }
}
