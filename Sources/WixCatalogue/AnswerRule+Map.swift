import Glibc
package import JSON

extension AnswerRule {
    /// The items that one element of Wix's answer stands for, in the current shape.
    package func items(from element: JSONValue) -> [JSONValue] {
        guard !moves.isEmpty else { return [element] }
        guard !explode.isEmpty else { return [mapped(element)] }
        let parts = element.value(at: explode)?.arrayValue ?? []
        return parts.map { part in
            var merged = element
            for member in part.objectValue?.members ?? [] { merged[member.key] = member.value }
            return mapped(merged)
        }
    }

    private func mapped(_ element: JSONValue) -> JSONValue { Move.applied(moves, to: element) }
}

extension AnswerRule.Move {
    static func applied(_ moves: [AnswerRule.Move], to element: JSONValue) -> JSONValue {
        var result = JSONValue.object(JSONObject())
        for move in moves {
            guard let value = move.value(of: element) else { continue }
            result.set(move.elements(of: value, in: element), at: move.to[...])
        }
        return result
    }

    private func elements(of value: JSONValue, in element: JSONValue) -> JSONValue {
        guard !each.isEmpty, let parts = value.arrayValue else { return value }
        return .array(
            parts.map { part in
                var part = part
                for name in inherited where part[name] == nil { part[name] = element[name] }
                return Self.applied(each, to: part)
            })
    }

    func value(of element: JSONValue) -> JSONValue? {
        let holds = condition.members.allSatisfy { (element[$0.key] ?? false) == $0.value }
        guard holds else { return nil }
        if !unlessEqual.isEmpty {
            guard let other = element.value(at: unlessEqual), let value = element.value(at: from[0]), other != value
            else {
                return nil
            }
        }
        if form == .join || form == .address {
            let parts = from.compactMap { element.value(at: $0)?.scalarText }
            guard parts.count == from.count else { return nil }
            return .string(form == .join ? parts.joined(separator: ":") : Self.address(parts))
        }
        // An empty text says nothing; the current shape leaves it out.
        let present = from.lazy.compactMap { element.value(at: $0) }.filter { !$0.isNull && $0 != "" }
        guard let found = present.first else { return nil }
        let text: String?
        switch form {
        case .value, .join, .address: return found
        case .entries:
            let members = found.objectValue?.members ?? []
            return .array(members.map { ["key": .string($0.key), "value": $0.value] })
        case .money: text = found.scalarText.map(Self.amount)
        case .text: text = found.scalarText
        case .upper: text = found.stringValue?.uppercased()
        case .lower: text = found.stringValue?.lowercased()
        case .time: text = found.scalarText.flatMap { Int($0) }.flatMap(Self.time)
        }
        return text.map { .string(values[$0] ?? $0) }
    }

    /// Milliseconds since 1970 as `2026-12-01T00:00:00.000Z`.
    private static func time(_ milliseconds: Int) -> String? {
        let (seconds, fraction) = milliseconds.quotientAndRemainder(dividingBy: 1_000)
        var moment = time_t(seconds)
        var parts = tm()
        guard fraction >= 0, gmtime_r(&moment, &parts) != nil, (0..<8_100).contains(parts.tm_year) else { return nil }
        let numbers = [
            (Int(parts.tm_year) + 1_900, 4, "-"), (Int(parts.tm_mon) + 1, 2, "-"), (Int(parts.tm_mday), 2, "T"),
            (Int(parts.tm_hour), 2, ":"), (Int(parts.tm_min), 2, ":"), (Int(parts.tm_sec), 2, "."), (fraction, 3, "Z"),
        ]
        return numbers.reduce("") { text, number in
            let digits = String(number.0)
            return text + String(repeating: "0", count: max(0, number.1 - digits.count)) + digits + number.2
        }
    }
}

extension AnswerRule.Move {
    /// Bases end in a slash and paths begin with one; one of them is enough.
    private static func address(_ parts: [String]) -> String {
        parts.reduce("") { $0 + ($0.hasSuffix("/") && $1.hasPrefix("/") ? $1.dropFirst() : $1[...]) }
    }

    /// The decimal places that amounts are told with at least.
    private static let decimals = 2
    /// More decimals than any currency has come from the arithmetic of floating point.
    private static let mostDecimals = 3

    /// `26`, `26.0` and `26.000000000000004` as `26.00`; what is no plain number stays as it is.
    static func amount(_ text: String) -> String {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let isPlain = parts.allSatisfy { part in part.utf8.allSatisfy { (0x30...0x39).contains($0) } }
        guard isPlain, let whole = parts.first, !whole.isEmpty, whole.count <= 12 else { return text }
        let fraction = parts.count == 2 ? parts[1] : ""
        let padded = fraction + String(repeating: "0", count: max(0, decimals - fraction.count))
        guard fraction.count > mostDecimals else {
            // A third decimal is kept only where it says something.
            return "\(whole).\(padded.count > decimals && padded.hasSuffix("0") ? padded.dropLast() : padded[...])"
        }
        let next = padded.dropFirst(decimals).first.map { $0 >= "5" } ?? false
        guard let cents = Int(whole + padded.prefix(decimals)).map({ $0 + (next ? 1 : 0) }) else { return text }
        let digits = String(cents)
        let filled = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return "\(filled.dropLast(decimals)).\(filled.suffix(decimals))"
    }
}

extension JSONValue {
    /// The value at a path of members.
    package func value(at path: [String]) -> JSONValue? {
        var value: JSONValue? = self
        for key in path { value = value?[key] }
        return value
    }

    /// Takes out the member at a path, and the objects that it leaves empty.
    package mutating func remove(at path: ArraySlice<String>) {
        guard let key = path.first, var child = self[key] else { return }
        guard path.count > 1 else {
            self[key] = nil
            return
        }
        child.remove(at: path.dropFirst())
        self[key] = child.objectValue?.isEmpty == true ? nil : child
    }

    /// A string as it is, a number or a truth value as its JSON text; nil for the rest.
    package var scalarText: String? {
        switch self {
        case .string(let text): text
        case .number(let number): number.text
        case .bool(let flag): flag ? "true" : "false"
        case .null, .array, .object: nil
        }
    }

    /// Puts a value at a path, making objects on the way; a number in the path is an index of an array.
    package mutating func set(_ value: JSONValue, at path: ArraySlice<String>) {
        guard let key = path.first else {
            self = value
            return
        }
        if let index = Int(key), (0..<64).contains(index) {
            var elements = arrayValue ?? []
            while elements.count <= index { elements.append(.object(JSONObject())) }
            elements[index].set(value, at: path.dropFirst())
            self = .array(elements)
        } else {
            var child = self[key] ?? .object(JSONObject())
            child.set(value, at: path.dropFirst())
            self[key] = child
        }
    }
}
