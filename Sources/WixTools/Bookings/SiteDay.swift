/// One day of a site, measured in the minutes that really pass from its first instant on: a day on which the clocks change
/// has 23 or 25 hours.
struct SiteDay {
    /// `YYYY-MM-DD`.
    let day: String
    let calendar: SiteCalendar
    /// How many minutes it has.
    let length: Int
    /// Its first instant, in seconds since 1970.
    private let start: Int

    /// Nil when there is no such day.
    init?(_ day: String, _ calendar: SiteCalendar) {
        guard let start = calendar.start(of: day).flatMap({ CivilDateTime($0)?.instant }),
            let end = calendar.start(of: day, offset: 1).flatMap({ CivilDateTime($0)?.instant })
        else { return nil }
        self.day = day
        self.calendar = calendar
        self.start = start
        length = (end - start) / 60
    }

    /// The minutes from the day's first instant to an instant, in seconds since 1970, within the day; begun ones count.
    func minute(of instant: Int) -> Int { min(max(0, (instant - start + 59) / 60), length) }

    /// The same for an instant as Wix writes it; nil for a text that names none.
    func minute(of text: String) -> Int? { CivilDateTime(text)?.instant.map { minute(of: $0) } }

    /// The minutes at which the clocks show a time such as 9 * 60: none for one that is jumped over, two for one that
    /// comes twice.
    func minutes(showing wall: Int) -> [Int] {
        if wall >= 24 * 60 { return [length] }
        return instants(showing: wall).map { ($0 - start) / 60 }.filter { (0..<length).contains($0) }
    }

    private func instants(showing wall: Int) -> [Int] {
        CivilDateTime(day + "T00:00").map { calendar.instants(of: $0.seconds + wall * 60) } ?? []
    }

    /// `09:05`; with the distance from UTC where the clocks show that time twice.
    func clock(_ minute: Int) -> String {
        guard minute < length else { return "24:00" }
        let local = calendar.local(start + minute * 60)
        let text = String(local.text.prefix(16).suffix(5))
        return calendar.instants(of: local.seconds).count > 1 ? text + local.suffix : text
    }
}
