import JSON
import Testing

@testable import WixSandbox

/// The shape of the seeded shop, which demos and stories rest on.
@Suite struct SeedTests {
    private let state = SandboxClient.v3
    private static let today = SiteZone.dayNumber(at: SandboxClient.start)

    private func moment(_ entity: JSONValue, _ member: String) -> Timestamp? { Timestamp(entity.text(member)) }

    @Test func thereIsEnoughOfEverything() {
        #expect(state[.products].count >= 80)
        #expect(state[.inventoryItems].count >= 200)
        #expect(state[.orders].count >= 400)
        #expect(state[.contacts].count >= 250)
        #expect(state[.bookings].count >= 150)
        #expect(state[.posts].count >= 30)
        #expect(state[.draftPosts].entities.count { $0["status"] == "UNPUBLISHED" } >= 5)
        #expect(state[.draftPosts].entities.count { $0["status"] == "SCHEDULED" } == 1)
        #expect(state[.services].count == 8)
        #expect(state[.staffMembers].count == 4)
        #expect(state[.conversations].count >= 25)
        #expect(state[.messages].count >= 50)
        #expect(state[.members].count == 5)
        #expect(state[.labels].count >= 5)
    }

    @Test func stockIsLowInPlaces() {
        let items = state[.inventoryItems].entities
        let tracked = items.filter { $0["trackQuantity"] == true }
        #expect(tracked.count { (1..<5).contains($0.number("quantity") ?? 9) } >= 8)
        #expect(tracked.count { $0["quantity"] == 0 } >= 5)
        #expect(items.count { $0["trackQuantity"] == false && $0["inStock"] == true } >= 3)
        #expect(items.allSatisfy { ($0["quantity"] == nil) == ($0["trackQuantity"] == false) })
        for product in state[.products].entities {
            let own = items.filter { $0["productId"]?.stringValue == product.id }
            #expect(own.count == product.number("variantSummary.variantCount"))
        }
    }

    @Test(arguments: [30, 60])
    func lowStockProductsHaveRecentBuyersWithContacts(days: Int) {
        // Days 31 to 60 hold the middle of the previous month; the exact month is asked for below.
        let since = SandboxClient.start.adding(-Int64(days) * Timestamp.day)
        for product in lowStockProducts {
            let buyers = buyers(of: product) { $0 >= since }
            #expect(buyers.count >= 2, "product \(product)")
            #expect(buyers.allSatisfy { state[.contacts][$0] != nil })
        }
    }

    @Test func lowStockProductsHaveBuyersInThePreviousMonth() {
        let october = SiteZone.moment(day: CivilDate(year: 2026, month: 10, day: 1).dayNumber, minute: 0)
        let november = SiteZone.moment(day: CivilDate(year: 2026, month: 11, day: 1).dayNumber, minute: 0)
        for product in lowStockProducts {
            #expect(!buyers(of: product) { $0 >= october && $0 < november }.isEmpty, "product \(product)")
        }
    }

    private var lowStockProducts: Set<String> {
        Set(
            state[.inventoryItems].entities.filter { ($0.number("quantity") ?? 9) < 5 }.map { $0.text("productId") })
    }

    private func buyers(of product: String, when isRight: (Timestamp) -> Bool) -> Set<String> {
        Set(
            state[.orders].entities.filter { order in
                order["status"] == "APPROVED" && isRight(moment(order, "createdDate") ?? SandboxClient.start)
                    && order.values(at: ["lineItems", "catalogReference", "catalogItemId"]).contains(.string(product))
            }.map { $0.text("buyerInfo.contactId") })
    }

    @Test func ordersReferToTheShop() {
        let oldest = SandboxClient.start.adding(-91 * Timestamp.day)
        var numbers: [Int] = []
        for order in state[.orders].entities {
            numbers.append(Int(order.text("number")) ?? 0)
            #expect(state[.contacts][order.text("buyerInfo.contactId")] != nil)
            #expect(moment(order, "createdDate").map { $0 > oldest && $0 < SandboxClient.start } == true)
            for id in order.values(at: ["lineItems", "catalogReference", "catalogItemId"]) {
                #expect(state[.products][id.stringValue ?? ""] != nil)
            }
        }
        #expect(numbers == Array(10_001..<(10_001 + numbers.count)))
    }

    @Test func tomorrowIsMixed() {
        let tomorrow = state[.bookings].entities.filter { booking in
            moment(booking, "startDate").map { SiteZone.dayNumber(at: $0) == Self.today + 1 } == true
        }
        #expect(tomorrow.count >= 8)
        #expect(tomorrow.count { $0["status"] == "CONFIRMED" } >= 3)
        #expect(tomorrow.count { $0["status"] == "PENDING" } >= 3)
        #expect(Set(tomorrow.map { $0.text("status") }).count >= 4)
    }

