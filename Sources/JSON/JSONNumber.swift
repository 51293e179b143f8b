/// A JSON number kept as its source text, so that ids and money survive a round trip unchanged.
package struct JSONNumber: Sendable, Equatable {
    /// The number as JSON text, e.g. `1`, `-0.5`, `1e9`.
    package let text: String
    package init(_ value: Int) { text = String(value) }
    /// Non-finite values become `null`'s nearest number, 0.
    package init(_ value: Double) { text = value.isFinite ? "\(value)" : "0" }
    /// The text of a number that a parser has already checked.
    init(checkedText: String) { text = checkedText }

    /// The exact integer, also for `42.0` and `4.2e1`; nil where there is none within `Int`.
    package var intValue: Int? {
        if let value = Int(text) { return value }
        return JSONDecimal(text).integer()
    }

    /// The nearest double; numbers beyond its range become the greatest finite one of their sign.
    package var doubleValue: Double {
        guard let value = Double(text), !value.isNaN else { return 0 }
        return min(max(value, -Double.greatestFiniteMagnitude), Double.greatestFiniteMagnitude)
    }
}

/// A number's text taken apart: sign, significant digits without zeros at either end, and a power of ten.
/// Two numbers are equal exactly when these are, however long their texts and whatever their exponents.
struct JSONDecimal: Equatable {
    private(set) var isNegative = false
    private(set) var digits: [UInt8] = []
    /// The value is `digits` times ten to this power.
    private(set) var power = 0

    init(_ text: String) {
        var isFraction = false
        var exponent: [UInt8]?
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "-") where exponent == nil: isNegative = true
            case UInt8(ascii: "."): isFraction = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"): exponent = []
            default:
                if exponent != nil {
                    exponent?.append(byte)
                } else {
                    digits.append(byte &- UInt8(ascii: "0"))
                    if isFraction { power -= 1 }
                }
            }
        }
        power += Self.saturatingInt(exponent ?? [])
        trim()
    }

    private mutating func trim() {
        while digits.last == 0 {
            digits.removeLast()
            power += 1
        }
        digits.removeFirst(digits.prefix { $0 == 0 }.count)
        if digits.isEmpty {
            power = 0
            isNegative = false
        }
    }

    /// The value as an `Int` when it is one.
    func integer() -> Int? {
        guard power >= 0, power < 19, digits.count < 20 else { return nil }
        var value = 0
        for digit in digits + [UInt8](repeating: 0, count: power) {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.subtractingReportingOverflow(Int(digit))
            if overflow || carry { return nil }
            value = sum
        }
        // Counted downwards, because Int.min has no positive counterpart.
        if isNegative { return value }
        return value == .min ? nil : -value
    }

    /// One spelling for every value.
    var canonicalText: String {
        let text = String(decoding: digits.map { $0 + UInt8(ascii: "0") }, as: UTF8.self)
        return (isNegative ? "-" : "") + (text.isEmpty ? "0" : text) + "e\(power)"
    }

    private static func saturatingInt(_ text: [UInt8]) -> Int {
        let sign = text.first == UInt8(ascii: "-") ? -1 : 1
        var value = 0
        for byte in text where byte != UInt8(ascii: "-") && byte != UInt8(ascii: "+") {
            value = value * 10 + Int(byte &- UInt8(ascii: "0"))
            if value > 1 << 40 { return sign << 40 }
        }
        return sign * value
    }
}
