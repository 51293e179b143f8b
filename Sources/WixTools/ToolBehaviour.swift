/// What the data of a record cannot say. A record names its behaviour (`behaviour.name`) and gives it parameters
/// (`behaviour.with`).
///
/// A behaviour looks at the call, sends what it must through `context`, and either answers itself or changes the
/// arguments and lets the record run as data with `context.perform`.
package protocol ToolBehaviour: SendableMetatype {
    static func run(_ call: ToolCall, _ context: ToolContext) async throws(ToolFailure) -> ToolResult
}

/// The behaviours by the name that records use.
enum BehaviourTable {
    static let behaviours: [String: any ToolBehaviour.Type] = [
        "calendarGaps": CalendarGapsBehaviour.self,
        "contactReport": ContactReportBehaviour.self,
        "contactSearch": ContactSearchBehaviour.self,
        "conversation": ConversationBehaviour.self,
        "draftPost": DraftPostBehaviour.self,
        "inboxReply": InboxReplyBehaviour.self,
        "inventoryScan": InventoryScanBehaviour.self,
        "lookup": LookupBehaviour.self,
        "lowStock": LowStockBehaviour.self,
        "markAsPaid": MarkAsPaidBehaviour.self,
        "newSlot": NewSlotBehaviour.self,
        "postText": PostTextBehaviour.self,
        "productBuyers": ProductBuyersBehaviour.self,
        "salesSummary": SalesSummaryBehaviour.self,
        "schedule": ScheduleBehaviour.self,
        "siteDays": SiteDaysBehaviour.self,
        "stockFilter": StockFilterBehaviour.self,
        "stockRow": StockRowBehaviour.self,
        "unfulfilledOrders": UnfulfilledOrdersBehaviour.self,
        "variantPrice": VariantPriceBehaviour.self,
    ]
}
