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

    private func mapped(_ element: JSONValue) -> JSONValue {
        var result = JSONValue.object(JSONObject())
        for move in moves {
            guard let value = move.value(of: element) else { continue }
            result.set(value, at: move.to[...])
        }
        return result
    }
}

extension AnswerRule.Move {
    func value(of element: JSONValue) -> JSONValue? {
        if !unlessEqual.isEmpty {
            guard let other = element.value(at: unlessEqual), let value = element.value(at: from[0]), other != value
            else {
                return nil
            }
        }
        if form == .join {
            let parts = from.compactMap { element.value(at: $0)?.scalarText }
            return parts.count == from.count ? .string(parts.joined(separator: ":")) : nil
        }
        guard let found = from.lazy.compactMap({ element.value(at: $0) }).first, !found.isNull else { return nil }
        let text: String?
        switch form {
        case .value, .join: return found
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
