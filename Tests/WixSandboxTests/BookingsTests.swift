import JSON
import Testing

@testable import WixSandbox

@Suite struct BookingsTests {
    private static let reader = "/_api/bookings-reader/v2/extended-bookings/query"
    private static let writer = "/_api/bookings-service/v2/bookings"
    private let client = SandboxClient()

    private func query(_ query: JSONValue) -> SandboxClient.Answer { client.post(Self.reader, ["query": query]) }

    /// A booking of a status that starts at least `days` from now.
    private func booking(_ status: String, days: Int64 = 2, tag: String = "INDIVIDUAL") throws -> JSONValue {
        let since = SandboxClient.start.adding(days * Timestamp.day).text
        let found = query([
            "filter": [
                "status": .string(status), "startDate": ["$gte": .string(since)],
                "bookedEntity.tags": ["$hasSome": [.string(tag)]],
            ]
        ])
        return try #require(found.array("extendedBookings").first?["booking"])
    }

    private func write(_ booking: JSONValue, _ verb: String, _ body: JSONValue = [:]) -> SandboxClient.Answer {
        var body = body
        if body["revision"] == nil { body["revision"] = booking["revision"] }
        return client.post("\(Self.writer)/\(booking.id)/\(verb)", body)
    }

    @Test func tomorrowIsADayOfTheSitesZone() {
        let day = SiteZone.dayNumber(at: SandboxClient.start) + 1
        let found = query([
            "filter": [
                "startDate": [
                    "$gte": .string(SiteZone.moment(day: day, minute: 0).text),
                    "$lt": .string(SiteZone.moment(day: day + 1, minute: 0).text),
                ]
            ], "sort": [["fieldName": "startDate", "order": "ASC"]],
        ])
        let rows = found.array("extendedBookings")
        #expect(rows.count >= 8)
        let dates = rows.map { $0.text("booking.startDate") }
        #expect(dates == dates.sorted())
        #expect(rows.allSatisfy { $0.value(at: "booking.bookedEntity.item") == nil })
    }

    @Test func bothPathFamiliesReachTheReader() {
        #expect(client.post("/bookings/bookings-reader/v2/extended-bookings/query", ["query": [:]]).status == 200)
        #expect(client.post(Self.reader, [:]).field == "query")
        let byDefault = query([:]).array("extendedBookings").map { $0.text("booking.id") }
        #expect(byDefault.count == 50)
        #expect(byDefault == byDefault.sorted())
    }

    @Test func filterNamesDifferFromTheJSON() throws {
        let booking = try booking("CONFIRMED")
        let service = booking.text("bookedEntity.slot.serviceId")
        let found = query(["filter": ["bookedEntity.item.slot.serviceId": .string(service)]])
        #expect(!found.array("extendedBookings").isEmpty)
        for name in ["bookedEntity.slot.serviceId", "booking.status", "serviceId", "bookedEntity.title"] {
            var filter: JSONValue = [:]
            filter[name] = .string(service)
            #expect(query(["filter": filter]).message.contains("'\(name)' is not declared as filterable"))
        }
        #expect(query(["filter": ["status": ["$nin": ["PENDING"]]]]).status == 400)
        #expect(query(["filter": ["status": "CANCELLED"]]).status == 400)
        #expect(query(["filter": ["startDate": ["$gte": "2026-12-07"]]]).status == 400)
    }

    @Test func oneBookingComesThroughTheReader() throws {
        let booking = try booking("PENDING", days: 0)
        let found = query(["filter": ["id": .string(booking.id)]])
        #expect(found.array("extendedBookings").map { $0.text("booking.id") } == [booking.id])
        let extras: JSONValue = [
            "query": ["filter": ["id": .string(booking.id)]], "withBookingAllowedActions": true,
            "withBookingAttendanceInfo": true,
        ]
        let rich = client.post(Self.reader, extras).array("extendedBookings")[0]
        #expect(rich.value(at: "allowedActions.cancel") != nil)
        #expect(rich.value(at: "attendance.status") == "NOT_SET")
        #expect(client.post(Self.reader, ["query": [:], "withBookingPolicySettings": true]).status == 403)
        let count = client.post(
            "/_api/bookings-reader/v2/extended-bookings/count", ["filter": ["id": .string(booking.id)]])
        #expect(count["count"] == 1)
    }

    @Test func confirmingFollowsTheRevision() throws {
        let booking = try booking("PENDING")
        let missing = client.post("\(Self.writer)/\(booking.id)/confirm", [:])
        #expect(missing.status == 400)
        #expect(missing.field == "revision")
        let stale = write(booking, "confirm", ["revision": "77"])
        #expect(stale.status == 409)
        #expect(stale.code == "INVALID_REVISION")
        let done = write(
            booking, "confirm", ["paymentStatus": "NOT_PAID", "participantNotification": ["notifyParticipants": true]])
        #expect(done.status == 200)
        #expect(done["booking.status"] == "CONFIRMED")
        #expect(done["booking.paymentStatus"] == "NOT_PAID")
        #expect(done["booking.revision"]?.stringValue == String(booking.revision + 1))
        #expect(write(booking, "confirm").status == 409)
        let again = write(done["booking"] ?? .null, "confirm")
        #expect(again.status == 428)
        #expect(client.post("\(Self.writer)/none/confirm", ["revision": "1"]).code == "BOOKING_NOT_FOUND")
    }

