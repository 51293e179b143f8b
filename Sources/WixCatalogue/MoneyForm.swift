package import JSON

/// How Wix wants an amount of money; `x-money` in a schema says it. Callers give text or a number.
package enum MoneyForm: String, Sendable, CaseIterable {
    /// A decimal string.
    case text
    /// A decimal string that may be negative.
    case signedText
    /// A JSON number.
    case number
    /// A JSON number that may be negative.
    case signedNumber

    private var isSigned: Bool { self == .signedText || self == .signedNumber }
    private var isNumber: Bool { self == .number || self == .signedNumber }

    /// No currency has more.
    package static let decimals = 3

    /// The amount as Wix wants it; nil for a text that is no plain decimal, or a finer one than money is.
    package func written(_ text: String) -> JSONValue? {
        let isNegative = text.hasPrefix("-")
        let parts = text.dropFirst(isNegative ? 1 : 0).split(separator: ".", omittingEmptySubsequences: false)
        let isPlain = parts.allSatisfy { part in part.utf8.allSatisfy { (0x30...0x39).contains($0) } }
        guard isPlain, (1...2).contains(parts.count), let first = parts.first, let whole = Self.trimmed(first),
            !isNegative || isSigned
        else { return nil }
        var fraction = parts.count == 2 ? parts[1] : ""
        while fraction.utf8.count > Self.decimals, fraction.hasSuffix("0") { fraction.removeLast() }
        guard fraction.utf8.count <= Self.decimals else { return nil }
        let plain = (isNegative ? "-" : "") + whole + (fraction.isEmpty ? "" : "." + fraction)
        return isNumber ? try? JSONValue(parsing: plain) : .string(plain)
    }

    /// Without zeros in front; nil for nothing.
    private static func trimmed(_ whole: Substring) -> String? {
        whole.isEmpty ? nil : (whole.drop { $0 == "0" }.isEmpty ? "0" : String(whole.drop { $0 == "0" }))
    }
}
