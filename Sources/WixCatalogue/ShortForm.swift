package import JSON

/// A part of the default view that is told in fewer words, with nothing lost.
package struct ShortForm: Sendable {
    package enum Form: String, Sendable, CaseIterable {
        /// The texts at the paths, one behind the other.
        case join
        /// An array whose elements hold nothing but a `text` each: the texts, a line each.
        case lines
        /// Opening hours of a week, days that are alike together: `MONDAY to FRIDAY 09:00-17:00`.
        case week
        /// Left out while it has the usual value.
        case unless
    }

    package let form: Form
    package let from: [[String]]
    /// Empty where nothing takes the place of what was there.
    package let to: [String]
    /// For `unless`.
    private let usual: String?

    init(_ reader: inout RecordReader, lean: [String], top: [String]) throws(CatalogueError) {
        form = try reader.choice("as", default: .join)
        let paths = try reader.strings("from")
        from = paths.map { Destination.keys($0) }
        to = Destination.keys(try reader.optionalString("to") ?? "")
        usual = try reader.optionalString("usual")
        guard !paths.isEmpty else { throw reader.error("from", "is missing") }
        for path in paths
        where !lean.contains(where: { path == $0 || path.hasPrefix($0 + ".") || $0.hasPrefix(path + ".") }) {
            throw reader.error("from", "\(path) is not in the lean view")
        }
        guard (form == .unless) == to.isEmpty, (form == .unless) == (usual != nil) else {
            throw reader.error(
                "as", "\(form.rawValue) takes \(form == .unless ? "usual and no to" : "to and no usual")")
        }
        if let name = to.first, !top.contains(name) {
            throw reader.error("to", "\(name) is not a field of top, so nobody could ask for it")
        }
        try reader.finish()
    }

    /// Puts the short form in the place of the long one. A value that does not fit the form stays as it is.
    package func apply(to value: inout JSONValue) {
        guard let text = short(of: value) else { return }
        if to != from[0] { for path in from { value.remove(at: path[...]) } }
        if form != .unless { value.set(text, at: to[...]) }
    }

    private func short(of value: JSONValue) -> JSONValue? {
        switch form {
        case .join:
            let parts = from.compactMap { value.value(at: $0)?.stringValue }
            return parts.count == from.count ? .string(parts.joined()) : nil
        case .lines:
            let elements = value.value(at: from[0])?.arrayValue ?? []
            let texts = elements.compactMap { element in
                element.objectValue?.count == 1 ? element["text"]?.stringValue : nil
            }
            return texts.isEmpty || texts.count < elements.count ? nil : .string(texts.joined(separator: "\n"))
        case .week: return value.value(at: from[0])?.arrayValue.flatMap(OpeningHours.week)
        case .unless: return value.value(at: from[0]) == usual.map { .string($0) } ? .null : nil
        }
    }
}

/// Opening hours in a line for each stretch of days that are alike.
enum OpeningHours {
    private static let days = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"]

    /// Nil when a period is not understood; `[]` stays with the caller, who knows what none means.
    static func week(_ periods: [JSONValue]) -> JSONValue? {
        var hours = [[String]](repeating: [], count: days.count)
        for period in periods {
            guard period.objectValue?.count == 4, let openDay = period["openDay"]?.stringValue,
                let closeDay = period["closeDay"]?.stringValue, let opens = period["openTime"]?.stringValue,
                let closes = period["closeTime"]?.stringValue, let day = days.firstIndex(of: openDay)
            else { return nil }
            hours[day].append(openDay == closeDay ? "\(opens)-\(closes)" : "\(opens)-\(closeDay) \(closes)")
        }
        var lines: [JSONValue] = []
        var first = 0
        while first < days.count {
            var last = first
            while last + 1 < days.count, hours[last + 1] == hours[first] { last += 1 }
            if !hours[first].isEmpty {
                let stretch = first == last ? days[first] : "\(days[first]) to \(days[last])"
                lines.append(.string("\(stretch) \(hours[first].joined(separator: ", "))"))
            }
            first = last + 1
        }
        return lines.isEmpty ? nil : .array(lines)
    }
}
