import JSON
import WixAPI
import WixCatalogue

/// What was paid for an order and what was given back, by its transactions (stores-ecommerce.md 7.2).
struct OrderTransactions {
    /// Nil where Wix does not tell it of every payment.
    let paid: DecimalNumber?
    /// What has been given back; nil where Wix does not tell it of every refund.
    let refunded: DecimalNumber?

    /// Payments that came in, also those that were given back later.
    private static let received: Set = ["APPROVED", "REFUND", "PARTIALLY_REFUND"]
    private static let notReceived: Set = ["PENDING", "PENDING_MERCHANT", "DECLINED", "CANCELED", "VOIDED"]

    init(_ transactions: JSONValue) {
        paid = Self.sum(transactions["payments"]?.arrayValue ?? []) { payment in
            guard let details = payment["regularPaymentDetails"], details.objectValue != nil else {
                return payment.value(at: "giftcardPaymentDetails.voided") != true
            }
            let status = details["status"]?.stringValue ?? ""
            return Self.received.contains(status) ? true : Self.notReceived.contains(status) ? false : nil
        }
        let refunds = (transactions["refunds"]?.arrayValue ?? []).flatMap { $0["transactions"]?.arrayValue ?? [] }
        refunded = Self.sum(refunds) { refund in
            switch refund["refundStatus"]?.stringValue {
            case "SUCCEEDED": true
            case "PENDING", "FAILED": false
            default: nil
            }
        }
    }

    /// The sum of the amounts that count; nil when it cannot be said of one whether it does, or how much it is.
    private static func sum(_ entries: [JSONValue], counts: (JSONValue) -> Bool?) -> DecimalNumber? {
        var sum = DecimalNumber.zero
        for entry in entries {
            guard let isIn = counts(entry) else { return nil }
            guard isIn else { continue }
            let amount = entry.value(at: "amount.amount") ?? entry["amount"]
            guard let number = amount?.scalarText.flatMap({ DecimalNumber($0) }) else { return nil }
            sum += number
        }
        return sum
    }
}

/// Reads the transactions of orders, as many at a time as Wix takes.
struct TransactionReader {
    private static let chunk = 100
    /// More orders than these are not asked for.
    private static let mostOrders = 1_000

    let tool: String
    let call: ToolCall
    let context: ToolContext

    /// By order id. What Wix does not tell, or has no time to, is left out.
    func read(_ ids: [String]) async throws(ToolFailure) -> [String: OrderTransactions] {
        var found: [String: OrderTransactions] = [:]
        var rest = ids.prefix(Self.mostOrders)[...]
        while !rest.isEmpty {
            let part = rest.prefix(Self.chunk)
            rest = rest.dropFirst(Self.chunk)
            let answer: JSONValue
            do {
                answer = try await context.answer(
                    of: tool, ["orderIds": .array(part.map { .string($0) })], for: call)
            } catch {
                guard ReportReader.isBearable(error) else { throw error }
                return found
            }
            for entry in answer["result"]?.arrayValue ?? [] {
                if let id = entry["orderId"]?.stringValue { found[id] = OrderTransactions(entry) }
            }
        }
        return found
    }
}
