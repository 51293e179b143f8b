import JSON
import WixAPI
import WixCatalogue

/// The appointments and classes of a day for each staff member.
///
/// Parameters: `bookings`, `staff` (the tools that list them).
enum ScheduleBehaviour: ToolBehaviour {
    static func run(_ call: ToolCall, _ context: ToolContext) async throws(ToolFailure) -> ToolResult {
        let day = try await StaffDay(call, context)
        let groups = day.byMember
        let result = groups.map { group -> JSONValue in
            var value: JSONValue = [
                "staff": .string(group.member.name), "resourceId": .string(group.member.resourceID),
            ]
            value["bookings"] = .int(group.bookings.count)
            value["sessions"] = .array(sessions(group.bookings, day))
            return value
        }
        var answer = ReportAnswer(
            value: [
                "date": .string(day.day), "timeZone": .string(day.site.calendar.timeZone),
                "bookings": .int(day.rows.items.count),
                "pending": .int(day.rows.items.count { $0["status"] == "PENDING" }), "result": .array(result),
            ], list: "result")
        day.tell(&answer)
        return answer.result(for: call)
    }

    /// One entry for each time; the bookings of one class session stand together.
    private static func sessions(_ bookings: [JSONValue], _ day: StaffDay) -> [JSONValue] {
        var sessions: [JSONValue] = []
        var places: [String: Int] = [:]
        for booking in bookings {
            let isGroup = booking.value(at: "bookedEntity.tags")?.arrayValue?.contains("GROUP") ?? false
            let key = isGroup ? booking.text("bookedEntity.slot.eventId") : nil
            if let key, let place = places[key] {
                add(booking, to: &sessions[place])
                continue
            }
            if let key { places[key] = sessions.count }
            var session: JSONValue = [:]
            if let minutes = day.minutes(of: booking) {
                session["from"] = .string(day.site.clock(minutes.lowerBound))
                session["to"] = .string(day.site.clock(minutes.upperBound))
            }
            session["title"] = booking.value(at: "bookedEntity.title")
            session["eventId"] = key.map { .string($0) }
            session["participants"] = 0
            session["customers"] = []
            add(booking, to: &session)
            sessions.append(session)
        }
        return sessions
    }

    private static func add(_ booking: JSONValue, to session: inout JSONValue) {
        let count = (booking["totalParticipants"] ?? booking["numberOfParticipants"])?.wixInteger ?? 1
        session["participants"] = .int((session["participants"]?.intValue ?? 0) + count)
        var customer: JSONValue = [:]
        customer["bookingId"] = booking["id"]
        customer["name"] = .joined(booking.text("contactDetails.firstName"), booking.text("contactDetails.lastName"))
        customer["contactId"] = booking.value(at: "contactDetails.contactId")
        customer["phone"] = booking.value(at: "contactDetails.phone")
        if booking["status"] == "PENDING" { customer["status"] = "PENDING" }
        session["customers"] = .array((session["customers"]?.arrayValue ?? []) + [customer])
    }
}
