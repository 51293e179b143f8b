import JSON

/// The times of a slot, on the clocks that its customer saw.
struct SlotTimes {
    private let calendar: SiteCalendar?
    /// How long the slot is, in seconds; nil when it does not say.
    private let length: Int?

    init(_ slot: JSONValue) {
        calendar = slot["timezone"]?.stringValue.flatMap { SiteCalendar(timeZone: $0) }
        let first = slot["startDate"]?.stringValue.flatMap(CivilDateTime.init)
        let last = slot["endDate"]?.stringValue.flatMap(CivilDateTime.init)
        length = first.flatMap { last?.seconds(since: $0) }
    }

    /// A time that a caller gives: with an offset as it is, without one checked on the slot's clocks. Of a time that
    /// comes twice the first is meant, and the offset says so.
    func moment(_ name: String, _ text: String) throws(ToolFailure) -> CivilDateTime {
        guard let moment = CivilDateTime(text) else {
            throw .argument(name: name, message: "\(name) must look like 2026-12-01T10:00:00; it is \"\(text)\".")
        }
        guard moment.suffix.isEmpty, let calendar else { return moment }
        let instants = calendar.instants(of: moment.seconds)
        guard let first = instants.first else {
            throw .finding(
                code: "NO_SUCH_TIME",
                message: "\(name): there is no \(text) in \(calendar.timeZone): the clocks go forward over it.",
                hint: "Give a time before or after the change; nothing was changed.")
        }
        return instants.count > 1 ? calendar.local(first) : moment
    }

    /// The end that keeps the slot's length, as the hours really pass.
    func end(of start: CivilDateTime) throws(ToolFailure) -> CivilDateTime {
        guard let length else {
            throw .finding(
                code: "NO_LENGTH", message: "The booking has no length.", hint: "Give endDate too; nothing was changed."
            )
        }
        guard start.suffix.isEmpty, let calendar, let first = calendar.instants(of: start.seconds).first else {
            return CivilDateTime(seconds: start.seconds + length, suffix: start.suffix)
        }
        let end = calendar.local(first + length)
        return calendar.instants(of: end.seconds).count > 1 ? end : CivilDateTime(seconds: end.seconds, suffix: "")
    }
}
