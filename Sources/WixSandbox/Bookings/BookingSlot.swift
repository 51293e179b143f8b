import JSON

/// A slot of a reschedule request, checked and completed.
struct BookingSlot {
    static let members = [
        "serviceId", "scheduleId", "eventId", "sessionId", "startDate", "endDate", "timezone", "resource", "location",
        "resourceSelections",
    ]
    private static let locationTypes = ["OWNER_BUSINESS", "OWNER_CUSTOM", "CUSTOM", "UNDEFINED"]

    let value: JSONValue
    let start: Timestamp
    let end: Timestamp
    let serviceId: String
    /// The staff resource that must be free; nil for sessions, which hold many.
    let resourceId: String?

    /// An appointment needs its whole slot. Its old session leaves the calendar, and Wix makes a new one.
    static func ofAppointment(_ slot: StrictObject, _ state: inout SandboxState) throws(WixError) -> BookingSlot {
        let serviceId = try slot.requiredString("serviceId")
        let service = try state.entity(.services, serviceId, code: "SERVICE_NOT_FOUND")
        let scheduleId = try slot.requiredString("scheduleId")
        guard scheduleId == service.value(at: "schedule.id")?.stringValue else {
            throw .application(428, "SCHEDULE_NOT_FOUND", "The schedule is not the one of the service")
        }
        let start = try moment(slot, "startDate")
        let end = try moment(slot, "endDate")
        guard start < end else { throw .violation("slot.endDate", "must lie after slot.startDate") }
        guard try slot.requiredString("timezone").contains("/") else {
            throw .application(400, "INVALID_TIME_ZONE", "slot.timezone is not an IANA time zone")
        }
        guard slot["location"] != nil else { throw .required("slot.location") }
        let location = try slot.child("location", known: ["id", "name", "formattedAddress", "locationType"])
        guard try location.choice("locationType", of: locationTypes) != nil else {
            throw .required("slot.location.locationType")
        }
        guard slot["resource"] != nil else { throw .required("slot.resource") }
        let resource = try slot.child("resource", known: ["id", "name", "email", "scheduleId"])
        let resourceId = try resource.requiredString("id")
        guard let staff = state[.staffMembers].entities.first(where: { $0["resourceId"]?.stringValue == resourceId })
        else {
            throw .application(428, "INVALID_FLOW_SELECTED_RESOURCES", "slot.resource.id is not a staff resource id")
        }
        var value = JSONValue.object(slot.object)
        value["startDate"] = .string(SiteZone.text(start))
        value["endDate"] = .string(SiteZone.text(end))
        value["resource"] = staffResource(staff)
        value["location"] = place(.object(location.object))
        value["eventId"] = .string(state.random.guid())
        value["sessionId"] = .string((0..<4).map { _ in hexadecimal(state.random.next()) }.joined())
        return BookingSlot(value: value, start: start, end: end, serviceId: serviceId, resourceId: resourceId)
    }

    /// A class needs only the event of another of its sessions.
    static func ofSession(
        _ slot: StrictObject, replacing booking: JSONValue, _ state: SandboxState
    ) throws(WixError) -> BookingSlot {
        let session = try state.entity(.sessions, slot.requiredString("eventId"), code: "SESSION_NOT_FOUND")
        let serviceId = booking.value(at: "bookedEntity.slot.serviceId")
        guard let value = session["slot"], value["serviceId"] == serviceId,
            let start = session["startDate"]?.stringValue.flatMap({ Timestamp($0) }),
            let end = session["endDate"]?.stringValue.flatMap({ Timestamp($0) })
        else { throw .application(428, "SESSION_NOT_FOUND", "The event is not a session of this class") }
        return BookingSlot(
            value: value, start: start, end: end, serviceId: serviceId?.stringValue ?? "", resourceId: nil)
    }

    /// Wix answers the name and the address of a location of the business, whatever was sent of it.
    private static func place(_ sent: JSONValue) -> JSONValue {
        let known = StudioSeeder.slotLocation
        guard sent["locationType"] == known["locationType"], sent["id"] == nil || sent["id"] == known["id"] else {
            return sent
        }
        return known
    }

    static func staffResource(_ staff: JSONValue) -> JSONValue {
        [
            "id": staff["resourceId"] ?? .null, "name": staff["name"] ?? .null, "email": staff["email"] ?? .null,
            "scheduleId": staff.value(at: "resource.eventsSchedule.id") ?? .null,
        ]
    }

    private static func moment(_ slot: StrictObject, _ member: String) throws(WixError) -> Timestamp {
        guard let moment = SiteZone.moment(try slot.requiredString(member)) else {
            throw .application(
                400, "INVALID_DATE_FORMAT", "slot.\(member) is not a date-time such as 2026-12-01T10:00:00")
        }
        return moment
    }
}
