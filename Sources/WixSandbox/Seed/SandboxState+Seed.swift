import JSON

extension SandboxState {
    /// A shop full of data, decided by the seed and the day of `now`.
    static func seeded(options: SandboxOptions, now: Timestamp) -> SandboxState {
        var state = SandboxState(options: options, now: now)
        let today = SiteZone.dayNumber(at: now)
        let opened = SiteZone.moment(day: today - 700, minute: 600)
        state.siteProperties = ["version": "207", "properties": Shop.properties]
        state[.sites].put(Shop.site(created: opened, updated: SiteZone.moment(day: today - 3, minute: 700)))
        state[.locations].put(Shop.location(Shop.locationId, "Shop and studio", isDefault: true, type: "BRANCH"))
        state[.locations].put(Shop.location(Shop.workshopId, "Kiln shed", isDefault: false, type: "OFFICES"))
        for label in SeedPeople.labels {
            state[.labels].put(Label.value(key: label.key, name: label.name, type: label.type, created: opened))
        }
        // Each area draws from its own numbers, so that a change in one leaves the others as they are.
        let random = { (area: UInt64) in RandomSource(seed: options.seed &* 1_000_003 &+ area) }
        var people = PeopleSeeder(today: today, random: random(1))
        people.fill(&state)
        var products = ProductSeeder(today: today, random: random(2))
        products.fill(&state)
        var orders = OrderSeeder(today: today, now: now, products: products.products, random: random(3))
        orders.fill(&state)
        var bookings = BookingSeeder(today: today, now: now, random: random(4))
        bookings.fill(&state)
        var blog = BlogSeeder(today: today, random: random(5))
        blog.fill(&state)
        var inbox = InboxSeeder(now: now, random: random(6))
        inbox.fill(&state)
        state.seedMedia(at: opened)
        for (index, site) in [SmallSite.bakery, .kiosk].enumerated() {
            state.siblings[site.id] = site.state(options: options, now: now, area: 1000 * UInt64(index + 1))
            // Made after the first site, so that they come first in the default order.
            state[.sites].put(site.row(created: SiteZone.moment(day: today - 90 + index, minute: 600), updated: now))
        }
        state.now = now
        return state
    }
}
