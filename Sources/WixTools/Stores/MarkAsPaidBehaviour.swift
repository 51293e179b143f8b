import JSON
import WixAPI
import WixCatalogue

/// Marks an order as paid, which Wix has no call for (stores-ecommerce.md 7.3): its pending offline payment is approved,
/// or what is due is recorded as one. Charges nothing.
///
/// Parameters: `order` and `transactions` (the tools that read), `approve` (the tool that sets a payment's status).
enum MarkAsPaidBehaviour: ToolBehaviour {
    private static let paid: Set<String> = ["PAID", "PARTIALLY_REFUNDED", "FULLY_REFUNDED"]

    static func run(_ call: ToolCall, _ context: ToolContext) async throws(ToolFailure) -> ToolResult {
        let id = call.arguments["id"] ?? .null
        let order = try await context.answer(of: call.tool("order"), ["id": id], for: call)
        if let status = order["paymentStatus"]?.stringValue, paid.contains(status) {
            throw refusal("The order is \(status) already; nothing was sent to Wix.", call)
        }
        guard let total = order.value(at: "priceSummary.total.amount")?.scalarText.flatMap({ DecimalNumber($0) }),
            let currency = order["currency"]
        else { throw .unexpectedAnswer(without: ["priceSummary", "total", "amount"]) }
        let transactions = try await context.answer(of: call.tool("transactions"), ["orderId": id], for: call)
        let payments = (transactions["payments"]?.arrayValue ?? []).map(Payment.init)
        let approved = payments.filter(\.isApproved).reduce(.zero) { $0 + $1.amount }
        let due = total - approved
        guard .zero < due else {
            throw refusal(
                "Payments of \(approved.text) cover the total of \(total.text); nothing was sent to Wix.", call)
        }
        let pending = payments.filter(\.isPending)
        guard !pending.isEmpty else {
            var recorded = call
            recorded.arguments["due.amount"] = .string(due.text)
            recorded.arguments["due.currency"] = currency
            return try await context.perform(recorded)
        }
        guard pending.count == 1, let payment = pending.first, !(payment.amount < due), !(due < payment.amount),
            let paymentID = payment.id
        else {
            throw refusal(
                "\(due.text) is due and \(pending.count) pending payments come to \(pending.reduce(.zero) { $0 + $1.amount }.text), so it is not clear which was paid; nothing was sent to Wix.",
                call)
        }
        let answer = try await context.answer(
            of: call.tool("approve"), ["paymentId": paymentID, "orderId": id, "status": "APPROVED"], for: call)
        return ToolResult(structured: (answer["orderTransactions"] ?? answer).bytes, rateLimit: call.site.rateLimit)
    }

    private static func refusal(_ message: String, _ call: ToolCall) -> ToolFailure {
        .problem(
            code: "WRONG_STATE", message: message,
            hint:
                "Look with \(call.tool("transactions")); \(call.tool("approve")) settles a single payment.")
    }

    private struct Payment {
        let id: JSONValue?
        let amount: DecimalNumber
        let isApproved: Bool
        let isPending: Bool

        init(_ payment: JSONValue) {
            id = payment["id"]
            amount = payment.value(at: "amount.amount")?.scalarText.flatMap { DecimalNumber($0) } ?? .zero
            let status = payment.value(at: "regularPaymentDetails.status")?.stringValue
            // A gift card has paid once it is listed.
            isApproved = status == "APPROVED" || payment["giftcardPaymentDetails"] != nil
            isPending = status == "PENDING"
        }
    }
}
