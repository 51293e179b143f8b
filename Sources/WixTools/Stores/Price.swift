import JSON
import WixCatalogue

/// An amount that a caller gave for a product, as text or as a number.
struct Price {
    private static let usualDecimals = 2
    /// Currencies whose unit has a thousand parts (ISO 4217).
    private static let withThreeDecimals: Set = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]

    let number: DecimalNumber
    /// A plain decimal, as Wix takes it.
    var text: JSONValue { .string(number.text) }
    /// For Catalog V1, which takes numbers.
    var plainNumber: JSONValue { (try? JSONValue(parsing: number.text)) ?? text }

    init(_ number: DecimalNumber) { self.number = number }

    /// The argument's amount; nil when it is not given. What Wix would round or not understand is refused.
    init?(_ name: String, of call: ToolCall, currency: String?) throws(ToolFailure) {
        guard let given = call.arguments[name]?.scalarText else { return nil }
        guard let number = DecimalNumber(given.hasSuffix(".") ? String(given.dropLast()) : given) else {
            throw .argument(name: name, message: "\(name) must be a plain decimal such as 19.90; it is \(given).")
        }
        let fraction = number.text.split(separator: ".").dropFirst().last ?? ""
        let significant = fraction.reversed().drop { $0 == "0" }.count
        let isFine = currency.map(Self.withThreeDecimals.contains) ?? true
        guard significant <= Self.usualDecimals + (isFine ? 1 : 0) else {
            let unit = currency.map { " of \($0)" } ?? ""
            throw .argument(name: name, message: "\(name) has more decimals than an amount\(unit) has: \(given).")
        }
        self.init(number)
    }
}
