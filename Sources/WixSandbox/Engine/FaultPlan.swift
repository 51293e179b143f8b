/// The faults to inject, with what each has done so far. The grammar is documented at `SandboxOptions.faults`.
struct FaultPlan: Sendable {
    enum Effect: Sendable, Equatable {
        case status(Int, isHTML: Bool)
        case truncate
        case lost
        /// Nothing but the delay.
        case none
    }
    struct Fault: Sendable, Equatable {
        var effect: Effect
        var delay: Duration
    }

    private struct Rule: Sendable {
        var path = ""
        var method: String?
        var skipped = 0
        var remaining = Int.max
        /// In millionths.
        var rate = 1_000_000
        var delay: Duration = .zero
        var status: Int?
        var isHTML = false
        var isTruncated = false
        var isLost = false

        var effect: Effect {
            if let status { return .status(status, isHTML: isHTML) }
            if isHTML { return .status(502, isHTML: true) }
            return isLost ? .lost : isTruncated ? .truncate : .none
        }
    }

    private var rules: [Rule] = []
    /// The first rule that was not understood, in words.
    private(set) var problem: String?

    init(_ text: String) {
        for entry in text.split(separator: ";") {
            let words = entry.split(separator: ",").map { String($0.filter { $0 != " " }) }
            if let fault = words.first(where: { FaultPlan.apply($0, to: nil) == nil }) {
                problem = problem ?? "fault '\(fault)' in '\(entry)' is not understood"
                continue
            }
            rules.append(words.reduce(Rule()) { FaultPlan.apply($1, to: $0) ?? $0 })
        }
    }

    /// The fault for a request, if any.
    mutating func fault(for method: String, _ path: String, random: inout RandomSource) -> Fault? {
        for index in rules.indices {
            guard path.hasPrefix(rules[index].path), rules[index].method ?? method == method else { continue }
            if rules[index].skipped > 0 {
                rules[index].skipped -= 1
                continue
            }
            guard rules[index].remaining > 0 else { continue }
            if rules[index].rate < 1_000_000, random.below(1_000_000) >= rules[index].rate { continue }
            rules[index].remaining -= 1
            return Fault(effect: rules[index].effect, delay: rules[index].delay)
        }
        return nil
    }

    /// The rule with one more word; nil for a word that is not understood.
    private static func apply(_ word: String, to rule: Rule?) -> Rule? {
        var rule = rule ?? Rule()
        let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
        guard let name = parts.first else { return nil }
        if parts.count == 1 { return applyFlag(name, to: rule) }
        let value = parts[1]
        let number = Int(value) ?? -1
        switch name {
        case "path" where value.hasPrefix("/"): rule.path = value
        case "method": rule.method = value.uppercased()
        case "after" where number >= 0: rule.skipped = number
        case "count" where number >= 0: rule.remaining = number
        case "status" where (200...599).contains(number): rule.status = number
        case "slow" where (0...600_000).contains(number): rule.delay = .milliseconds(number)
        case "rate":
            guard let rate = Double(value), (0...1).contains(rate) else { return nil }
            rule.rate = Int(rate * 1_000_000)
        default: return nil
        }
        return rule
    }

    private static func applyFlag(_ name: String, to rule: Rule) -> Rule? {
        var rule = rule
        switch name {
        case "html": rule.isHTML = true
        case "truncate": rule.isTruncated = true
        case "lost": rule.isLost = true
        default: return nil
        }
        return rule
    }
}