    @Test func bookingsSpanTwoMonthsAndDoNotOverlap() {
        var busy: Set<String> = []
        for booking in state[.bookings].entities {
            #expect(state[.contacts][booking.text("contactDetails.contactId")] != nil)
            #expect(booking.value(at: "bookedEntity.item") == nil)
            let isAppointment = booking.value(at: "bookedEntity.tags") == ["INDIVIDUAL"]
            guard isAppointment else { continue }
            let place = booking.text("bookedEntity.slot.resource.id") + booking.text("startDate")
            #expect(busy.insert(place).inserted)
        }
        let days = state[.bookings].entities.compactMap { moment($0, "startDate") }.map { SiteZone.dayNumber(at: $0) }
        #expect(days.min() == Self.today - 30)
        #expect(days.max() == Self.today + 30)
    }

    @Test func postsHaveCheckedContentAndKnownParts() throws {
        for draft in state[.draftPosts].entities {
            try RicosCheck().check(draft["richContent"] ?? .null, at: "richContent")
            #expect(state[.members][draft.text("memberId")] != nil)
            for id in draft.values(at: ["categoryIds"]) { #expect(state[.blogCategories][id.stringValue ?? ""] != nil) }
            for id in draft.values(at: ["tagIds"]) { #expect(state[.blogTags][id.stringValue ?? ""] != nil) }
        }
        for post in state[.posts].entities {
            #expect(post.text("title") == state[.draftPosts][post.id]?.text("title"))
            #expect(moment(post, "firstPublishedDate").map { $0 <= SandboxClient.start } == true)
        }
    }

    @Test func peopleDiffer() {
        let contacts = state[.contacts].entities
        let names = contacts.map { $0.text("info.name.first") + " " + $0.text("info.name.last") }
        #expect(Set(names).count == names.count)
        #expect(Set(contacts.map { $0.text("primaryInfo.email") }).count == contacts.count)
        #expect(state[.contacts]["contact-123"] != nil)
        for contact in contacts {
            for key in contact.values(at: ["info", "labelKeys", "items"]) {
                #expect(state[.labels][key.stringValue ?? ""] != nil)
            }
        }
    }

    @Test func theSameSeedGivesTheSameShop() {
        func fingerprint(_ seed: UInt64, _ now: Timestamp = SandboxClient.start) -> [[JSONValue]] {
            var options = SandboxOptions()
            options.seed = seed
            let state = SandboxState.seeded(options: options, now: now)
            return EntityKind.allCases.map { state[$0].entities }
        }
        let first = fingerprint(7)
        #expect(first == fingerprint(7))
        #expect(first != fingerprint(8))
        let products = EntityKind.allCases.firstIndex(of: .products) ?? 0
        let later = fingerprint(7, SandboxClient.start.adding(40 * Timestamp.day))
        #expect(later[products].map(\.id) == first[products].map(\.id))
    }

    /// Ends of months and years, a leap day and both changes of the clock.
    @Test(arguments: [
        "2026-01-01T04:30:00Z", "2026-03-08T07:00:00Z", "2026-10-31T23:00:00Z", "2026-11-01T06:00:00Z",
        "2026-12-31T23:59:59Z", "2028-02-29T12:00:00Z", "2027-03-31T03:00:00Z",
    ])
    func everyDayHasItsShop(now: String) throws {
        let now = try #require(Timestamp(now))
        let state = SandboxState.seeded(options: SandboxOptions(), now: now)
        let tomorrow = SiteZone.dayNumber(at: now) + 1
        let busy = state[.bookings].entities.filter { booking in
            moment(booking, "startDate").map { SiteZone.dayNumber(at: $0) == tomorrow } == true
        }
        #expect(busy.count { $0["status"] == "PENDING" } >= 3)
        #expect(state[.orders].entities.allSatisfy { $0.text("createdDate") < now.text })
        #expect(state[.messages].entities.allSatisfy { $0.text("createdDate") <= now.text })
    }

    @Test func theSummaryTellsTheCounts() {
        let lines = SandboxClient().sandbox.summary
        #expect(lines.count == 6)
        #expect(lines.contains { $0.contains("84 products") })
        #expect(lines.contains { $0.contains("tomorrow (2026-11-25)") && $0.contains("PENDING") })
        #expect(SandboxClient(SandboxClient.v1).sandbox.summary[0].contains("V1"))
    }
}
