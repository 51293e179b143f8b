import Gateway
import HTTPCore
import JSON

/// Reads the query of a request; a parameter that is not listed and one that is given twice are refused.
struct QueryReader {
    private var values: [String: String] = [:]

    /// - Parameter parameters: every parameter that the path takes.
    init(_ head: HTTPRequestHead, parameters: [String]) throws(AdminError) {
        for (name, value) in head.query {
            guard parameters.contains(name) else {
                throw .unknownParameter(name, nearest: NameSuggestion.nearest(to: name, among: parameters))
            }
            guard values.updateValue(value, forKey: name) == nil else { throw .repeatedParameter(name) }
        }
    }

    /// Nil when the parameter is absent or empty, as in `?tool=&effect=read`.
    func text(_ name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// A list with commas between its members.
    func list(_ name: String) -> [String]? {
        text(name)?.utf8.split(separator: UInt8(ascii: ",")).map { String(Substring($0).trimmingSpaces) }
    }

    func integer(_ name: String, in range: ClosedRange<Int>) throws(AdminError) -> Int? {
        guard let text = values[name] else { return nil }
        guard let number = Int(text), text.utf8.first != UInt8(ascii: "+") else {
            throw .wrongType(field: name, expected: "an integer")
        }
        guard range.contains(number) else {
            let upper = range.upperBound == .max ? "or more" : "to \(range.upperBound)"
            throw .invalid(field: name, problem: "must be \(range.lowerBound) \(upper)")
        }
        return number
    }

    func timestamp(_ name: String) throws(AdminError) -> Timestamp? {
        guard let text = values[name] else { return nil }
        // The plus of an offset that was not escaped has become a space.
        let repaired = String(text.map { $0 == " " ? "+" : $0 })
        guard let time = Timestamp(rfc3339: repaired) else { throw .invalid(field: name, problem: Timestamp.problem) }
        return time
    }

    func choice<Choice: RawRepresentable & CaseIterable>(_ name: String, _ type: Choice.Type) throws(AdminError)
        -> Choice? where Choice.RawValue == String
    {
        guard let text = values[name] else { return nil }
        guard let choice = Choice(rawValue: text) else {
            throw .invalid(field: name, problem: Choice.refusal(of: text))
        }
        return choice
    }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring {
        let start = drop { $0 == " " }
        guard let last = start.lastIndex(where: { $0 != " " }) else { return start }
        return start[...last]
    }
}
