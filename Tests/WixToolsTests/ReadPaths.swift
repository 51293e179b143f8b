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
        // The site and the account; a token changes nothing either.
        "/locations/v1/locations/query", "/site-list/v2/sites/query", "/site-list/v2/sites/count", "/oauth2/token",
    ]

    static func allows(_ method: String, _ path: String) -> Bool {
        method == "GET" || method == "HEAD" || method == "POST" && posts.contains(path)
    }
}

/// What each tool that changes something may send besides reads, by hand as well.
enum WritePaths {
    private static let byTool: [String: [String]] = [
        "create_a_wix_contact": ["POST /contacts/v4/contacts"],
        "update_a_wix_contact_by_id": ["PATCH /contacts/v4/contacts/*"],
        "create_a_wix_draft_post": ["POST /blog/v3/draft-posts", "POST /blog/v3/tags"],
        "update_a_wix_draft_post_by_id": ["PATCH /blog/v3/draft-posts/*", "POST /blog/v3/tags"],
        "wix_draft_posts_publish": ["POST /blog/v3/draft-posts/*/publish"],
        "wix_draft_posts_schedule": ["PATCH /blog/v3/draft-posts/*"],
        "wix_draft_posts_unpublish": ["PATCH /blog/v3/draft-posts/*"],
        "create_a_wix_blog_category": ["POST /blog/v3/categories"],
        "create_a_wix_blog_tag": ["POST /blog/v3/tags"],
        "wix_bookings_confirm": ["POST /_api/bookings-service/v2/bookings/*/confirm"],
        "wix_bookings_decline": ["POST /_api/bookings-service/v2/bookings/*/decline"],
        "wix_bookings_cancel": ["POST /_api/bookings-service/v2/bookings/*/cancel"],
        "wix_bookings_reschedule": ["POST /_api/bookings-service/v2/bookings/*/reschedule"],
        "create_a_wix_conversation": ["POST /inbox/v2/conversations", "POST /inbox/v2/messages"],
        "wix_messages_send": ["POST /inbox/v2/messages"],
        "update_a_wix_product_by_id": ["PATCH /stores/v3/products/*", "PATCH /stores/v1/products/*"],
        "update_a_wix_inventory_item_by_id": [
            "PATCH /stores/v3/inventory-items/*", "PATCH /stores/v2/inventoryItems/product/*",
        ],
    ]

    static func allows(_ tool: String, _ method: String, _ path: String) -> Bool {
        (byTool[tool] ?? []).contains { matches("\(method) \(path)", $0) }
    }

    private static func matches(_ line: String, _ pattern: String) -> Bool {
        let parts = line.split(separator: "/", omittingEmptySubsequences: false)
        let wanted = pattern.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == wanted.count && zip(parts, wanted).allSatisfy { $1 == "*" || $0 == $1 }
    }
}
