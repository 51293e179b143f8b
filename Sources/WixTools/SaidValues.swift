import JSON
import WixCatalogue

/// Values as people say them, written as Wix wants them, where a record says so: days and local times in the site's time
/// zone, or in the one that the value beside them names (`x-time` and `x-zone` in a schema, `times` in a filter), and amounts
/// of money as text or as numbers (`x-money`). What an object inside an argument always has (`x-always`) is put in.
struct SaidValues {
    private let calendar: SiteCalendar
    /// Whether something was written that the site's zone decides.
    private var usesZone = false

    private init(_ calendar: SiteCalendar) { self.calendar = calendar }

    /// The call with its values written out. The site is asked for its zone only when a time depends on it.
    static func written(_ call: ToolCall, _ context: ToolContext) async throws(ToolFailure) -> ToolCall {
        // For the first look any zone will do: most values are the same in all of them.
        guard call.hasSaidValues, let utc = SiteCalendar.utc else { return call }
        var call = call
        var trial = SaidValues(utc)
        let arguments = try trial.arguments(of: call)
        if trial.usesZone {
            var times = SaidValues(try await SiteCalendar(of: call, context))
            call.arguments = try times.arguments(of: call)
        } else {
            call.arguments = arguments
        }
        return call
    }

    private mutating func arguments(of call: ToolCall) throws(ToolFailure) -> JSONObject {
        var arguments = call.arguments
        for argument in call.plan.arguments {
            guard let value = arguments[argument.name], argument.isWrittenOut else { continue }
            arguments[argument.name] = try written(
                value, argument.schema, name: argument.name, beside: .object(arguments))
        }
        if let rule = call.plan.filter, let filter = arguments["filter"], rule.groups.contains(where: \.hasTimes) {
            arguments["filter"] = try written(filter, rule)
        }
        return arguments
    }

    // MARK: Arguments

    private mutating func written(
        _ value: JSONValue, _ schema: JSONValue, name: String, beside siblings: JSONValue
    ) throws(ToolFailure) -> JSONValue {
        if let form = TimeForm(schema: schema), let text = value.stringValue {
            return try written(text, form, schema, name: name, beside: siblings)
        }
        if let form = schema["x-money"]?.stringValue.flatMap(MoneyForm.init), let text = value.scalarText {
            guard let written = form.written(text) else {
                let words = "an amount such as 19.90 with at most \(MoneyForm.decimals) decimals"
                throw .argument(name: name, message: "\(name) must be \(words); it is \(value.text).")
            }
            return written
        }
        switch value {
        case .object(let object):
            guard let properties = schema["properties"] else { return value }
            var result = object
            for property in properties.objectValue?.members ?? [] where result[property.key] == nil {
                result[property.key] = property.value["x-always"]
            }
            for member in object.members {
                guard let inner = properties[member.key] else { continue }
                result[member.key] = try written(
                    member.value, inner, name: "\(name).\(member.key)", beside: value)
            }
            return .object(result)
        case .array(let elements):
            guard let items = schema["items"] else { return value }
            var result: [JSONValue] = []
            for (index, element) in elements.enumerated() {
                result.append(try written(element, items, name: "\(name).\(index)", beside: value))
            }
            return .array(result)
        default: return value
        }
    }

    private mutating func written(
        _ text: String, _ form: TimeForm, _ schema: JSONValue, name: String, beside siblings: JSONValue
    ) throws(ToolFailure) -> JSONValue {
        var zone: SiteCalendar?
        if let member = schema["x-zone"]?.stringValue, let named = siblings[member]?.stringValue {
            zone = SiteCalendar(timeZone: named)
            if zone == nil {
                throw .argument(
                    name: member, message: "\(member) must be \(TimeForm.zone.words); it is \"\(named)\".")
            }
        }
        guard let written = time(text, form, in: zone) else {
            let isSkipped = CivilDateTime(text) != nil && usesZone
            throw .argument(
                name: name,
                message: isSkipped
                    ? "\(name): \(text) does not exist there, since the clocks jump over it."
                    : "\(name) must be \(form.words); it is \"\(text)\".")
        }
        if let limit = schema["x-oldest"]?.intValue, let day = written.stringValue {
            try check(day, isWithin: limit, name: name)
        }
        return written
    }

    private func check(_ day: String, isWithin limit: Int, name: String) throws(ToolFailure) {
        guard let today = calendar.day("today"), let age = SiteCalendar.days(from: day, to: today), age > limit else {
            return
        }
        throw .argument(
            name: name, message: "\(name) (\(day)) is \(age) days ago, and Wix keeps \(limit) days of this.")
    }

    // MARK: Filters

    private mutating func written(_ filter: JSONValue, _ rule: FilterRule) throws(ToolFailure) -> JSONValue {
        guard let object = filter.objectValue else { return filter }
        var result = object
        for member in object.members {
            if member.key.hasPrefix("$") {
                if let branches = member.value.arrayValue {
                    var all: [JSONValue] = []
                    for branch in branches { all.append(try written(branch, rule)) }
                    result[member.key] = .array(all)
                } else {
                    result[member.key] = try written(member.value, rule)
                }
            } else if let form = rule.timeForm(of: member.key) {
                result[member.key] = try condition(
                    member.value, member.key, form, rule.group(of: member.key)?.operators ?? [])
            }
        }
        return .object(result)
    }