    @Test func decliningIsForRequests() throws {
        let alias = "/bookings/v2/bookings/"
        let pending = try booking("PENDING", days: 3)
        let done = client.post(alias + pending.id + "/decline", ["revision": pending["revision"] ?? ""])
        #expect(done["booking.status"] == "DECLINED")
        #expect(write(try booking("CONFIRMED"), "decline").status == 428)
    }

    @Test func cancellingRespectsThePolicy() throws {
        let soon = try #require(
            query([
                "filter": [
                    "status": "CONFIRMED",
                    "startDate": [
                        "$gte": .string(SandboxClient.start.text),
                        "$lt": .string(SandboxClient.start.adding(24 * Timestamp.hour).text),
                    ],
                ]
            ]).array("extendedBookings").first?["booking"])
        let refused = write(soon, "cancel")
        #expect(refused.status == 428)
        #expect(refused.code == "BOOKING_POLICY_VIOLATION")
        let owner: JSONValue = ["flowControlSettings": ["ignoreCancellationPolicy": true]]
        #expect(write(soon, "cancel", owner)["booking.status"] == "CANCELED")
        #expect(write(try booking("CONFIRMED"), "cancel")["booking.status"] == "CANCELED")
        #expect(write(try booking("PENDING"), "cancel").status == 428)
        let unknown: JSONValue = ["flowControlSettings": ["force": true]]
        #expect(write(try booking("CONFIRMED"), "cancel", unknown).field == "flowControlSettings.force")
    }

    private func slot(of booking: JSONValue, day: Int, hour: Int) -> JSONValue {
        var slot =
            booking.value(at: "bookedEntity.slot")?
            .only(["serviceId", "scheduleId", "timezone", "resource", "location"]) ?? [:]
        let date = CivilDate(dayNumber: Int64(SiteZone.dayNumber(at: SandboxClient.start) + day)).text
        slot["startDate"] = .string("\(date)T\(padded(hour, 2)):00:00")
        slot["endDate"] = .string("\(date)T\(padded(hour + 1, 2)):00:00")
        return slot
    }

    @Test func appointmentsMoveToAFreeSlot() throws {
        let booking = try booking("CONFIRMED", days: 3)
        let done = write(booking, "reschedule", ["slot": slot(of: booking, day: 40, hour: 10)])
        #expect(done.status == 200)
        let day = CivilDate(dayNumber: Int64(SiteZone.dayNumber(at: SandboxClient.start) + 40)).text
        #expect(done["booking.startDate"]?.stringValue == "\(day)T15:00:00.000Z")
        #expect(done["booking.bookedEntity.slot.startDate"]?.stringValue == "\(day)T10:00:00.000-05:00")
    }

    /// The new session has ids of its own, and the place is told whole though only its type was sent.
    @Test func aMovedAppointmentHasANewSession() throws {
        let booking = try booking("CONFIRMED", days: 3)
        var slot = slot(of: booking, day: 40, hour: 10)
        slot["location"] = ["locationType": "OWNER_BUSINESS"]
        let moved = try #require(write(booking, "reschedule", ["slot": slot])["booking.bookedEntity.slot"])
        let old = try #require(booking.value(at: "bookedEntity.slot"))
        #expect(moved["location"] == old["location"] && moved["location"]?["formattedAddress"] != nil)
        for name in ["eventId", "sessionId"] {
            #expect(moved[name]?.stringValue?.isEmpty == false && moved[name] != old[name])
        }
    }

    /// The studio is closed on Mondays and opens from 9:00 to 20:30.
    @Test(arguments: [(41, "10:00", "11:00"), (40, "03:00", "04:00"), (40, "08:59", "09:59"), (40, "19:31", "20:31")])
    func closedHoursAreRefused(day: Int, from: String, to: String) throws {
        let booking = try booking("CONFIRMED", days: 3)
        var slot = slot(of: booking, day: day, hour: 10)
        for (member, time) in [("startDate", from), ("endDate", to)] {
            slot[member] = .string("\(slot[member]?.stringValue?.prefix(11) ?? "")\(time):00")
        }
        let refused = write(booking, "reschedule", ["slot": slot])
        #expect(refused.status == 428 && refused.code == "SLOT_NOT_AVAILABLE")
        let forced: JSONValue = ["slot": slot, "flowControlSettings": ["skipAvailabilityValidation": true]]
        #expect(write(booking, "reschedule", forced).status == 200)
    }

    @Test func theEdgesOfTheDayAreOpen() throws {
        let booking = try booking("CONFIRMED", days: 3)
        var slot = slot(of: booking, day: 40, hour: 9)
        #expect(write(booking, "reschedule", ["slot": slot]).status == 200)
        let other = try self.booking("CONFIRMED", days: 4)
        slot = self.slot(of: other, day: 40, hour: 20)
        slot["endDate"] = .string("\(slot["startDate"]?.stringValue?.prefix(11) ?? "")20:30:00")
        #expect(write(other, "reschedule", ["slot": slot]).status == 200)
    }

    @Test func busyAndPastSlotsAreRefused() throws {
        let booking = try booking("CONFIRMED", days: 3)
        let other = try #require(
            query([
                "filter": [
                    "status": "CONFIRMED",
                    "bookedEntity.item.slot.resource.id": booking.value(at: "bookedEntity.slot.resource.id") ?? .null,
                    "startDate": ["$gt": .string(SandboxClient.start.text)],
                ]
            ])
            .array("extendedBookings").compactMap { $0["booking"] }.first { $0.id != booking.id })
        var busy = slot(of: booking, day: 40, hour: 10)
        busy["startDate"] = other["startDate"]
        busy["endDate"] = other["endDate"]
        #expect(write(booking, "reschedule", ["slot": busy]).code == "SLOT_NOT_AVAILABLE")
        #expect(
            write(booking, "reschedule", ["slot": slot(of: booking, day: -3, hour: 10)]).code == "SLOT_NOT_AVAILABLE")
        let forced: JSONValue = ["slot": busy, "flowControlSettings": ["skipAvailabilityValidation": true]]
        #expect(write(booking, "reschedule", forced).status == 200)
    }

    @Test(
        arguments: [
            ("serviceId", nil, 400), ("scheduleId", "another", 428), ("startDate", "2026-12-24", 400),
            ("timezone", nil, 400),
            ("location", #"{"locationType":"BUSINESS"}"#, 400), ("resource", nil, 400),
            ("resource", #"{"id":"a staff member id"}"#, 428),
        ] as [(String, String?, Int)])
    func slotsAreChecked(member: String, value: String?, status: Int) throws {
        let booking = try booking("CONFIRMED", days: 3)
        var slot = slot(of: booking, day: 40, hour: 10)
        slot[member] = value.map { (try? JSONValue(parsing: $0)) ?? .string($0) }
        #expect(write(booking, "reschedule", ["slot": slot]).status == status)
    }

    @Test func classesMoveToAnotherOfTheirSessions() throws {
        let booking = try booking("CONFIRMED", days: 3, tag: "GROUP")
        let service = booking.text("bookedEntity.slot.serviceId")
        let sessions = client.sandbox.withState { $0[.sessions].entities }
        let same = try #require(
            sessions.last { $0.text("slot.serviceId") == service && $0.id != booking.text("bookedEntity.slot.eventId") }
        )
        let other = try #require(sessions.first { $0.text("slot.serviceId") != service })
        #expect(write(booking, "reschedule", ["slot": ["eventId": .string(other.id)]]).status == 428)
        let done = write(booking, "reschedule", ["slot": ["eventId": .string(same.id)]])
        #expect(done["booking.startDate"] == same["startDate"])
        let course = try #require(
            query(["filter": ["bookedEntity.tags": ["$hasSome": ["COURSE"]]]]).array("extendedBookings").first?[
                "booking"])
        let moved = write(
            course, "reschedule",
            ["slot": ["eventId": .string(same.id)], "flowControlSettings": ["ignoreReschedulePolicy": true]])
        #expect(moved.code == "COURSE_CANNOT_BE_RESCHEDULED")
    }

    @Test func servicesAndStaffAreListed() throws {
        let services = client.post("/_api/bookings/v2/services/query", ["query": ["filter": ["type": "APPOINTMENT"]]])
        #expect(services.array("services").count == 5)
        #expect(services["pagingMetadata.total"] == 5)
        let bare = client.post("/bookings/v2/services/query", ["query": ["filter": ["categoryId": "x"]]])
        #expect(bare.status == 400)
        let id = try #require(services.array("services").first?.id)
        #expect(client.get("/_api/bookings/v2/services/\(id)")["service.type"] == "APPOINTMENT")
        let found = client.post("/bookings/v2/services/search", ["search": ["search": ["expression": "loom"]]])
        #expect(found.array("services").map { $0.text("name") } == ["Loom lesson"])
        let staff = client.post("/bookings/v1/staff-members/query", ["query": ["filter": ["name": "Priya Sharma"]]])
        let member = try #require(staff.array("staffMembers").first)
        #expect(member["resource"] == nil)
        #expect(member.id != member.text("resourceId"))
        let rich = client.get("/bookings/v1/staff-members/\(member.id)?fields=RESOURCE_DETAILS")
        #expect(rich["staffMember.resource.id"] == member["resourceId"])
        let prefix = client.post(
            "/bookings/v1/staff-members/query", ["query": ["filter": ["name": ["$startsWith": "P"]]]])
        #expect(prefix.status == 400)
        let resources = client.post(
            "/bookings/v2/resources/query", ["query": ["filter": ["typeId": .string(Shop.staffTypeId)]]])
        #expect(resources.array("resources").count == 4)
    }
}
