import Foundation
import JSON
import Testing
import WixSandbox

@testable import WixTools

/// All about a contact.
@Suite struct ContactReportTests {
    @Test func aContactIsToldWhole() async throws {
        let bench = try ToolBench.shared()
        let order = try await bench.first("list_all_wix_orders", #"{"filter":{"status":"APPROVED"},"limit":1}"#)
        let id = try #require(order.text("buyerInfo.contactId"))
        let report = try await bench.answer("wix_contact_360", #"{"contactId":"\#(id)"}"#)
        let orders = try await bench.everything(
            "list_all_wix_orders", #"{"filter":{"buyerInfo.contactId":"\#(id)"}}"#, limit: 100)
        #expect(report.value(at: "contact.id")?.stringValue == id)
        let approved = orders.filter { $0["status"] == "APPROVED" }
        #expect(report.value(at: "orders.count")?.intValue == approved.count)
        #expect(report.value(at: "orders.notApproved")?.intValue == orders.count - approved.count)
        #expect(
            RawShop.sums(report.value(at: "orders.totals")) == RawShop.sums(approved) { RawShop.total($0) })
        let bookings = try await bench.answer(
            "wix_bookings_query", #"{"filter":{"contactDetails.contactId":"\#(id)"},"limit":100}"#)
        #expect(report.value(at: "bookings.count") == bookings["result_count"])
        #expect(report["unavailable"] == nil || report.value(at: "unavailable.notes") != nil)
        let email = try #require(report.value(at: "contact.emails")?.arrayValue?.first?.stringValue)
        let byMail = try await bench.answer("wix_contact_360", #"{"email":"\#(email)"}"#)
        let found = [byMail.value(at: "contact.id")] + (byMail["alsoFound"]?.arrayValue ?? []).map { $0["contactId"] }
        #expect(found.contains(.string(id)))
    }

    @Test func aContactIsFoundByPhone() async throws {
        let bench = try ToolBench.shared()
        let contact = try await bench.first("wix_contacts_query", #"{"filter":{"primaryInfo.phone":{"$exists":true}}}"#)
        let phone = try #require(contact.value(at: "info.phones.items")?.arrayValue?.first?.text("phone"))
        let report = try await bench.answer("wix_contact_360", #"{"phone":"\#(phone)"}"#)
        #expect(report.value(at: "contact.phones")?.arrayValue?.contains(.string(phone)) == true)
        try await bench.failure("wix_contact_360", #"{"phone":"+1 000"}"#)
        try await bench.failure("wix_contact_360", "{}")
        try await bench.failure("wix_contact_360", #"{"phone":"x12","email":"y@z"}"#)
    }

    /// A site without Bookings still has contacts.
    @Test func whatTheSiteDoesNotHaveIsNamed() async throws {
        let bench = try ToolBench()
        try bench.control(["missingApps": ["bookings"]])
        let report = try await bench.answer("wix_contact_360", #"{"contactId":"contact-123"}"#)
        #expect(report.value(at: "unavailable.bookings") != nil)
        #expect(report["orders"] != nil)
    }

    /// Every contact with a cancelled order beside others.
    @Test func countsAndTotalsAreOfTheSameOrders() async throws {
        let bench = try ToolBench.shared()
        let raw = try RawShop(bench)
        let canceled = try #require(raw.orders.first { $0["status"] == "CANCELED" }?.text("buyerInfo.contactId"))
        let report = try await bench.answer("wix_contact_360", #"{"contactId":"\#(canceled)"}"#)
        let orders = raw.orders.filter { $0.text("buyerInfo.contactId") == canceled }
        let approved = orders.filter { $0["status"] == "APPROVED" }
        #expect(approved.count < orders.count)
        #expect(report.value(at: "orders.count")?.intValue == approved.count)
        #expect(report.value(at: "orders.notApproved")?.intValue == orders.count - approved.count)
        #expect(RawShop.sums(report.value(at: "orders.totals")) == RawShop.sums(approved) { RawShop.total($0) })
    }

    /// Times are those of the site's clocks.
    @Test func timesAreLocal() async throws {
        let bench = try ToolBench.shared()
        let booking = try await bench.first("wix_bookings_query", #"{"filter":{"status":"CONFIRMED"}}"#)
        let id = try #require(booking.text("contactDetails.contactId"))
        let report = try await bench.answer("wix_contact_360", #"{"contactId":"\#(id)"}"#)
        #expect(report["timeZone"] == "America/New_York")
        let rows = ["bookings.coming", "bookings.last", "orders.last"].flatMap {
            report.value(at: $0)?.arrayValue ?? []
        }
        #expect(!rows.isEmpty)
        for row in rows {
            for name in ["startDate", "endDate", "createdDate"] {
                guard let text = row.text(name) else { continue }
                #expect(text.hasSuffix("-05:00") || text.hasSuffix("-04:00"), "\(text)")
            }
        }
        let shown = try #require(rows.first { $0["id"] == booking["id"] } ?? rows.first { $0["startDate"] != nil })
        let same = try await bench.answer(
            "get_single_wix_booking_by_id", #"{"id":"\#(shown.text("id") ?? "")","fields":["startDate"]}"#)
        let local = CivilDateTime(shown.text("startDate") ?? "")?.instant
        #expect(local != nil && local == CivilDateTime(same.text("startDate") ?? "")?.instant)
    }

    @Test func leftOutCountsEntries() async throws {
        let bench = try ToolBench.shared()
        let raw = try RawShop(bench)
        let counts = Dictionary(grouping: raw.orders) { $0.text("buyerInfo.contactId") ?? "" }
        let id = try #require(counts.max { ($0.value.count, $0.key) < ($1.value.count, $1.key) }?.key)
        let call = #"{"contactId":"\#(id)"}"#
        let whole = try await bench.answer("wix_contact_360", call)
        let lists = [
            "conversation.last", "notes", "alsoFound", "bookings.last", "orders.last", "bookings.coming",
            "contact.addresses", "contact.labels", "contact.phones",
        ]
        let entries = { (report: JSONValue) in
            lists.reduce(0) { $0 + (report.value(at: $1)?.arrayValue?.count ?? 0) }
        }
        #expect(whole["truncated"] == nil)
        for maximum in [1_500, 2_000, 2_500] {
            let short = try await bench.answer("wix_contact_360", call, maximum: maximum)
            let leftOut = short.value(at: "truncated.left_out")?.intValue ?? 0
            #expect(leftOut == entries(whole) - entries(short) && (leftOut > 0 || maximum > 1_500))
            #expect(short.value(at: "orders.count") == whole.value(at: "orders.count"))
        }
    }

    @Test func anEmailIsFoundInAnySpelling() async throws {
        let bench = try ToolBench.shared()
        let contact = try await bench.first("wix_contacts_query", #"{"filter":{"primaryInfo.email":{"$exists":true}}}"#)
        let email = try #require(contact.value(at: "info.emails.items")?.arrayValue?.first?.text("email"))
        let loud = email.uppercased()
        let report = try await bench.answer("wix_contact_360", #"{"email":"\#(loud)"}"#)
        #expect(report.value(at: "contact.emails")?.arrayValue?.contains(.string(email)) == true)
        for condition in [#""\#(loud)""#, #"{"$eq":"\#(loud)"}"#, #"{"$in":["\#(loud)"]}"#] {
            let found = try await bench.answer(
                "wix_contacts_query", #"{"filter":{"primaryInfo.email":\#(condition)}}"#)
            #expect(found["result"]?.strings("id").contains(contact.text("id") ?? "") == true, "\(condition)")
        }
    }

    /// Requests were sent, so the error must not say that none was.
    @Test func aContactThatIsNotThereWasLookedFor() async throws {
        let bench = try ToolBench.shared()
        let failure = try await bench.failure("wix_contact_360", #"{"email":"nobody@nowhere.example"}"#)
        #expect(failure.value(at: "error.outcome") == "refused")
        #expect(failure.value(at: "error.code") == "CONTACT_NOT_FOUND")
    }

    @Test func aPartOfTheOrdersIsNoWhole() async throws {
        let origin = ScriptedOrigin()
        origin.answer("/site-properties/v4/properties", #"{"properties":{"timeZone":"UTC"}}"#)
        origin.answer("/contacts/v4/contacts/c", #"{"contact":{"id":"c"}}"#)
        let order =
            #"{"id":"1","createdDate":"2024-05-01T23:30:00.000Z","status":"APPROVED","currency":"EUR","priceSummary":{"total":{"amount":"5.00"}}}"#
        origin.answer(
            "/ecom/v1/orders/search", #"{"orders":[\#(order)],"metadata":{"cursors":{"next":"n"},"hasNext":true}}"#)
        for _ in 1...3 { origin.answer("/ecom/v1/orders/search", "{}", status: 503) }
        for path in ["/_api/bookings-reader", "/crm/notes"] { origin.answer(path, "{}", status: 404) }
        let report = try await origin.bench().call("wix_contact_360", #"{"contactId":"c"}"#).value
        #expect(report.objectValue?.keys.prefix(2) == ["complete", "note"], "\(report.text)")
        #expect(report["complete"] == false && report.value(at: "orders.count") == 1)
        #expect(report["note"]?.stringValue?.contains("only 1 orders are in") == true)
    }
}
