import JSON
import Testing
import WixCatalogue
import WixSandbox

/// Each tool once against the sandbox, and once with a wrong argument.
@Suite struct EveryToolTests {
    private static let names = (try? TestCatalogue.shared.get().tools.map(\.name)) ?? []
    /// What the sandbox keeps a state for, so that every answer has something in it.
    private static let everyday = [
        "create_a_wix_blog_category", "create_a_wix_blog_tag", "create_a_wix_contact", "create_a_wix_conversation",
        "create_a_wix_draft_post", "get_single_wix_booking_by_id", "get_single_wix_contact_by_id",
        "get_single_wix_conversation_by_id", "get_single_wix_draft_post_by_id", "get_single_wix_inventory_item_by_id",
        "get_single_wix_order_by_id", "get_single_wix_post_by_id", "get_single_wix_product_by_id",
        "list_all_wix_blog_categories", "list_all_wix_blog_tags", "list_all_wix_contacts", "list_all_wix_messages",
        "list_all_wix_orders", "update_a_wix_contact_by_id", "update_a_wix_draft_post_by_id",
        "update_a_wix_inventory_item_by_id", "update_a_wix_product_by_id", "wix_blog_tags_query",
        "wix_booking_services_query", "wix_bookings_cancel", "wix_bookings_confirm", "wix_bookings_decline",
        "wix_bookings_query", "wix_bookings_reschedule", "wix_calendar_gaps", "wix_contact_360", "wix_contacts_query",
        "wix_draft_posts_publish", "wix_draft_posts_query", "wix_draft_posts_schedule", "wix_draft_posts_unpublish",
        "wix_inbox_reply", "wix_inventory_items_query", "wix_low_stock_report", "wix_messages_send", "wix_posts_query",
        "wix_product_buyers", "wix_products_v_3_query", "wix_products_v_3_search", "wix_sales_summary",
        "wix_schedule_by_staff", "wix_site_properties_get", "wix_staff_members_query", "wix_unfulfilled_paid_orders",
    ]

