import JSON

/// Reading bookings and their life cycle (bookings reference 3).
enum BookingsAPI {
    private static let readers = [
        "/_api/bookings-reader/v2/extended-bookings", "/bookings/bookings-reader/v2/extended-bookings",
    ]
    private static let writers = ["/_api/bookings-service/v2/bookings", "/bookings/v2/bookings"]
    private static let extras = [
        "withBookingAllowedActions", "withBookingAttendanceInfo", "withBookingConferencingDetails",
        "withBookingPolicySettings", "withBookingFeeDetails",
    ]
    private static let shared = ["revision", "bookingId", "participantNotification", "flowControlSettings"]

    static let routes: [Route] = [
        .query(
            readers.map { $0 + "/query" }, BookingFields.reader, container: "extendedBookings",
            paging: .metadata("pagingMetadata"), members: extras, needsWrapper: true, present: extended),
        .count(readers.map { $0 + "/count" }, BookingFields.reader),
        write("confirm", ["paymentStatus", "sendSmsReminder", "doubleBooked"], ["checkAvailabilityValidation"]) {
            (state, write) throws(WixError) in
            try write.require(["PENDING", "CREATED", "WAITING_LIST"], "BOOKING_CANNOT_BE_CONFIRMED")
            write.booking["status"] = "CONFIRMED"
        },
        write("decline", ["paymentStatus", "doubleBooked"], []) { (state, write) throws(WixError) in
            try write.require(["PENDING", "CREATED", "WAITING_LIST"], "BOOKING_CANNOT_BE_DECLINED")
            write.booking["status"] = "DECLINED"
        },
        write("cancel", [], ["ignoreCancellationPolicy", "withRefund", "waiveCancellationFee"]) {
            (state, write) throws(WixError) in
            try write.require(["CONFIRMED"], "BOOKING_CANNOT_BE_CANCELED")
            try write.respectPolicy(at: state.now, unless: "ignoreCancellationPolicy")
            write.booking["status"] = "CANCELED"
        },
        write(
            "reschedule", ["slot", "totalParticipants", "participantsChoices"],
            ["ignoreReschedulePolicy", "skipAvailabilityValidation", "skipBusinessConfirmation", "allowAddOnChanges"]
        ) { (state, write) throws(WixError) in
            try write.require(["CONFIRMED", "PENDING"], "BOOKING_CANNOT_BE_RESCHEDULED")
            try write.respectPolicy(at: state.now, unless: "ignoreReschedulePolicy")
            try write.move(in: &state)
        },
    ]

    /// One life-cycle call: it needs the current revision, changes the booking and answers it.
    private static func write(
        _ verb: String, _ members: [String], _ flags: [String],
        _ change: @escaping @Sendable (inout SandboxState, inout BookingWrite) throws(WixError) -> Void
    ) -> Route {
        .post(writers.map { "\($0)/{bookingId}/\(verb)" }, members: shared + members) {
            (state, request) throws(WixError) in
            var write = try BookingWrite(request, flags: flags, state)
            try change(&state, &write)
            try write.applyPaymentStatus()
            let booking = write.booking.touched(at: state.now)
            state[.bookings].put(booking)
            return ["booking": booking]
        }
    }

    /// The reader wraps every booking, with the extras that were asked for.
    private static func extended(_ state: SandboxState, _ request: APIRequest) throws(WixError) -> Presentation {
        var asked: Set<String> = []
        for extra in extras where try request.body.bool(extra) ?? false { asked.insert(extra) }
        guard asked.isDisjoint(with: ["withBookingPolicySettings", "withBookingFeeDetails"]) else { throw .forbidden }
        let now = state.now
        return { booking in
            var row: JSONValue = ["booking": booking]
            if asked.contains("withBookingAllowedActions") {
                let isOpen = BookingWrite.isOutsidePolicyWindow(booking, now) && booking["status"] == "CONFIRMED"
                row["allowedActions"] = ["cancel": .bool(isOpen), "reschedule": .bool(isOpen)]
            }
            if asked.contains("withBookingAttendanceInfo") {
                row["attendance"] = ["status": "NOT_SET", "numberOfAttendees": 0]
            }
            return row
        }
    }
}
