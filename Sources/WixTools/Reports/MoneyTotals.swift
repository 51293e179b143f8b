import JSON
import WixCatalogue

/// Sums of money, one for each currency: amounts of two currencies are never added.
struct MoneyTotals: Equatable {
    private var totals: [(currency: String, sum: DecimalNumber)] = []

    static func == (left: MoneyTotals, right: MoneyTotals) -> Bool { left.json == right.json }

    /// Adds an amount as Wix writes it; one that cannot be read counts as nothing.
    mutating func add(_ amount: JSONValue?, currency: JSONValue?, times count: Int = 1) {
        guard let number = amount?.scalarText.flatMap({ DecimalNumber($0) }) else { return }
        add(number * count, currency: currency?.stringValue ?? "")
    }

    mutating func add(_ number: DecimalNumber, currency: String) {
        if let index = totals.firstIndex(where: { $0.currency == currency }) {
            totals[index].sum += number
        } else {
            totals.append((currency, number))
        }
    }

    static func - (left: MoneyTotals, right: MoneyTotals) -> MoneyTotals {
        var result = left
        for total in right.totals { result.add(.zero - total.sum, currency: total.currency) }
        return result
    }

    /// The sum in one currency.
    subscript(currency: String) -> DecimalNumber { totals.first { $0.currency == currency }?.sum ?? .zero }

    /// `{"EUR": "120.50"}`.
    var json: JSONValue { json(without: []) }

    /// The same, but nothing of the currencies of which it is not known.
    func json(without unknown: Set<String>) -> JSONValue {
        var value = JSONObject()
        for total in totals.sorted(by: { $0.currency < $1.currency }) where !unknown.contains(total.currency) {
            value[total.currency] = .string(total.sum.text)
        }
        return .object(value)
    }
}
