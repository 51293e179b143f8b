import JSON
import Testing

@Suite struct ContactTests {
    @Test func createsFindsAndChanges() async throws {
        let bench = try ToolBench()
        let created = try await bench.answer(
            "create_a_wix_contact",
            #"{"name":{"first":"Ada","last":"Fern"},"emails":[{"email":"ada@new.example","primary":true}],"phones":[{"phone":"+15550100"}],"company":"Fern"}"#
        )
        let id = try #require(created["id"]?.stringValue)
        let found = try await bench.answer("wix_contacts_query", #"{"filter":{"primaryInfo.email":"ada@new.example"}}"#)
        #expect(found["result"]?.strings("id") == [id])
        let updated = try await bench.answer("update_a_wix_contact_by_id", #"{"id":"\#(id)","jobTitle":"Gardener"}"#)
        #expect(updated["revision"]?.intValue ?? 0 > created["revision"]?.intValue ?? 0)
        let read = try await bench.answer("get_single_wix_contact_by_id", #"{"id":"\#(id)"}"#)
        #expect(read.value(at: "info.jobTitle")?.stringValue == "Gardener")
        #expect(read.value(at: "info.company")?.stringValue == "Fern")
    }

    @Test func aTakenAddressIsRefused() async throws {
        let bench = try ToolBench()
        let arguments = #"{"emails":[{"email":"twice@new.example"}]}"#
        try await bench.answer("create_a_wix_contact", arguments)
        let failure = try await bench.failure("create_a_wix_contact", arguments)
        #expect(failure["error"]?["code"]?.stringValue == "DUPLICATE_CONTACT_EXISTS", "\(failure.text)")
    }

    @Test func offsetPagesCarryTheirFilter() async throws {
        let bench = try ToolBench.shared()
        let query = #"{"filter":{"info.name.first":{"$startsWith":"M"}},"sort":[{"fieldName":"info.name.last"}]}"#
        let all = try await bench.answer("wix_contacts_query", query)
        let paged = try await bench.everything("wix_contacts_query", query, limit: 4)
        #expect(paged.count == all["total"]?.intValue)
        #expect(JSONValue.array(paged).strings("id") == all["result"]?.strings("id"))
    }

    @Test func aCursorWithAnotherFilterIsRefused() async throws {
        let bench = try ToolBench.shared()
        let page = try await bench.answer(
            "wix_contacts_query", #"{"filter":{"info.locale":{"$exists":true}},"limit":2}"#)
        guard let cursor = page["next_cursor"]?.stringValue else { return }
        let failure = try await bench.failure(
            "wix_contacts_query", #"{"filter":{"info.locale":{"$exists":false}},"next_cursor":"\#(cursor)"}"#)
        #expect(failure["message"]?.stringValue?.contains("filter differs") == true)
    }

    @Test func listsAreFlat() async throws {
        let bench = try ToolBench.shared()
        let failure = try await bench.failure("create_a_wix_contact", #"{"emails":{"items":[]}}"#)
        #expect(failure["message"]?.stringValue?.contains("must be an array") == true)
    }
}
