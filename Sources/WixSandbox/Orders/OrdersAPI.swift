import JSON

/// eCommerce orders V1 (stores reference 6.1 and 6.2).
enum OrdersAPI {
    private static let ids = Set<FilterOperator>.membership.with([.isNotIn])
    private static let texts = Set<FilterOperator>.membership.with([.exists, .startsWith])

    static let rules = QueryRules(
        kind: .orders, wrapper: "search",
        fields: FieldTable([
            .init(
                [
                    "id", "subscriptionInfo.id", "buyerInfo.contactId", "buyerInfo.memberId", "createdBy.userId",
                    "shippingInfo.title", "shippingInfo.region.name",
                ], .text, ids),
            .init(["number"], .number, .comparison, sortable: true),
            .init(["status", "paymentStatus", "fulfillmentStatus"], .text, ids, sortable: true),
            .init(["archived"], .flag, .equality.with([.isIn, .exists])),
            .init(["createdDate"], .date, .comparison.with([.isNotIn]), sortable: true),
            .init(["updatedDate"], .date, .comparison, sortable: true),
            .init(
                [
                    "lineItems.productName.original", "lineItems.catalogReference.appId",
                    "lineItems.catalogReference.catalogItemId",
                ], .text, ids.with(.lists)),
            .init(["buyerInfo.email"], .text, texts, sortable: true),
            .init(["priceSummary.total.amount"], .number, .comparison),
            .init(["billingInfo.contactDetails.fullName"], .text, texts),
            .init(
                [
                    "shippingInfo.logistics.deliveryTime", "shippingInfo.logistics.deliveryTimeSlotFromDate",
                    "shippingInfo.logistics.deliveryTimeSlotToDate",
                ], .text, texts),
        ]),
        defaultLimit: 100, defaultSort: [("createdDate", false)],
        // Orders of checkouts that did not end are never returned, even when asked for.
        hidden: .equal("status", .text("INITIALIZED")))

    static let routes: [Route] = [
        .query(["/ecom/v1/orders/search"], rules, container: "orders", paging: .metadata("metadata")),
        .entity(["/ecom/v1/orders/{id}"], .orders, container: "order", code: "ORDER_NOT_FOUND"),
        .post(["/ecom/v1/payments/list-by-ids"], members: ["orderIds"]) { (state, request) throws(WixError) in
            guard let ids = try request.body.strings("orderIds"), !ids.isEmpty else { throw .required("orderIds") }
            let orders = ids.compactMap { state[.orders][$0] }
            return ["orderTransactions": .array(orders.map { OrderPayments.value(of: $0) })]
        },
    ]
}
