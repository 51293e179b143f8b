import JSON
import Testing
import WixCatalogue
import WixTools

/// What a caller is told of arguments that are not there, are nothing, or belong elsewhere.
@Suite struct ArgumentAdviceTests {
    static let advice: [(tool: String, arguments: String, message: String)] = [
        (
            "list_all_wix_orders", #"{"paymentStatus":"PAID"}"#,
            #"paymentStatus is no argument but a field of filter: {"filter":{"paymentStatus":"PAID"}}."#
        ),
        (
            "list_all_wix_orders", #"{"paymentStatus":"BOGUS"}"#,
            "paymentStatus is no argument but a field of filter, which takes UNSPECIFIED, NOT_PAID, PAID, PARTIALLY_PAID, PENDING, PENDING_MERCHANT, FULLY_REFUNDED, PARTIALLY_REFUNDED, CANCELED, DECLINED, AUTHORIZED, CHARGED_BACK."
        ),
        (
            "list_all_wix_orders", #"{"paymentStatus":["PAID"]}"#,
            #"paymentStatus is no argument but a field of filter: {"filter":{"paymentStatus":{"$in":["PAID"]}}}."#
        ),
        (
            "list_all_wix_orders", #"{"createdDate":{"$gte":"2026-11-01"}}"#,
            #"createdDate is no argument but a field of filter: {"filter":{"createdDate":{"$gte":"2026-11-01"}}}."#
        ),
        (
            "get_single_wix_order_by_id", #"{"orderId":"x"}"#,
            #"Required argument "id" is missing. Unknown argument "orderId". Did you mean "id"? Allowed: fields, id, view."#
        ),
        (
            "get_single_wix_product_by_id", #"{"productId":"x","colour":1}"#,
            #"Required argument "id" is missing. Unknown argument "productId". Did you mean "id"? Allowed: fields, id, view. Unknown argument "colour". Allowed: fields, id, view."#
        ),
        (
            // An order's number is not its id, nor is the id of another entity.
            "get_single_wix_order_by_id", #"{"number":"10451"}"#,
            #"Required argument "id" is missing. Unknown argument "number". Allowed: fields, id, view."#
        ),
        (
            "get_single_wix_order_by_id", #"{"memberId":"x"}"#,
            #"Required argument "id" is missing. Unknown argument "memberId". Allowed: fields, id, view."#
        ),
        (
            "get_single_wix_order_by_id", #"{"id":"x","orderId":"x"}"#,
            #"Unknown argument "orderId". Allowed: fields, id, view."#
        ),
    ]

    @Test(arguments: advice) func namesTheWay(tool: String, arguments: String, message: String) async throws {
        let failure = try await ToolBench.shared().failure(tool, arguments)
        #expect(failure["message"]?.stringValue == message)
    }

    /// Models send null for what they leave out.
    @Test func nullIsLeftOut() async throws {
        let bench = try ToolBench.shared()
        try await bench.answer("list_all_wix_orders", #"{"limit":1,"next_cursor":null,"filter":null,"view":null}"#)
        let failure = try await bench.failure("get_single_wix_order_by_id", #"{"id":null}"#)
        #expect(failure["message"]?.stringValue == #"Required argument "id" is missing."#)
        let unknown = try await bench.failure("get_single_wix_order_by_id", #"{"id":"x","bogus":null}"#)
        #expect(unknown["message"]?.stringValue?.contains(#""bogus""#) == true)
    }

    /// Where null says something, it is said.
    @Test func nullThatMeansSomethingIsSent() async throws {
        let origin = ScriptedOrigin()
        origin.answer("/things/t", "{}")
        let record = TestCatalogue.record(
            "wix_thing_update",
            #"""
            "request":{"verb":"PATCH","path":"/things/{id}","wrapper":"thing"},"answer":{"entity":"thing","name":"thing"},
            "arguments":[{"name":"id","schema":{"type":"string"},"required":true,"to":"path:id"},
             {"name":"city","schema":{"type":["string","null"]}},{"name":"size","schema":{"type":"integer"}},
             {"name":"any","schema":{}},{"name":"one","schema":{"anyOf":[{"type":"string"},{"type":"null"}]}}]
            """#)
        let bench = try origin.bench(try TestCatalogue.of(TestCatalogue.reader, record))
        let result = try await bench.call(
            "wix_thing_update", #"{"id":"t","city":null,"any":null,"one":null}"#)
        #expect(!result.isError)
        #expect(origin.requests.map(\.body) == [#"{"thing":{"city":null,"any":null,"one":null}}"#])
        // Left out it would be taken for done, and the number would stay.
        let refused = try await bench.call("wix_thing_update", #"{"id":"t","city":"x","size":null}"#)
        #expect(refused.isError && refused.value["message"]?.stringValue?.contains(#""size""#) == true)
    }

    static let empty: [(tool: String, arguments: String)] = [
        ("update_a_wix_product_by_id", #"{"id":"x"}"#), ("update_a_wix_product_by_id", #"{"id":"x","revision":"1"}"#),
        ("update_a_wix_draft_post_by_id", #"{"id":"x","createMissingTags":true}"#),
        ("update_a_wix_contact_by_id", #"{"id":"x","allowDuplicates":true}"#),
        ("update_a_wix_calendar_event_by_id", #"{"id":"x","notifyParticipants":true,"message":"m"}"#),
        ("update_a_wix_media_file_by_id", #"{"id":"x"}"#), ("update_a_wix_location_by_id", #"{"id":"x"}"#),
        ("wix_loyalty_program_update", "{}"), ("update_a_wix_coupon_by_id", #"{"id":"x"}"#),
        ("wix_products_bulk_update_by_filter", #"{"filter":{"visible":true}}"#),
        ("create_a_wix_booking", "{}"), ("create_a_wix_contact_v_5", "{}"),
    ]

    @Test(arguments: empty) func aWriteOfNothingIsRefused(tool: String, arguments: String) async throws {
        let bench = try ToolBench.shared()
        let failure = try await bench.failure(tool, arguments)
        let message = try #require(failure["message"]?.stringValue)
        #expect(message.hasPrefix(tool.hasPrefix("create") ? "Give what the new" : "Give what changes: "), "\(message)")
        let known = bench.catalogue[tool]?.inputSchema["properties"]?.objectValue?.keys ?? []
        let names = message.dropLast().split(separator: ": ").last?.split(separator: ", ").map(String.init) ?? []
        #expect(!names.isEmpty && names.allSatisfy { known.contains($0) && $0 != "id" }, "\(message)")
        #expect(failure.value(at: "error.outcome") == "notSent")
    }

    /// A write that names its object alone may still say all there is to say.
    @Test(arguments: [
        "wix_orders_archive", "wix_comments_mark", "wix_draft_posts_restore", "wix_draft_orders_create_empty",
        "wix_tasks_move_after", "wix_booking_policies_set_default", "wix_contacts_label", "update_a_wix_brand_by_id",
        "wix_email_subscriptions_upsert", "wix_bookings_cancel",
    ])
    func aWriteThatNeedsNothingElseIsNot(tool: String) async throws {
        let bench = try ToolBench()
        let maker = ArgumentMaker(try #require(bench.catalogue[tool]))
        let outcome = try await bench.outcome(tool, JSONValue.object(maker.base).text)
        guard case .result(let result) = outcome else { return }
        #expect(!String(decoding: result.structured, as: UTF8.self).contains("Give what"))
    }
}
