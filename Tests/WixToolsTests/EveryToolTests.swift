import JSON
import Testing
import WixCatalogue
import WixSandbox

/// Each tool once against the sandbox, and once with a wrong argument.
@Suite struct EveryToolTests {
    private static let names = (try? Catalogue.load().tools.map(\.name)) ?? []

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
        for name in Self.names { try await works(name, bench) }
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
        let known = try #require(tool.inputSchema["properties"]?.objectValue?.keys.last)
        let failure = try await bench.failure(name, #"{"\#(known)x":1}"#)
        let message = failure["message"]?.stringValue ?? ""
        #expect(message.contains("\"\(known)x\"") && message.contains("\"\(known)\""), "\(message)")
        #expect(failure["error"]?["code"]?.stringValue == "INVALID_ARGUMENT")
        #expect(failure["error"]?["outcome"]?.stringValue == "notSent")
    }
}
