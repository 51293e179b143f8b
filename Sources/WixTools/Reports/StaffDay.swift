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

    let site: SiteDay
    let staff: [Member]
    let rows: ReportReader.Rows
    /// Why the staff is not whole, when it is not.
    private let staffInterruption: String?
    /// The last start that was read, of all bookings.
    private let lastStart: String?

    var day: String { site.day }

    private static let fields = [
        "status", "startDate", "endDate", "bookedEntity", "contactDetails", "totalParticipants", "numberOfParticipants",
    ]

    /// Reads them with the tools that the record names (`bookings`, `staff`), for the arguments `date` and `staff`.
    init(_ call: ToolCall, _ context: ToolContext) async throws(ToolFailure) {
        var arguments = call.arguments
        if arguments["date"] == nil { arguments["date"] = "tomorrow" }
        try SiteDays.check(arguments)
        let calendar = try await SiteCalendar(of: call, context)
        guard let site = try SiteDays.day("date", arguments, calendar).flatMap({ SiteDay($0, calendar) }) else {
            throw .finding(code: "NO_SUCH_DAY", message: "The site has no such day.", hint: "Give another date.")
        }
        self.site = site
        let members = try await Self.members(call, context)
        staffInterruption = members.interruption
        staff = try Self.wanted(call.arguments["staff"]?.stringValue, of: members.all)
        var filter: JSONValue = ["status": ["$in": ["CONFIRMED", "PENDING"]]]
        // All that is under way at some time of the day.
        filter["startDate"] = ["$lt": .string(calendar.start(of: site.day, offset: 1) ?? "")]
        filter["endDate"] = ["$gt": .string(calendar.start(of: site.day) ?? "")]
        if call.arguments["staff"] != nil {
            filter["bookedEntity.item.slot.resource.id"] = ["$in": .array(staff.map { .string($0.resourceID) })]
        }
        var rows = try await ReportReader(tool: call.tool("bookings"), call: call, context: context).rows(
            where: filter, sort: [["fieldName": "startDate", "order": "ASC"]], fields: Self.fields)
        lastStart = rows.items.last?["startDate"]?.stringValue
        rows.items.removeAll { $0.value(at: "bookedEntity.slot")?.objectValue == nil }
        self.rows = rows
    }

    private static func members(
        _ call: ToolCall, _ context: ToolContext
    ) async throws(ToolFailure) -> (all: [Member], interruption: String?) {
        let rows = try await ReportReader(tool: call.tool("staff"), call: call, context: context)
            .rows(fields: ["id", "name", "resourceId"])
        let members = rows.items.compactMap { member -> Member? in
            guard let id = member["resourceId"]?.stringValue else { return nil }
            return Member(resourceID: id, name: member["name"]?.stringValue ?? id)
        }
        return (members, rows.interruption)
    }

    private static func wanted(_ text: String?, of members: [Member]) throws(ToolFailure) -> [Member] {
        guard let text else { return members }
        let wanted = text.lowercased()
        let found = members.filter { $0.resourceID == text || $0.name.lowercased() == wanted }
        let near = found.isEmpty ? members.filter { $0.name.lowercased().hasPrefix(wanted) } : found
        guard !near.isEmpty else {
            let names = members.map(\.name)
            throw .finding(
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

    /// The minutes of this day that a booking takes, cut to the day where it goes over midnight; nil without times.
    func minutes(of booking: JSONValue) -> Range<Int>? {
        guard let start = booking["startDate"]?.stringValue.flatMap({ site.minute(of: $0) }),
            let end = booking["endDate"]?.stringValue.flatMap({ site.minute(of: $0) })
        else { return nil }
        return start < end ? start..<end : nil
    }

    /// Up to which minute every booking is known: bookings come in the order of their start.
    var known: Int {
        rows.interruption == nil ? site.length : lastStart.flatMap { site.minute(of: $0) } ?? 0
    }

    /// Says in an answer what of the day was not read.
    func tell(_ answer: inout ReportAnswer) {
        if let staffInterruption {
            answer.add(missing: "Not whole: only \(staff.count) of the staff are in. \(staffInterruption)")
        }
        guard let interruption = rows.interruption else { return }
        answer.add(
            missing: "Not whole: only the first \(rows.items.count) bookings, those that start before "
                + "\(site.clock(known)), are in; what comes later is not known. \(interruption) Name one of the staff.")
    }
}
