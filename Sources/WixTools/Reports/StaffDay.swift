import JSON
import WixAPI
import WixCatalogue

/// The staff of the site and their bookings of one day. Courses are left out: a course booking names no day of its
/// sessions (bookings.md 3).
struct StaffDay {
    struct Member: Equatable {
        let resourceID: String
        let name: String
    }

    let day: String
    let calendar: SiteCalendar
    let staff: [Member]
    let rows: ReportReader.Rows

    private static let fields = [
        "status", "startDate", "endDate", "bookedEntity", "contactDetails", "totalParticipants", "numberOfParticipants",
    ]

    /// Reads them with the tools that the record names (`bookings`, `staff`), for the arguments `date` and `staff`.
    init(_ call: ToolCall, _ context: ToolContext) async throws(ToolFailure) {
        calendar = try await SiteCalendar(of: call, context)
        var arguments = call.arguments
        if arguments["date"] == nil { arguments["date"] = "tomorrow" }
        day = try SiteDays.day("date", arguments, calendar) ?? ""
        let members = try await Self.members(call, context)
        staff = try Self.wanted(call.arguments["staff"]?.stringValue, of: members)
        var filter: JSONValue = ["status": ["$in": ["CONFIRMED", "PENDING"]]]
        // All that is under way at some time of the day.
        filter["startDate"] = ["$lt": .string(calendar.start(of: day, offset: 1) ?? "")]
        filter["endDate"] = ["$gt": .string(calendar.start(of: day) ?? "")]
        if call.arguments["staff"] != nil {
            filter["bookedEntity.item.slot.resource.id"] = ["$in": .array(staff.map { .string($0.resourceID) })]
        }
        var rows = try await ReportReader(tool: call.tool("bookings"), call: call, context: context).rows(
            where: filter, sort: [["fieldName": "startDate", "order": "ASC"]], fields: Self.fields)
        rows.items.removeAll { $0.value(at: "bookedEntity.slot")?.objectValue == nil }
        self.rows = rows
    }

    private static func members(_ call: ToolCall, _ context: ToolContext) async throws(ToolFailure) -> [Member] {
        let answer = try await context.answer(
            of: call.tool("staff"), ["limit": 100, "fields": ["name", "resourceId"]], for: call)
        return (answer["result"]?.arrayValue ?? []).compactMap { member in
            guard let id = member["resourceId"]?.stringValue else { return nil }
            return Member(resourceID: id, name: member["name"]?.stringValue ?? id)
        }
    }

    private static func wanted(_ text: String?, of members: [Member]) throws(ToolFailure) -> [Member] {
        guard let text else { return members }
        let wanted = text.lowercased()
        let found = members.filter { $0.resourceID == text || $0.name.lowercased() == wanted }
        let near = found.isEmpty ? members.filter { $0.name.lowercased().hasPrefix(wanted) } : found
        guard !near.isEmpty else {
            let names = members.map(\.name)
            throw .problem(
                code: "UNKNOWN_STAFF",
                message: "There is no staff member \"\(text)\"." + NameSuggestion.sentence(for: text, among: names)
                    + " The staff is: \(names.prefix(30).joined(separator: ", ")).",
                hint: "staff takes a name or a resourceId.")
        }
        return near
    }

    /// The bookings of each staff member; those of resources that are no staff come last, under their own names.
    var byMember: [(member: Member, bookings: [JSONValue])] {
        var groups = staff.map { (member: $0, bookings: [JSONValue]()) }
        for booking in rows.items {
            let resource = booking.value(at: "bookedEntity.slot.resource")
            let id = resource?["id"]?.stringValue ?? ""
            if let index = groups.firstIndex(where: { $0.member.resourceID == id }) {
                groups[index].bookings.append(booking)
            } else {
                let name = resource?["name"]?.stringValue ?? "No staff member"
                groups.append((Member(resourceID: id, name: name), [booking]))
            }
        }
        return groups
    }

    /// The minutes of this day that a booking takes, where it goes over midnight cut to the day; nil without times.
    func minutes(of booking: JSONValue) -> Range<Int>? {
        guard let first = booking["startDate"]?.stringValue.flatMap({ calendar.place(of: $0) }),
            let last = booking["endDate"]?.stringValue.flatMap({ calendar.place(of: $0) })
        else { return nil }
        let start = first.day < day ? 0 : first.minute
        let end = last.day > day ? 24 * 60 : last.minute
        return start < end ? start..<end : nil
    }

    /// `09:05`.
    static func clock(_ minute: Int) -> String {
        let (hours, minutes) = (minute / 60, minute % 60)
        return (hours < 10 ? "0" : "") + "\(hours):" + (minutes < 10 ? "0" : "") + "\(minutes)"
    }

    /// The minute of the day that `09:05` is; nil for anything else.
    static func minute(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).prefix(2).map { Int($0) }
        guard parts.count == 2, let hours = parts[0], let minutes = parts[1], (0...24).contains(hours),
            (0..<60).contains(minutes), hours * 60 + minutes <= 24 * 60
        else { return nil }
        return hours * 60 + minutes
    }
}
