import JSON

/// A booking about to be changed by one life-cycle call.
struct BookingWrite {
    /// Bookings closer than this are past the cancellation and reschedule policy.
    private static let policyWindow = 24 * Timestamp.hour

    var booking: JSONValue
    private let body: StrictObject
    private let flags: StrictObject

    /// Checks what all calls share: known members, the booking and its current revision.
    init(_ request: APIRequest, flags: [String], _ state: SandboxState) throws(WixError) {
        body = request.body
        self.flags = try body.child("flowControlSettings", known: flags)
        for flag in flags { _ = try self.flags.bool(flag) }
        let notification = try body.child(
            "participantNotification", known: ["notifyParticipants", "message", "metadata"])
        _ = try notification.bool("notifyParticipants")
        _ = try notification.string("message")
        _ = try notification.child("metadata", known: ["channels"])
        let revision = try body.revision()
        booking = try state.entity(.bookings, request.id, code: "BOOKING_NOT_FOUND")
        if let id = try body.string("bookingId"), id != request.id {
            throw .violation("bookingId", "does not match the id in the path")
        }
        guard revision == booking.revision else { throw .staleRevision("Booking") }
        if body["participantNotification"] != nil {
            booking["participantNotification"] = body["participantNotification"]
        }
    }

    func require(_ statuses: [String], _ code: String) throws(WixError) {
        let status = booking["status"]?.stringValue ?? ""
        guard statuses.contains(status) else {
            throw .application(
                428, code, "The booking is \(status); this call needs \(statuses.joined(separator: ", "))",
                data: ["status": .string(status)])
        }
    }

    /// An owner overrides the policy with the flag.
    func respectPolicy(at now: Timestamp, unless flag: String) throws(WixError) {
        guard try flags.bool(flag) != true, !BookingWrite.isOutsidePolicyWindow(booking, now) else { return }
        throw .application(
            428, "BOOKING_POLICY_VIOLATION", "The booking starts too soon: its policy allows this until 24 hours before"
        )
    }

    static func isOutsidePolicyWindow(_ booking: JSONValue, _ now: Timestamp) -> Bool {
        guard let start = booking["startDate"]?.stringValue.flatMap({ Timestamp($0) }) else { return false }
        return start.milliseconds - now.milliseconds >= policyWindow
    }

    mutating func applyPaymentStatus() throws(WixError) {
        if let status = try body.choice("paymentStatus", of: BookingFields.paymentStatuses) {
            booking["paymentStatus"] = .string(status)
        }
        for flag in ["sendSmsReminder", "doubleBooked"] { _ = try body.bool(flag) }
    }

    /// Moves the booking to `slot` (bookings reference 3.9).
    mutating func move(in state: inout SandboxState) throws(WixError) {
        if let total = try body.int("totalParticipants") {
            booking["totalParticipants"] = .int(total)
            booking["numberOfParticipants"] = .int(total)
        }
        guard booking.value(at: "bookedEntity.slot") != nil else {
            throw .application(428, "COURSE_CANNOT_BE_RESCHEDULED", "A course booking cannot be rescheduled")
        }
        guard body["slot"] != nil else { throw .required("slot") }
        let sent = try body.child("slot", known: BookingSlot.members)
        let slot =
            booking.value(at: "bookedEntity.tags") == ["GROUP"]
            ? try BookingSlot.ofSession(sent, replacing: booking, state)
            : try BookingSlot.ofAppointment(sent, &state)
        if try flags.bool("skipAvailabilityValidation") != true { try requireFree(slot, state) }
        var entity = booking["bookedEntity"] ?? [:]
        entity["slot"] = slot.value
        booking["bookedEntity"] = entity
        booking["startDate"] = .string(slot.start.text)
        booking["endDate"] = .string(slot.end.text)
        let service = state[.services][slot.serviceId]
        if service?.value(at: "onlineBooking.requireManualApproval") == true,
            try flags.bool("skipBusinessConfirmation") != true
        {
            booking["status"] = "PENDING"
        }
    }

    private func requireFree(_ slot: BookingSlot, _ state: SandboxState) throws(WixError) {
        guard slot.start > state.now else {
            throw .application(428, "SLOT_NOT_AVAILABLE", "The slot lies in the past")
        }
        guard let resource = slot.resourceId else { return }
        guard BusinessHours(state.siteProperties).contain(slot.start, slot.end) else {
            throw .application(428, "SLOT_NOT_AVAILABLE", "The staff member does not work at this time")
        }
        for other in state[.bookings].entities where other["id"] != booking["id"] {
            guard ["CONFIRMED", "PENDING"].contains(other["status"]?.stringValue),
                other.value(at: "bookedEntity.slot.resource.id")?.stringValue == resource,
                let start = other["startDate"]?.stringValue.flatMap({ Timestamp($0) }),
                let end = other["endDate"]?.stringValue.flatMap({ Timestamp($0) })
            else { continue }
            if start < slot.end && slot.start < end {
                throw .application(428, "SLOT_NOT_AVAILABLE", "The staff member is busy at this time")
            }
        }
    }
}
