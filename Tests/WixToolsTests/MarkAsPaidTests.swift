import JSON
import Testing

/// Marking an order as paid: what is read, and which one write follows.
@Suite struct MarkAsPaidTests {
    private func mark(
        order: String =
            #"{"id":"o","paymentStatus":"NOT_PAID","currency":"EUR","priceSummary":{"total":{"amount":"73.00"}}}"#,
        payments: String
    ) async throws -> (sent: [ScriptedOrigin.Request], value: JSONValue, isError: Bool) {
        let origin = ScriptedOrigin()
        origin.answer("/ecom/v1/orders/o", #"{"order":\#(order)}"#)
        origin.answer("/ecom/v1/payments/orders/o", #"{"orderTransactions":{"orderId":"o","payments":\#(payments)}}"#)
        for path in ["/ecom/v1/payments/orders/o/add-payment", "/ecom/v1/payments/p/orders/o/update"] {
            origin.answer(path, #"{"orderTransactions":{"orderId":"o","payments":[]}}"#)
        }
        let call = try await origin.bench().call(
            "wix_orders_mark_as_paid", #"{"id":"o","paymentMethod":"Bank transfer"}"#)
        return (origin.requests.filter { $0.line.hasPrefix("POST") }, call.value, call.isError)
    }

    private static func payment(_ amount: String, _ status: String, id: String = "p") -> String {
        #"{"id":"\#(id)","amount":{"amount":"\#(amount)"},"regularPaymentDetails":{"status":"\#(status)"}}"#
    }

    @Test(arguments: [
        ("[]", "73.00"), ("[\(payment("20.50", "APPROVED"))]", "52.50"),
        ("[\(payment("20.5", "DECLINED"))]", "73.00"),
        (#"[{"id":"g","amount":{"amount":"3.00"},"giftcardPaymentDetails":{}}]"#, "70.00"),
    ])
    func whatIsDueIsRecorded(payments: String, due: String) async throws {
        let run = try await mark(payments: payments)
        #expect(!run.isError)
        #expect(run.sent.map(\.line) == ["POST /ecom/v1/payments/orders/o/add-payment"])
        let sent = try JSONValue(parsing: run.sent.first?.body ?? "")["payments"]?.arrayValue?.first
        #expect(sent?["amount"] == ["amount": .string(due), "currency": "EUR"])
        #expect(sent?.value(at: "regularPaymentDetails.paymentMethod") == "Bank transfer")
    }

    @Test(arguments: [
        "[\(payment("73.00", "PENDING"))]", "[\(payment("20.00", "APPROVED", id: "a")),\(payment("53", "PENDING"))]",
    ])
    func aPendingPaymentIsApproved(payments: String) async throws {
        let run = try await mark(payments: payments)
        #expect(!run.isError)
        #expect(run.sent.map(\.line) == ["POST /ecom/v1/payments/p/orders/o/update-payment-transaction-status"])
        #expect(run.sent.map(\.body) == [#"{"status":"APPROVED"}"#])
        #expect(run.value["orderId"] == "o")
    }

    /// Money is written once and only where it is clear which.
    @Test(arguments: [
        "[\(payment("73.00", "APPROVED"))]", "[\(payment("50.00", "PENDING"))]",
        "[\(payment("40.00", "PENDING")),\(payment("33.00", "PENDING", id: "q"))]",
    ])
    func whatIsNotClearIsRefused(payments: String) async throws {
        let run = try await mark(payments: payments)
        #expect(run.isError && run.sent.isEmpty)
        #expect(run.value.value(at: "error.code") == "WRONG_STATE")
        #expect(run.value.value(at: "error.hint")?.stringValue?.contains("wix_order_payment_status_update") == true)
    }

    @Test(arguments: ["PAID", "PARTIALLY_REFUNDED", "FULLY_REFUNDED"])
    func aPaidOrderIsLeftAlone(status: String) async throws {
        let order =
            #"{"id":"o","paymentStatus":"\#(status)","currency":"EUR","priceSummary":{"total":{"amount":"73.00"}}}"#
        let run = try await mark(order: order, payments: "[]")
        #expect(run.isError && run.sent.isEmpty)
        #expect(run.value["message"]?.stringValue?.contains(status) == true)
    }
}
