/// An exact decimal number, for sums of money: Wix writes amounts as decimal strings, and a Double would lose cents.
struct DecimalNumber: Equatable {
    /// The value times ten to the power of `scale`.
    private var units: Int128
    private var scale: Int

    static let zero = DecimalNumber(units: 0, scale: 0)
    /// More digits than these are no amount of money.
    private static let mostDigits = 18

    private init(units: Int128, scale: Int) {
        self.units = units
        self.scale = scale
    }

    /// Nil unless the text is a plain decimal number such as `-12.50`.
    init?(_ text: String) {
        var digits = text.utf8[...]
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative { digits.removeFirst() }
        var units: Int128 = 0
        var scale = 0
        var count = 0
        var isFraction = false
        for byte in digits {
            if byte == UInt8(ascii: "."), !isFraction, count > 0 {
                isFraction = true
                continue
            }
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            units = units * 10 + Int128(byte - UInt8(ascii: "0"))
            count += 1
            if isFraction { scale += 1 }
            guard count <= Self.mostDigits else { return nil }
        }
        guard count > 0, digits.last != UInt8(ascii: ".") else { return nil }
        self.init(units: isNegative ? -units : units, scale: scale)
    }

    static func + (left: DecimalNumber, right: DecimalNumber) -> DecimalNumber {
        let scale = max(left.scale, right.scale)
        return DecimalNumber(units: left.units(at: scale) &+ right.units(at: scale), scale: scale)
    }

    static func - (left: DecimalNumber, right: DecimalNumber) -> DecimalNumber {
        left + DecimalNumber(units: -right.units, scale: right.scale)
    }

    static func * (left: DecimalNumber, count: Int) -> DecimalNumber {
        DecimalNumber(units: left.units &* Int128(count), scale: left.scale)
    }

    static func += (left: inout DecimalNumber, right: DecimalNumber) { left = left + right }

    /// By value: 12.5 is 12.50.
    static func == (left: DecimalNumber, right: DecimalNumber) -> Bool { !(left < right) && !(right < left) }

    static func < (left: DecimalNumber, right: DecimalNumber) -> Bool {
        let scale = max(left.scale, right.scale)
        return left.units(at: scale) < right.units(at: scale)
    }

    private func units(at scale: Int) -> Int128 {
        var units = units
        for _ in self.scale..<scale { units = units &* 10 }
        return units
    }

    /// With as many decimals as the most exact of its parts had.
    var text: String {
        var digits = String(units.magnitude)
        if scale > 0 {
            digits = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
            digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -scale))
        }
        return units < 0 ? "-" + digits : digits
    }
}
