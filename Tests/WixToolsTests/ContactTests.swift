import JSON
import Testing

@testable import WixTools

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

    /// People type a first and a last name together, in any order and spelling.
    @Test func aWholeNameIsFound() async throws {
        let bench = try ToolBench.shared()
        let contact = try await bench.first(
            "wix_contacts_query",
            #"{"filter":{"info.name.first":{"$exists":true},"info.name.last":{"$exists":true}},"limit":1}"#)
        let first = try #require(contact.text("info.name.first"))
        let last = try #require(contact.text("info.name.last"))
        let all = try await bench.everything(
            "wix_contacts_query", #"{"filter":{"info.name.first":"\#(first)","info.name.last":"\#(last)"}}"#, limit: 100
        )
        for words in ["\(first) \(last)", "\(last)  \(first)", "\(first) \(last)".lowercased()] {
            let found = try await bench.everything("wix_contacts_query", #"{"search":"\#(words)"}"#, limit: 1)
            #expect(Set(JSONValue.array(found).strings("id")) == Set(JSONValue.array(all).strings("id")), "\(words)")
        }
        let narrowed = try await bench.answer(
            "wix_contacts_query",
            #"{"search":"\#(first) \#(last)","filter":{"info.name.first":{"$startsWith":"zzz"}}}"#)
        #expect(narrowed["result_count"] == 0)
        let one = try await bench.answer("wix_contacts_query", #"{"search":"\#(last)","limit":100}"#)
        #expect(one["result"]?.strings("id").contains(contact.text("id") ?? "") == true)
    }

    @Test func aCursorGoesOnWithAWholeName() async throws {
        let bench = try ToolBench.shared()
        let people = try await bench.everything("wix_contacts_query", "{}", limit: 1_000, maximum: 1_000_000)
        let names = Dictionary(grouping: people) {
            "\($0.text("info.name.first") ?? "") \($0.text("info.name.last") ?? "")"
        }
        guard let name = names.first(where: { $0.value.count > 1 && $0.key.count > 3 })?.key else { return }
        let search = #"{"search":"\#(name)","limit":1"#
        let page = try await bench.answer("wix_contacts_query", search + "}")
        let cursor = try #require(page.text("next_cursor"))
        let next = try await bench.answer("wix_contacts_query", search + #","next_cursor":"\#(cursor)"}"#)
        #expect(next["result_count"] == 1 && next["result"] != page["result"])
    }

    @Test(arguments: ["+1 845 555 0100", "Ada", "ada@fern.example x", "a b c d e f"])
    func whatIsNoNameIsLeftToWix(text: String) { #expect(ContactSearchBehaviour.condition(for: text) == nil) }

    @Test func aLabelThatDoesNotExistIsSaid() async throws {
        let bench = try ToolBench.shared()
        let label = try await bench.first("list_all_wix_contact_labels", #"{"labelType":"USER_DEFINED"}"#)
        let name = try #require(label.text("displayName"))
        let key = try #require(label.text("key"))
        let wrong = try await bench.answer(
            "wix_contacts_query", #"{"filter":{"info.labelKeys":{"$hasSome":["\#(name)"]}}}"#)
        #expect(wrong["result_count"] == 0)
        #expect(
            wrong["note"]?.stringValue?.contains(#"no label with the key "\#(name)". Its key is "\#(key)""#) == true)
        let right = try await bench.answer(
            "wix_contacts_query",
            #"{"filter":{"info.labelKeys":{"$hasSome":["\#(key)"]},"info.name.first":"Nobody"}}"#)
        #expect(right["result_count"] == 0 && right["note"] == nil)
    }
}
