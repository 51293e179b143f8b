import JSON

/// How products are shown: list rows carry no variants, and expensive parts come only on request.
struct ProductPresentation {
    private let hidden: Set<String>
    private let showsMediaItems: Bool
    private let showsChoiceNames: Bool
    private let showsFormattedAmounts: Bool

    static func rows(_: SandboxState, _ request: APIRequest) throws(WixError) -> Presentation {
        let presentation = try ProductPresentation(request, hidesVariants: true)
        return { presentation.show($0) }
    }

    static func whole(_: SandboxState, _ request: APIRequest) throws(WixError) -> Presentation {
        let presentation = try ProductPresentation(request, hidesVariants: false)
        return { presentation.show($0) }
    }

    private init(_ request: APIRequest, hidesVariants: Bool) throws(WixError) {
        let asked = try request.list("fields")
        var hidden = try ProductFields.fieldsets.hidden(from: asked)
        if hidesVariants { hidden.insert("variantsInfo") }
        self.hidden = hidden
        showsMediaItems = asked.contains("MEDIA_ITEMS_INFO")
        showsChoiceNames = asked.contains("VARIANT_OPTION_CHOICE_NAMES")
        showsFormattedAmounts = asked.contains("CURRENCY")
    }

    private func show(_ product: JSONValue) -> JSONValue {
        var shown = product.without(hidden)
        if !showsMediaItems { shown["media"] = shown["media"]?.without(["itemsInfo"]) }
        if showsFormattedAmounts {
            for range in ["actualPriceRange", "compareAtPriceRange"] { shown[range] = shown[range].map(formatted) }
        }
        if !showsChoiceNames, let variants = shown.value(at: "variantsInfo.variants")?.arrayValue {
            shown["variantsInfo"] = ["variants": .array(variants.map(withoutChoiceNames))]
        }
        return shown
    }

    private func formatted(_ range: JSONValue) -> JSONValue {
        var range = range
        for bound in ["minValue", "maxValue"] {
            guard let amount = range[bound]?["amount"]?.stringValue else { continue }
            range[bound] = Money.value(amount)
        }
        return range
    }

    private func withoutChoiceNames(_ variant: JSONValue) -> JSONValue {
        guard let choices = variant["choices"]?.arrayValue else { return variant }
        var variant = variant
        variant["choices"] = .array(choices.map { $0.without(["optionChoiceNames"]) })
        return variant
    }
}

/// Amounts in the shop's currency.
enum Money {
    static let currency = "USD"

    /// `12.50` for 1250 cents.
    static func text(cents: Int) -> String {
        let size = abs(cents)
        return "\(cents < 0 ? "-" : "")\(size / 100).\(padded(size % 100, 2))"
    }

    /// The cents of a decimal text, rounded down; nil when it is no amount.
    static func cents(_ text: String) -> Int? {
        guard let number = Double(text), number >= 0, number < 1_000_000_000 else { return nil }
        return Int((number * 100).rounded())
    }

    static func value(_ amount: String) -> JSONValue {
        ["amount": .string(amount), "formattedAmount": .string("$\(amount)")]
    }

    static func value(cents: Int) -> JSONValue { value(text(cents: cents)) }
}
