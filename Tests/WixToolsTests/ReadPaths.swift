import Foundation
import JSON

/// The paths that a POST may have and still change nothing, written by hand from Wix's documentation and not from the
/// catalogue: stores and eCommerce 1 and 0.4, bookings 1, blog 1, contacts and inbox 1, platform 0.
///
/// A segment `*` stands for one id.
enum ReadPaths {
    static let posts: Set<String> = [
        // Stores, Catalog V3 and V1.
        "/stores/v3/products/query", "/stores/v3/products/search", "/stores/v3/products/count",
        "/stores/v3/products/query-variants", "/stores/v3/inventory-items/query", "/stores/v3/inventory-items/search",
        "/stores-reader/v1/products/query", "/stores-reader/v2/inventoryItems/query", "/stores/v1/variants/query",
        // eCommerce.
        "/ecom/v1/orders/search", "/ecom/v1/draft-orders/query",
        // Bookings.
        "/_api/bookings-reader/v2/extended-bookings/query", "/_api/bookings-reader/v2/extended-bookings/count",
        "/_api/bookings/v2/services/query", "/_api/bookings/v2/services/search", "/_api/bookings/v2/services/count",
        "/bookings/v1/staff-members/query", "/bookings/v1/staff-members/search", "/bookings/v1/staff-members/count",
        "/bookings/v2/categories/query", "/bookings/v1/serviceOptionsAndVariants/query",
        // Blog.
        "/blog/v3/posts/query", "/blog/v3/draft-posts/query", "/blog/v3/categories/query", "/blog/v3/tags/query",
        // Contacts.
        "/contacts/v4/contacts/query", "/contacts/v5/contacts/query",
        // Asked, listed and computed without a change.
        "/_api/dynamic-context/v1/dynamic-context",
        "/_api/dynamic-context/v1/dynamic-context",
        "/wix-data/v2/items/is-referenced", "/stores/v2/orders/generatePDF", "/stores/v1/subscription-options/list",
        "/stores/v1/products/*/productOptionsAvailability", "/site-media/v1/files/get-files",
        "/site-media/v1/files/generate-file-download-url", "/site-media/v1/files/generate-download-url",
        "/site-media/v1/folders/*/generate-download-url", "/site-media/v1/files/video/*/generate-stream-url",
        "/ricos/v1/ricos-document/convert/to-ricos", "/ricos/v1/ricos-document/convert/from-ricos",
        "/ricos/v1/ricos-document/validate", "/pricing-plans/v2/checkout/orders/preview-offline",
        "/members/v3/badges/members", "/ecom/v1/payments/list-by-ids",
        "/ecom/v1/order-billing/get-order-refundability", "/ecom/v1/order-billing/calculate-refund",
        "/ecom/v1/fulfillments/list-by-ids", "/ecom/v1/ep-invoices/v1/invoices/list-by-ids",
        "/ecom/v1/carts/*/estimate-totals", "/categories/v1/categories/list-categories-for-items",
        "/categories/v1/categories/list-categories-for-item", "/categories/v1/categories/*/list-items",
        "/bookings/v2/pricing/preview", "/bookings/v2/pricing/calculate",
        "/bookings/v2/bulk/bookings/calculate_allowed_actions",
        "/bookings/multiServiceBookings/v2/bulk/multi_service_bookings/get_allowed_actions",
        "/_api/bookings-service/v2/multi_service_bookings/*/get_availability",
        "/_api/service-availability/v2/time-slots", "/_api/service-availability/v2/time-slots/get",
        "/_api/service-availability/v2/time-slots/event", "/_api/service-availability/v2/time-slots/diagnose",
        "/_api/service-availability/v2/multi-service-time-slots",
        "/_api/service-availability/v2/multi-service-time-slots/get", "/_api/bookings/v2/services/slugs/validate",
        "/_api/bookings/v2/services/add-on-groups/list-add-on-groups-by-service-id",
        "/contacts/v4/contacts/*/preview-merge", "/table-reservations/reservations/v1/time-slots",
        "/email-marketing/v1/email-subscriptions/unsubscribe-link",
        "/currency_converter/v1/currencies/amounts/*/convert/*",
        "/ecom/v1/delivery-profiles/*/delivery-carriers", "/bookings/v1/booking-policies/strictest",
        "/form-submission-service/v4/submissions/validate", "/automations-service/v2/automations/validate",
        // The site and the account; a token changes nothing either.
        "/locations/v1/locations/query", "/site-list/v2/sites/query", "/site-list/v2/sites/count", "/oauth2/token",
    ]