    /// A day in a comparison is all of it: `$gt` and `$lte` mean its end, `$gte` and `$lt` its beginning, and to equal it is
    /// to lie in it.
    private mutating func condition(
        _ value: JSONValue, _ field: String, _ form: TimeForm, _ operators: [String]
    ) throws(ToolFailure) -> JSONValue {
        guard let conditions = value.objectValue else {
            let written = try condition(["$eq": value], field, form, operators)
            return written["$eq"] ?? written
        }
        var result = JSONObject()
        for entry in conditions.members {
            guard let text = entry.value.stringValue else {
                if let list = entry.value.arrayValue {
                    var all: [JSONValue] = []
                    for element in list { all.append(try single(element, field, form)) }
                    result[entry.key] = .array(all)
                } else {
                    result[entry.key] = entry.value
                }
                continue
            }
            switch entry.key {
            case "$gt", "$lte": result[entry.key] = try operand(text, field, form, isEnd: true)
            case "$gte", "$lt": result[entry.key] = try operand(text, field, form, isEnd: false)
            case "$eq" where isDay(text):
                guard operators.contains("$gte"), operators.contains("$lte"), conditions.members.count == 1 else {
                    throw Self.spans(field, text)
                }
                result["$gte"] = try operand(text, field, form, isEnd: false)
                result["$lte"] = try operand(text, field, form, isEnd: true)
            default: result[entry.key] = try single(entry.value, field, form)
            }
        }
        return .object(result)
    }

    /// One time, where a day would be no answer.
    private mutating func single(_ value: JSONValue, _ field: String, _ form: TimeForm) throws(ToolFailure) -> JSONValue
    {
        guard let text = value.stringValue else { return value }
        if isDay(text) { throw Self.spans(field, text) }
        return try operand(text, field, form, isEnd: false)
    }

    private mutating func operand(
        _ text: String, _ field: String, _ form: TimeForm, isEnd: Bool
    ) throws(ToolFailure) -> JSONValue {
        if form == .milliseconds, Int(text) != nil { return .string(text) }
        guard let written = time(text, form, in: nil, isEnd: isEnd) else {
            throw .argument(
                name: "filter", message: "filter: \"\(field)\" takes \(form.words); it is \"\(text)\".")
        }
        return written
    }

    private static func spans(_ field: String, _ day: String) -> ToolFailure {
        .argument(
            name: "filter",
            message:
                "filter: \"\(field)\" holds times, and \(day) is a whole day. Give {\"$gte\": \"\(day)\", \"$lte\": \"\(day)\"}."
        )
    }

    // MARK: Times

    private func isDay(_ text: String) -> Bool { calendar.day(text) != nil }

    /// The text as Wix wants it; nil when it is neither a day nor a time.
    private mutating func time(
        _ text: String, _ form: TimeForm, in zone: SiteCalendar?, isEnd: Bool? = nil
    ) -> JSONValue? {
        if form == .zone { return SiteCalendar(timeZone: text).map { _ in .string(text) } }
        let calendar = zone ?? calendar
        if let day = calendar.day(text) {
            if form.isLocal || form == .day {
                // A word such as tomorrow is the site's own; a date is the same everywhere.
                if day != text { usesZone = usesZone || zone == nil }
                if form == .day { return .string(day) }
                return .string(day + (form.isEnd ? "T23:59:59" : "T00:00:00"))
            }
            usesZone = usesZone || zone == nil
            return calendar.bound(of: day, isEnd: isEnd ?? form.isEnd).map { form.written($0) }
        }
        guard form != .day, let civil = CivilDateTime(text), calendar.start(of: String(text.prefix(10))) != nil else {
            return nil
        }
        if form.isLocal { return civil.suffix.isEmpty ? .string(civil.text) : nil }
        guard civil.suffix.isEmpty else {
            // Whole as it is: Wix takes every offset and fraction.
            return form.written(text.utf8.count > civil.suffix.utf8.count + 18 ? text : civil.text)
        }
        usesZone = usesZone || zone == nil
        return calendar.instant(of: civil).map { form.written($0) }
    }
}

extension TimeForm {
    /// An instant (RFC 3339) in this form.
    fileprivate func written(_ instant: String) -> JSONValue {
        guard self == .milliseconds, let seconds = CivilDateTime(instant)?.instant else { return .string(instant) }
        return .string(String(seconds * 1_000))
    }
}

extension SiteCalendar {
    /// The first or the last millisecond of a day, in UTC.
    fileprivate func bound(of day: String, isEnd: Bool) -> String? {
        guard isEnd else { return start(of: day) }
        guard let next = start(of: day, offset: 1).flatMap({ CivilDateTime($0) }) else { return nil }
        return CivilDateTime(seconds: next.seconds - 1, suffix: "").text + ".999Z"
    }

    /// The instant, in UTC, of what the clocks show here; the earlier one where they show it twice, nil where never.
    fileprivate func instant(of wall: CivilDateTime) -> String? {
        instants(of: wall.seconds).first.map { Self.text($0) }
    }
}

extension ToolCall {
    /// Whether anything of what the caller gave may have to be written otherwise.
    fileprivate var hasSaidValues: Bool {
        plan.arguments.contains { $0.isWrittenOut && arguments[$0.name] != nil }
            || (arguments["filter"] != nil && plan.filter?.groups.contains(where: \.hasTimes) == true)
    }
}

extension FilterRule.Group {
    fileprivate var hasTimes: Bool { !timeFields.isEmpty }
}
