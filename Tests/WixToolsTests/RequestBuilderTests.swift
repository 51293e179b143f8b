import EventLoop
import JSON
import Testing
import WixAPI
import WixCatalogue

@testable import WixTools

/// The exact request that a record and the arguments make.
@Suite struct RequestBuilderTests {
    private static let loop = try? EventLoop()

    private func request(
        _ tool: String, _ arguments: String, _ catalogue: StoresCatalogue = .v3, page: PageRequest? = nil
    ) throws -> String {
        let call = ToolCall(
            tool: try #require(try Catalogue.load()[tool]), catalogue: catalogue,
            arguments: try #require(try JSONValue(parsing: arguments).objectValue),
            site: WixSite(credential: .apiKey("k", siteID: "s", accountID: nil)),
            deadline: WixDeadline(on: try #require(Self.loop)), maximumResultCharacters: 60_000, report: nil)
        let request = try RequestBuilder.request(for: call, page: page, expansion: AnswerView(of: call).expansion)
        let query = request.query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
        let body = request.body.map { " " + String(decoding: $0, as: UTF8.self) } ?? ""
        return "\(request.method) \(request.path.text)\(query.isEmpty ? "" : "?" + query)\(body)"
    }

    @Test(arguments: [
        (
            "wix_products_v_3_query", #"{"filter":{"visible":true},"sort":[{"fieldName":"createdDate"}]}"#,
            #"POST /stores/v3/products/query {"query":{"filter":{"visible":true},"sort":[{"fieldName":"createdDate","order":"ASC"}]},"fields":["CURRENCY"]}"#
        ),
        (
            "wix_products_v_3_query", #"{"fields":["name","media.itemsInfo.items"]}"#,
            #"POST /stores/v3/products/query {"fields":["CURRENCY","MEDIA_ITEMS_INFO"]}"#
        ),
        (
            "wix_products_v_3_search", #"{"expression":"mug"}"#,
            #"POST /stores/v3/products/search {"search":{"search":{"expression":"mug","fields":["name"]}},"fields":["CURRENCY"]}"#
        ),
        (
            "get_single_wix_product_by_id", #"{"id":"p 1"}"#,
            "GET /stores/v3/products/p%201?fields=CURRENCY&fields=URL&fields=PLAIN_DESCRIPTION&fields=VARIANT_OPTION_CHOICE_NAMES"
        ),
        (
            "update_a_wix_product_by_id", #"{"id":"p","visible":false,"revision":7}"#,
            #"PATCH /stores/v3/products/p {"product":{"id":"p","visible":false,"revision":"7"}}"#
        ),
        (
            "update_a_wix_inventory_item_by_id", #"{"id":"i","quantity":3,"revision":"2"}"#,
            #"PATCH /stores/v3/inventory-items/i {"reason":"MANUAL","inventoryItem":{"id":"i","quantity":3,"revision":"2"}}"#
        ),
        (
            "list_all_wix_orders", #"{"productIds":["a","b"],"filter":{"paymentStatus":"PAID"}}"#,
            #"POST /ecom/v1/orders/search {"search":{"filter":{"lineItems.catalogReference.catalogItemId":{"$hasSome":["a","b"]},"paymentStatus":"PAID"}}}"#
        ),
        (
            "list_all_wix_contacts", #"{"sort":[{"fieldName":"createdDate","order":"DESC"}]}"#,
            "GET /contacts/v4/contacts?sort.fieldName=createdDate&sort.order=DESC"
        ),
        (
            "wix_contacts_query", #"{"search":"ada"}"#, #"POST /contacts/v4/contacts/query {"search":"ada"}"#
        ),
        (
            "create_a_wix_contact",
            #"{"name":{"first":"A"},"emails":[{"email":"a@b.c"}],"labelKeys":["custom.vip"],"allowDuplicates":true}"#,
            #"POST /contacts/v4/contacts {"info":{"name":{"first":"A"},"emails":{"items":[{"email":"a@b.c"}]},"labelKeys":{"items":["custom.vip"]}},"allowDuplicates":true}"#
        ),
        (
            "update_a_wix_contact_by_id", #"{"id":"c","company":"X","revision":"3"}"#,
            #"PATCH /contacts/v4/contacts/c {"info":{"company":"X"},"revision":3}"#
        ),
        (
            "get_single_wix_booking_by_id", #"{"id":"b"}"#,
            #"POST /_api/bookings-reader/v2/extended-bookings/query {"query":{"filter":{"id":"b"}}}"#
        ),
        (
            "wix_bookings_cancel",
            #"{"id":"b","revision":"3","notifyParticipants":true,"ignoreCancellationPolicy":true}"#,
            #"POST /_api/bookings-service/v2/bookings/b/cancel {"participantNotification":{"notifyParticipants":true},"flowControlSettings":{"ignoreCancellationPolicy":true},"revision":"3"}"#
        ),
        ("wix_draft_posts_publish", #"{"id":"d"}"#, "POST /blog/v3/draft-posts/d/publish {}"),
        (
            "wix_draft_posts_unpublish", #"{"id":"d"}"#,
            #"PATCH /blog/v3/draft-posts/d {"draftPost":{},"fieldsets":["URL"],"action":"UPDATE_REVERT_TO_DRAFT"}"#
        ),
        (
            "wix_draft_posts_schedule", #"{"id":"d","scheduledPublishDate":"2031-03-04T10:00:00.000Z"}"#,
            #"PATCH /blog/v3/draft-posts/d {"draftPost":{},"action":"UPDATE_SCHEDULE","fieldsets":["URL"],"scheduledPublishDate":"2031-03-04T10:00:00.000Z"}"#
        ),
        (
            "update_a_wix_draft_post_by_id", #"{"id":"d"}"#,
            #"PATCH /blog/v3/draft-posts/d {"draftPost":{},"fieldsets":["URL"]}"#
        ),
        (
            "create_a_wix_blog_category", #"{"label":"News"}"#,
            #"POST /blog/v3/categories {"category":{"label":"News"}}"#
        ),
        ("create_a_wix_blog_tag", #"{"label":"news"}"#, #"POST /blog/v3/tags {"label":"news"}"#),
        (
            "wix_posts_query", #"{"fields":["contentText"]}"#,
            #"POST /blog/v3/posts/query {"query":{"sort":[{"fieldName":"firstPublishedDate","order":"DESC"}]},"fieldsets":["URL","CONTENT_TEXT"]}"#
        ),
        (
            "create_a_wix_conversation", #"{"contactId":"c","message":"not in this request"}"#,
            #"POST /inbox/v2/conversations {"participantId":{"contactId":"c"}}"#
        ),
        (
            "wix_messages_send", #"{"conversationId":"v","message":"Hi"}"#,
            #"POST /inbox/v2/messages {"conversationId":"v","message":{"content":{"basic":{"items":[{"text":"Hi"}]}},"visibility":"BUSINESS_AND_PARTICIPANT","direction":"BUSINESS_TO_PARTICIPANT"},"sendNotifications":true}"#
        ),
        ("wix_site_properties_get", "{}", "GET /site-properties/v4/properties"),
    ])
    func writes(tool: String, arguments: String, expected: String) throws {
        #expect(try request(tool, arguments) == expected)
    }

    @Test(arguments: [
        (
            "wix_products_v_3_query",
            #"{"filter":{"updatedDate":{"$gt":"x"}},"sort":[{"fieldName":"updatedDate","order":"DESC"}]}"#,
            #"POST /stores-reader/v1/products/query {"includeHiddenProducts":true,"query":{"filter":"{\"lastUpdated\":{\"$gt\":\"x\"}}","sort":"[{\"lastUpdated\":\"desc\"}]"}}"#
        ),
        (
            "wix_products_v_3_search", #"{"expression":"mug","filter":{"visible":true}}"#,
            #"POST /stores-reader/v1/products/query {"includeHiddenProducts":true,"query":{"filter":"{\"name\":{\"$contains\":\"mug\"},\"visible\":true}"}}"#
        ),
        ("get_single_wix_product_by_id", #"{"id":"p"}"#, "GET /stores/v1/products/p"),
        (
            "update_a_wix_product_by_id", #"{"id":"p","price":"12.50","brand":{"name":"B"}}"#,
            #"PATCH /stores/v1/products/p {"product":{"id":"p","priceData":{"price":12.50},"brand":"B"}}"#
        ),
        (
            "update_a_wix_inventory_item_by_id",
            #"{"id":"p:v","trackQuantity":true,"quantity.variants":[{"variantId":"v","quantity":0}]}"#,
            #"PATCH /stores/v2/inventoryItems/product/p {"inventoryItem":{"trackQuantity":true,"variants":[{"variantId":"v","quantity":0}]}}"#
        ),
    ])
    func writesForCatalogV1(tool: String, arguments: String, expected: String) throws {
        #expect(try request(tool, arguments, .v1) == expected)
    }

    @Test func aCursorStandsForFilterAndSort() throws {
        let page = PageRequest(position: .cursor("next"), limit: 10)
        let written = try request(
            "wix_products_v_3_query", #"{"filter":{"visible":true},"sort":[{"fieldName":"slug"}]}"#, page: page)
        #expect(
            written
                == #"POST /stores/v3/products/query {"query":{"cursorPaging":{"limit":10,"cursor":"next"}},"fields":["CURRENCY"]}"#
        )
    }

    @Test func whatWixWantsRepeatedIsRepeatedWithACursor() throws {
        let page = PageRequest(position: .cursor("next"), limit: 10)
        let written = try request("list_all_wix_messages", #"{"conversationId":"v"}"#, page: page)
        #expect(
            written
                == "GET /inbox/v2/messages?sorting.fieldName=sequence&conversationId=v&visibility=BUSINESS&sorting.order=DESC&paging.limit=10&paging.cursor=next"
        )
    }

    @Test func anOffsetKeepsTheFilter() throws {
        let page = PageRequest(position: .offset(20), limit: 10)
        let written = try request("wix_contacts_query", #"{"filter":{"info.company":"X"}}"#, page: page)
        #expect(
            written
                == #"POST /contacts/v4/contacts/query {"query":{"filter":{"info.company":"X"},"paging":{"limit":10,"offset":20}}}"#
        )
    }

    @Test(arguments: [
        ("list_all_wix_orders", #"{"productIds":["a"],"filter":{"lineItems.catalogReference.catalogItemId":"b"}}"#),
        ("wix_contacts_query", #"{"sort":[{"fieldName":"info.nothing"}]}"#),
        ("get_single_wix_order_by_id", #"{"id":".."}"#),
        ("wix_products_v_3_query", #"{"filter":{"nothing":1}}"#),
    ])
    func refuses(tool: String, arguments: String) throws {
        let failure = #expect(throws: ToolFailure.self) { try request(tool, arguments) }
        guard case .argument? = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
    }

    @Test func everyBehaviourIsBuiltIn() throws {
        for tool in try Catalogue.load().tools {
            if let behaviour = tool.behaviour {
                #expect(BehaviourTable.behaviours[behaviour.name] != nil, "\(tool.name)")
            }
        }
    }
}