    /// The one PUT that reads: it takes an empty object and answers the settings (stores and eCommerce 12.1).
    static let puts: Set<String> = ["/back-in-stock-service/v1/back-in-stock-notification-requests/settings"]

    private static let patterns = posts.filter { $0.contains("*") }

    /// Words that the last part of a reading POST begins with, where it stands alone or before a hyphen.
    private static let verbs: Set<Substring> = ["query", "search", "count", "aggregate", "distinct"]

    static func allows(_ method: String, _ path: String) -> Bool {
        if method == "GET" || method == "HEAD" { return true }
        if method == "PUT" { return puts.contains(path) }
        guard method == "POST" else { return false }
        let last = path.split(separator: "/").last ?? ""
        return posts.contains(path) || patterns.contains { WritePaths.matches(path, $0) }
            || verbs.contains(last.prefix { $0 != "-" })
    }
}

/// What each tool that changes something may send besides reads, by hand as well.
enum WritePaths {
    private static let byTool: [String: [String]] = [
        "create_a_wix_contact": ["POST /contacts/v4/contacts"],
        "update_a_wix_contact_by_id": ["PATCH /contacts/v4/contacts/*"],
        "create_a_wix_draft_post": [
            "POST /blog/v3/draft-posts", "POST /blog/v3/tags", "POST /site-media/v1/files/import",
        ],
        "update_a_wix_draft_post_by_id": [
            "PATCH /blog/v3/draft-posts/*", "POST /blog/v3/tags", "POST /site-media/v1/files/import",
        ],
        "wix_draft_posts_publish": ["POST /blog/v3/draft-posts/*/publish"],
        "wix_draft_posts_schedule": ["PATCH /blog/v3/draft-posts/*"],
        "wix_draft_posts_unpublish": ["PATCH /blog/v3/draft-posts/*"],
        "create_a_wix_blog_category": ["POST /blog/v3/categories"],
        "create_a_wix_blog_tag": ["POST /blog/v3/tags"],
        "wix_bookings_confirm": ["POST /_api/bookings-service/v2/bookings/*/confirm"],
        "wix_bookings_decline": ["POST /_api/bookings-service/v2/bookings/*/decline"],
        "wix_bookings_cancel": ["POST /_api/bookings-service/v2/bookings/*/cancel"],
        "wix_bookings_reschedule": ["POST /_api/bookings-service/v2/bookings/*/reschedule"],
        "wix_inbox_reply": ["POST /inbox/v2/conversations", "POST /inbox/v2/messages"],
        "create_a_wix_conversation": ["POST /inbox/v2/conversations", "POST /inbox/v2/messages"],
        "wix_messages_send": ["POST /inbox/v2/messages"],
        "wix_orders_mark_as_paid": [
            "POST /ecom/v1/payments/orders/*/add-payment",
            "POST /ecom/v1/payments/*/orders/*/update-payment-transaction-status",
        ],
        "update_a_wix_product_by_id": [
            "PATCH /stores/v3/products/*", "PATCH /stores/v1/products/*",
            "PATCH /stores/v1/products/*/variants",
        ],
        "update_a_wix_inventory_item_by_id": [
            "PATCH /stores/v3/inventory-items/*", "PATCH /stores/v2/inventoryItems/product/*",
        ],
    ]

    static func allows(_ tool: String, _ method: String, _ path: String) -> Bool {
        (byTool[tool] ?? listed[tool] ?? []).contains { matches("\(method) \(path)", $0) }
    }

    /// The operations of the other tools, from the lists that are written from the documents as well.
    private static let listed: [String: [String]] = {
        var listed: [String: [String]] = [:]
        let folder = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "WixCatalogueTests/Operations")
        for file in (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? [] {
            guard let text = try? String(contentsOf: file, encoding: .utf8) else { continue }
            for row in (try? JSONValue(parsing: text))?.arrayValue ?? [] {
                guard let tool = row["tool"]?.stringValue, let request = row["request"]?.stringValue else { continue }
                let pattern = request.split(separator: "/", omittingEmptySubsequences: false)
                    .map { $0.hasPrefix("{") ? "*" : $0 }.joined(separator: "/")
                listed[tool, default: []].append(pattern)
            }
        }
        return listed
    }()

    static func matches(_ line: String, _ pattern: String) -> Bool {
        let parts = line.split(separator: "/", omittingEmptySubsequences: false)
        let wanted = pattern.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == wanted.count && zip(parts, wanted).allSatisfy { $1 == "*" || $0 == $1 }
    }
}
