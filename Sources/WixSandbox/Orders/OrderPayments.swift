import JSON

/// The payments and refunds that stand behind an order's payment status (stores reference 7.2).
enum OrderPayments {
    static func value(of order: JSONValue) -> JSONValue {
        let id = order["id"]?.stringValue ?? ""
        let date = order["createdDate"] ?? .null
        let total = order.value(at: "priceSummary.total.amount")?.stringValue.flatMap { Money.cents($0) } ?? 0
        var payments: [JSONValue] = []
        var refunds: [JSONValue] = []
        let payment = { (number: Int, cents: Int, status: String) -> JSONValue in
            [
                "id": .string(Self.id("9a", number, of: id)), "createdDate": date, "amount": Money.value(cents: cents),
                "refundDisabled": false,
                "regularPaymentDetails": [
                    "paymentMethod": "CreditCard", "status": .string(status), "offlinePayment": false,
                ],
            ]
        }
        let refund = { (number: Int, cents: Int, status: String) -> JSONValue in
            [
                "id": .string(Self.id("9b", number, of: id)), "createdDate": date,
                "transactions": [
                    [
                        "paymentId": .string(Self.id("9a", 1, of: id)), "amount": Money.value(cents: cents),
                        "refundStatus": .string(status), "externalRefund": false,
                    ]
                ], "details": ["reason": "Returned"],
            ]
        }
        switch order["paymentStatus"]?.stringValue {
        case "PAID": payments = [payment(1, total, "APPROVED")]
        case "PARTIALLY_PAID":
            // A deposit, and an attempt at the rest that failed.
            let deposit = max(1, total * 3 / 10)
            payments = [payment(1, deposit, "APPROVED"), payment(2, total - deposit, "DECLINED")]
        case "PARTIALLY_REFUNDED":
            // Two that went through, and one that did not.
            payments = [payment(1, total, "APPROVED")]
            let part = max(1, total / 7)
            refunds = [refund(1, part, "SUCCEEDED"), refund(2, part + 1, "SUCCEEDED"), refund(3, part, "FAILED")]
        case "FULLY_REFUNDED":
            payments = [payment(1, total, "APPROVED")]
            refunds = [refund(1, total, "SUCCEEDED")]
        default: break
        }
        return ["orderId": .string(id), "payments": .array(payments), "refunds": .array(refunds)]
    }

    /// An id that is the order's but for its beginning.
    private static func id(_ beginning: String, _ number: Int, of order: String) -> String {
        "\(beginning)\(number)\(order.dropFirst(3))"
    }
}
