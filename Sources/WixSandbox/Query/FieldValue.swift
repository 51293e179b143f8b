import JSON

/// A value as filters and sorts see it; values of one field compare with each other.
enum FieldValue: Comparable, Sendable {
    case missing
    case flag(Bool)
    case number(Double)
    case moment(Int64)
    case text(String)

    static func < (left: FieldValue, right: FieldValue) -> Bool {
        switch (left, right) {
        case (.flag(let left), .flag(let right)): !left && right
        case (.number(let left), .number(let right)): left < right
        case (.moment(let left), .moment(let right)): left < right
        case (.text(let left), .text(let right)): left < right
        default: left.rank < right.rank
        }
    }

    private var rank: Int {
        switch self {
        case .missing: 0
        case .flag: 1
        case .number: 2
        case .moment: 3
        case .text: 4
        }
    }

    /// The value under a field's kind; nil where the JSON does not fit the kind.
    init?(_ value: JSONValue, _ kind: FieldRule.Kind) {
        if value.isNull {
            self = .missing
            return
        }
        let read: FieldValue? =
            switch kind {
            case .text: value.stringValue.map(FieldValue.text)
            case .choice(let values): value.stringValue.flatMap { values.contains($0) ? .text($0) : nil }
            case .number: (value.doubleValue ?? value.stringValue.flatMap { Double($0) }).map(FieldValue.number)
            case .date: value.stringValue.flatMap { Timestamp($0) }.map { .moment($0.milliseconds) }
            case .flag: value.boolValue.map(FieldValue.flag)
            case .any: FieldValue(any: value)
            case .items: nil
            }
        guard let read else { return nil }
        self = read
    }

    /// A value by its own JSON type; CMS writes dates as `{"$date": …}`.
    private init?(any value: JSONValue) {
        if let date = value["$date"]?.stringValue.flatMap({ Timestamp($0) }) {
            self = .moment(date.milliseconds)
        } else if let number = value.doubleValue {
            self = .number(number)
        } else if let flag = value.boolValue {
            self = .flag(flag)
        } else if let text = value.stringValue {
            self = .text(text)
        } else {
            return nil
        }
    }

    /// For cursors: the inverse of `init(cursor:kind:)`.
    var cursorValue: JSONValue {
        switch self {
        case .missing: .null
        case .flag(let flag): .bool(flag)
        case .number(let number): .number(JSONNumber(number))
        case .moment(let milliseconds): .number(JSONNumber(Int(milliseconds)))
        case .text(let text): .string(text)
        }
    }

    init(cursorValue: JSONValue, _ kind: FieldRule.Kind) {
        if kind == .date, let milliseconds = cursorValue.intValue {
            self = .moment(Int64(milliseconds))
        } else {
            self = FieldValue(cursorValue, kind) ?? cursorValue.stringValue.map(FieldValue.text) ?? .missing
        }
    }
}

extension JSONValue {
    /// Appends the values at a path; arrays on the way and at the end are opened, nulls left out.
    func appendValues(at path: ArraySlice<String>, to values: inout [JSONValue]) {
        switch self {
        case .array(let elements):
            for element in elements { element.appendValues(at: path, to: &values) }
        case .null:
            break
        default:
            guard let name = path.first else {
                values.append(self)
                return
            }
            self[name]?.appendValues(at: path.dropFirst(), to: &values)
        }
    }

    func values(at path: [String]) -> [JSONValue] {
        var values: [JSONValue] = []
        appendValues(at: path[...], to: &values)
        return values
    }
}
