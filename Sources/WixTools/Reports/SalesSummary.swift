import JSON
import WixCatalogue

/// The counters of a sales summary.
///
/// One set of orders stands behind `orders`, `revenue`, the products and the days: those that are approved and paid, at
/// least in part and by a sum that is known. The other orders are counted beside them.
struct SalesSummary {
    private struct Product {
        let name: JSONValue?
        var quantity = 0
        var revenue = MoneyTotals()
    }

    /// Orders and their money.
    private struct Count {
        var orders = 0
        var totals = MoneyTotals()

        mutating func add(_ amount: JSONValue?, _ currency: JSONValue?) {
            orders += 1
            totals.add(amount, currency: currency)
        }

        var json: JSONValue { ["orders": .int(orders), "totals": totals.json] }
    }

    private let calendar: SiteCalendar
    private var sold = Count()
    private var notApproved = 0
    /// Approved orders whose total cannot be read.
    private var withoutTotal = 0
    private var unpaid = Count()
    private var chargedBack = Count()
    private var partlyPaid = Count()
    private var paidInPart = MoneyTotals()
    private var paidUnknown = 0
    private var refunded = Count()
    /// How many refunds of a currency are not known.
    private var unknownRefunds: [String: Int] = [:]
    private var products: [String: Product] = [:]
    private var days: [String: Count] = [:]
    /// Sales in each currency.
    private var currencies: [String: Int] = [:]

    init(_ calendar: SiteCalendar) { self.calendar = calendar }

    /// Whether an order itself does not tell what was paid or given back.
    static func needsTransactions(_ order: JSONValue) -> Bool {
        guard order["status"] == "APPROVED" else { return false }
        return ["PARTIALLY_PAID", "PARTIALLY_REFUNDED"].contains(order["paymentStatus"])
    }

    mutating func add(_ order: JSONValue, _ transactions: OrderTransactions?) {
        guard order["status"] == "APPROVED" else {
            // An order that waits for approval, or was never one.
            notApproved += 1
            return
        }
        let total = order.value(at: "priceSummary.total.amount")
        let currency = order["currency"]
        guard total?.scalarText.flatMap({ DecimalNumber($0) }) != nil else {
            withoutTotal += 1
            return
        }
        switch order["paymentStatus"]?.stringValue {
        case "PAID": addSale(order, total, currency)
        case "FULLY_REFUNDED":
            addSale(order, total, currency)
            refunded.add(total, currency)
        case "PARTIALLY_REFUNDED":
            addSale(order, total, currency)
            addRefund(transactions?.refunded, currency)
        case "PARTIALLY_PAID":
            partlyPaid.add(total, currency)
            guard let paid = transactions?.paid, .zero < paid else {
                paidUnknown += 1
                return
            }
            paidInPart.add(paid, currency: currency?.stringValue ?? "")
            addSale(order, .string(paid.text), currency)
            if transactions?.refunded != .zero { addRefund(transactions?.refunded, currency) }
        case "CHARGED_BACK": chargedBack.add(total, currency)
        default: unpaid.add(total, currency)
        }
    }

    private mutating func addRefund(_ amount: DecimalNumber?, _ currency: JSONValue?) {
        // A refund of nothing is one that has not arrived in what Wix tells.
        guard let amount, .zero < amount else {
            refunded.orders += 1
            unknownRefunds[currency?.stringValue ?? "", default: 0] += 1
            return
        }
        refunded.add(.string(amount.text), currency)
    }

    private mutating func addSale(_ order: JSONValue, _ paid: JSONValue?, _ currency: JSONValue?) {
        sold.add(paid, currency)
        currencies[currency?.stringValue ?? "", default: 0] += 1
        let day = order["createdDate"]?.stringValue.flatMap { calendar.place(of: $0)?.day } ?? ""
        days[day, default: Count()].add(paid, currency)
        for line in order["lineItems"]?.arrayValue ?? [] {
            let name = line.value(at: "productName.original")
            guard let id = line.text("catalogReference.catalogItemId") ?? name?.stringValue else { continue }
            let quantity = line["quantity"]?.wixInteger ?? 1
            products[id, default: Product(name: name)].quantity += quantity
            products[id]?.revenue.add(line.value(at: "price.amount"), currency: currency, times: quantity)
        }
    }

    func json(products limit: Int) -> JSONObject {
        var refunds: JSONValue = ["orders": .int(refunded.orders), "amounts": refunded.totals.json]
        let unknown = unknownRefunds.values.reduce(0, +)
        if unknown > 0 { refunds["amountUnknown"] = .int(unknown) }
        var value: JSONObject = [
            "orders": .int(sold.orders), "revenue": sold.totals.json, "refunds": refunds,
            "net": (sold.totals - refunded.totals).json(without: Set(unknownRefunds.keys)),
        ]
        if partlyPaid.orders > 0 {
            var partly = partlyPaid.json
            partly["paid"] = paidInPart.json
            if paidUnknown > 0 { partly["paidUnknown"] = .int(paidUnknown) }
            value["partlyPaid"] = partly
        }
        value["unpaid"] = unpaid.json
        if chargedBack.orders > 0 { value["chargedBack"] = chargedBack.json }
        value["notApproved"] = .int(notApproved)
        value["topProducts"] = .array(top(limit))
        value["perDay"] = .array(
            days.sorted { $0.key < $1.key }.map { day in
                [
                    "day": .string(day.key), "orders": .int(day.value.orders), "revenue": day.value.totals.json,
                ]
            })
        return value
    }

    /// Sentences about what Wix did not tell.
    var notes: [String] {
        var notes = unknownRefunds.sorted { $0.key < $1.key }.map { currency, count in
            "There is no net in \(currency): Wix did not tell how much was refunded of \(count) orders."
        }
        if paidUnknown > 0 {
            notes.append(
                "Not in orders and revenue: \(paidUnknown) partly paid orders of which Wix did not tell what was paid.")
        }
        if withoutTotal > 0 {
            notes.append("Not counted at all: \(withoutTotal) approved orders of which Wix did not tell the total.")
        }
        return notes
    }

    /// In the order of their revenue in the currency of most sales.
    private func top(_ limit: Int) -> [JSONValue] {
        let currency = currencies.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
        let best = products.sorted { left, right in
            let (one, other) = (left.value.revenue[currency], right.value.revenue[currency])
            return one == other ? left.key < right.key : other < one
        }
        return best.prefix(limit).map { id, product in
            var value: JSONValue = ["productId": .string(id)]
            value["name"] = product.name
            value["quantity"] = .int(product.quantity)
            value["revenue"] = product.revenue.json
            return value
        }
    }
}