    /// Arguments that fit the sandbox's own data.
    static func arguments(_ name: String, _ bench: ToolBench) async throws -> String {
        let lists = [
            "get_single_wix_product_by_id": "wix_products_v_3_query",
            "get_single_wix_inventory_item_by_id": "wix_inventory_items_query",
            "get_single_wix_order_by_id": "list_all_wix_orders",
            "get_single_wix_contact_by_id": "list_all_wix_contacts",
            "get_single_wix_booking_by_id": "wix_bookings_query", "get_single_wix_post_by_id": "wix_posts_query",
            "get_single_wix_draft_post_by_id": "wix_draft_posts_query",
            "wix_draft_posts_publish": "wix_draft_posts_query",
            "update_a_wix_draft_post_by_id": "wix_draft_posts_query",
            "update_a_wix_contact_by_id": "list_all_wix_contacts",
            "update_a_wix_product_by_id": "wix_products_v_3_query",
        ]
        if let list = lists[name] {
            let id = try await bench.firstID(list)
            switch name {
            case "update_a_wix_product_by_id": return #"{"id":"\#(id)","price":"12.50"}"#
            case "update_a_wix_contact_by_id": return #"{"id":"\#(id)","jobTitle":"Gardener"}"#
            case "update_a_wix_draft_post_by_id": return #"{"id":"\#(id)","excerpt":"New"}"#
            default: return #"{"id":"\#(id)"}"#
            }
        }
        switch name {
        case "update_a_wix_inventory_item_by_id":
            return #"{"id":"\#(try await bench.firstID("wix_inventory_items_query"))","quantity":7}"#
        case "wix_bookings_confirm", "wix_bookings_decline":
            return #"{"id":"\#(try await bench.firstID("wix_bookings_query", #"{"filter":{"status":"PENDING"}}"#))"}"#
        case "wix_bookings_cancel":
            let id = try await bench.firstID("wix_bookings_query", #"{"filter":{"status":"CONFIRMED"}}"#)
            return #"{"id":"\#(id)","ignoreCancellationPolicy":true}"#
        case "wix_bookings_reschedule":
            let filter = #"{"filter":{"status":"CONFIRMED","bookedEntity.tags":{"$hasSome":["INDIVIDUAL"]}}}"#
            let id = try await bench.firstID("wix_bookings_query", filter)
            return
                #"{"id":"\#(id)","startDate":"2031-03-04T10:00:00","ignoreReschedulePolicy":true,"skipAvailabilityValidation":true}"#
        case "get_single_wix_conversation_by_id", "list_all_wix_messages", "wix_messages_send":
            let opened = try await bench.answer(
                "create_a_wix_conversation", #"{"contactId":"contact-123","message":"Hello"}"#)
            let id = opened.value(at: "conversation.id")?.stringValue ?? ""
            if name == "get_single_wix_conversation_by_id" { return #"{"id":"\#(id)"}"# }
            return name == "wix_messages_send"
                ? #"{"conversationId":"\#(id)","message":"Hello"}"# : #"{"conversationId":"\#(id)"}"#
        case "wix_draft_posts_schedule":
            let id = try await bench.firstID("wix_draft_posts_query", #"{"filter":{"status":"UNPUBLISHED"}}"#)
            return #"{"id":"\#(id)","scheduledPublishDate":"2031-03-04T10:00:00.000Z"}"#
        case "wix_draft_posts_unpublish":
            return #"{"id":"\#(try await bench.firstID("wix_posts_query"))"}"#
        case "wix_contact_360": return #"{"contactId":"contact-123"}"#
        case "wix_inbox_reply": return #"{"contactId":"contact-123","text":"Hello"}"#
        case "wix_orders_mark_as_paid":
            let filter = #"{"filter":{"paymentStatus":"NOT_PAID"},"limit":100,"fields":["priceSummary.total.amount"]}"#
            let orders = try await bench.answer("list_all_wix_orders", filter)["result"]?.arrayValue ?? []
            let total = { (order: JSONValue) in
                order.value(at: "priceSummary.total.amount")?.stringValue.flatMap(Double.init) ?? 0
            }
            let order = try #require(orders.max { total($0) < total($1) })
            return #"{"id":"\#(order["id"]?.stringValue ?? "")","paymentMethod":"Bank transfer"}"#
        case "wix_sales_summary": return #"{"from":"yesterday"}"#
        case "wix_product_buyers":
            let order = try await bench.first("list_all_wix_orders", #"{"filter":{"status":"APPROVED"}}"#)
            let id = order["lineItems"]?.arrayValue?.first?.value(at: "catalogReference.catalogItemId")?.stringValue
            return #"{"productIds":["\#(id ?? "")"]}"#
        case "create_a_wix_contact": return #"{"name":{"first":"Nova"},"emails":[{"email":"nova@new.example"}]}"#
        case "create_a_wix_draft_post": return ##"{"title":"A new one","markdown":"# Hi\n\nThere."}"##
        case "create_a_wix_blog_category": return #"{"label":"Brand new"}"#
        case "create_a_wix_blog_tag": return #"{"label":"brand new"}"#
        case "create_a_wix_conversation": return #"{"contactId":"contact-123","message":"Hello"}"#
        default: return "{}"
        }
    }

    @Test(arguments: [SandboxOptions.CatalogVersion.v3, .v1])
    func allWork(catalog: SandboxOptions.CatalogVersion) async throws {
        let bench = try ToolBench(catalog)
        for name in Self.everyday { try await works(name, bench) }
    }

    private func works(_ name: String, _ bench: ToolBench) async throws {
        let answer = try await bench.answer(name, try await Self.arguments(name, bench))
        #expect(answer.objectValue?.isEmpty == false)
        let tool = try #require(bench.catalogue[name])
        guard tool.plan.answer.isList else { return }
        #expect(answer["result_count"]?.intValue == answer["result"]?.arrayValue?.count)
        #expect(answer["result"]?.arrayValue?.isEmpty == false, "\(name): the sandbox has some of everything")
    }

    @Test(arguments: names) func refusesAWrongArgument(name: String) async throws {
        let bench = try ToolBench.shared()
        let tool = try #require(bench.catalogue[name])
        let known = tool.inputSchema["properties"]?.objectValue?.keys.last
        let wrong = "\(known ?? "nothing")x"
        let failure = try await bench.failure(name, #"{"\#(wrong)":1}"#)
        let message = failure["message"]?.stringValue ?? ""
        #expect(message.contains("\"\(wrong)\""), "\(message)")
        if let known { #expect(message.contains("\"\(known)\""), "\(message)") }
        #expect(failure["error"]?["code"]?.stringValue == "INVALID_ARGUMENT")
        #expect(failure["error"]?["outcome"]?.stringValue == "notSent")
    }
}
