import JSON

extension Sandbox {
    /// What the sandbox holds and where today lies in it: lines for a terminal.
    package var summary: [String] {
        withState { state in
            let today = SiteZone.dayNumber(at: state.now)
            let tomorrow = CivilDate(dayNumber: Int64(today + 1)).text
            let isV3 = state.options.catalog == .v3
            let products = state[isV3 ? .products : .productsV1].count
            let stock = state[isV3 ? .inventoryItems : .inventoryItemsV1].count
            // What no request ever sees is not counted.
            let orders = state[.orders].entities.count { $0["status"] != "INITIALIZED" }
            let drafts = state[.draftPosts].count - state[.posts].count
            var lines = [
                "site \(Shop.name) (\(Sandbox.siteID)), catalogue \(isV3 ? "V3" : "V1"), seed \(state.options.seed)",
                "\(products) products with \(stock) inventory items, \(Sandbox.lowStock(state)) of them below 5",
                "\(orders) orders of the last 90 days, \(state[.contacts].count) contacts",
                "\(state[.bookings].count) bookings, tomorrow (\(tomorrow)): \(Sandbox.bookings(on: today + 1, state))",
                "\(state[.posts].count) posts, \(drafts) drafts, \(state[.conversations].count) conversations",
                "time zone \(SiteZone.name), currency \(Money.currency)",
            ]
            if let problem = state.faults.problem { lines.append("warning: \(problem)") }
            return lines
        }
    }

    /// How many inventory items (V1: variants) are tracked and below five.
    private static func lowStock(_ state: SandboxState) -> Int {
        let quantities =
            state.options.catalog == .v3
            ? state[.inventoryItems].entities.flatMap { $0.values(at: ["quantity"]) }
            : state[.inventoryItemsV1].entities.flatMap { $0.values(at: ["variants", "quantity"]) }
        return quantities.count { ($0.intValue ?? 5) < 5 }
    }

    /// `10 (4 CONFIRMED, 3 PENDING, …)`.
    private static func bookings(on day: Int, _ state: SandboxState) -> String {
        var counts: [String: Int] = [:]
        for booking in state[.bookings].entities {
            guard let start = booking["startDate"]?.stringValue.flatMap({ Timestamp($0) }),
                SiteZone.dayNumber(at: start) == day
            else { continue }
            counts[booking["status"]?.stringValue ?? "", default: 0] += 1
        }
        let parts = counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        return "\(counts.values.reduce(0, +)) (\(parts.joined(separator: ", ")))"
    }
}
