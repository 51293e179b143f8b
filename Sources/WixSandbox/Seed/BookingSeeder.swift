import JSON

/// Makes services, staff, class sessions and bookings from 30 days back to 30 days ahead. Tomorrow is always busy.
struct BookingSeeder {
    /// The statuses of tomorrow's appointments.
    static let tomorrow = [
        "CONFIRMED", "PENDING", "CONFIRMED", "PENDING", "PENDING", "CONFIRMED", "CANCELED", "CONFIRMED", "CREATED",
        "DECLINED",
    ]
    /// Appointments begin at these hours, far enough apart that none overlap.
    private static let hours = [9, 11, 13, 15, 17, 19]
    private static let answers = [
        "It is my first time.", "I am left-handed.", "Could I bring a friend to watch?", "A present for my sister.",
    ]

    let today: Int
    let now: Timestamp
    var random: RandomSource
    /// For what only completes a booking, so that it moves nothing else.
    private var details: RandomSource
    private var serviceIds: [String] = []
    private var customers: [JSONValue] = []
    /// Members by contact.
    private var members: [String: JSONValue] = [:]

    init(today: Int, now: Timestamp, random: RandomSource) {
        self.today = today
        self.now = now
        self.random = random
        var copy = random
        details = RandomSource(seed: copy.next())
    }

    mutating func fill(_ state: inout SandboxState) {
        customers = Array(state[.contacts].entities.prefix(PeopleSeeder.customerCount))
        for member in state[.members].entities {
            if let id = member["contactId"]?.stringValue { members[id] = member["id"] }
        }
        var setup = StudioSeeder(today: today, random: random)
        setup.fill(&state)
        random = setup.random
        serviceIds = state[.services].entities.compactMap { $0["id"]?.stringValue }
        for day in -30...30 { fillDay(day, &state) }
        for session in state[.sessions].entities {
            for _ in 0..<random.number(in: 1...3) { put(groupBooking(session), &state) }
        }
        for _ in 0..<6 { put(courseBooking(state), &state) }
    }

    private mutating func fillDay(_ day: Int, _ state: inout SandboxState) {
        var places: [(staff: Int, hour: Int)] = []
        for staff in SeedPeople.staff.indices { places += BookingSeeder.hours.map { (staff, $0) } }
        let statuses = day == 1 ? BookingSeeder.tomorrow : (0..<random.number(in: 1...3)).map { _ in status(day) }
        for (place, status) in zip(random.sample(places, statuses.count), statuses) {
            put(appointment(day, place.staff, place.hour, status, state), &state)
        }
    }

    private mutating func status(_ day: Int) -> String {
        let roll = random.below(100)
        if day < 0 { return roll < 88 ? "CONFIRMED" : roll < 96 ? "CANCELED" : "DECLINED" }
        return roll < 60 ? "CONFIRMED" : roll < 88 ? "PENDING" : roll < 94 ? "CANCELED" : "CREATED"
    }

    private mutating func appointment(
        _ day: Int, _ staff: Int, _ hour: Int, _ status: String, _ state: SandboxState
    ) -> JSONValue {
        let offered = SeedServices.all.indices.filter {
            let service = SeedServices.all[$0]
            return service.type == "APPOINTMENT" && service.staff.contains(staff)
        }
        let index = random.pick(offered)
        let service = state[.services][serviceIds[index]] ?? [:]
        let member = state[.staffMembers].entities[staff]
        let start = SiteZone.moment(day: today + day, minute: hour * 60)
        let end = start.adding(Int64(SeedServices.all[index].minutes) * Timestamp.minute)
        let slot: JSONValue = [
            "serviceId": service["id"] ?? "", "scheduleId": service.value(at: "schedule.id") ?? "",
            "eventId": .string(random.guid()), "sessionId": .string(sessionId()),
            "startDate": .string(SiteZone.text(start)), "endDate": .string(SiteZone.text(end)),
            "timezone": .string(SiteZone.name), "resource": BookingSlot.staffResource(member),
            "location": StudioSeeder.slotLocation,
        ]
        return booking(
            ["slot": slot, "title": service["name"] ?? "", "tags": ["INDIVIDUAL"]], start, end, status,
            isFree: SeedServices.all[index].price == 0)
    }

    private mutating func groupBooking(_ session: JSONValue) -> JSONValue {
        let start = session["startDate"]?.stringValue.flatMap { Timestamp($0) } ?? now
        let end = session["endDate"]?.stringValue.flatMap { Timestamp($0) } ?? now
        let status = random.chance(90) ? "CONFIRMED" : "CANCELED"
        let entity: JSONValue = [
            "slot": session["slot"] ?? [:], "title": session["title"] ?? "", "tags": ["GROUP"],
        ]
        return booking(entity, start, end, status, isFree: false, participants: random.number(in: 1...2))
    }

    private mutating func courseBooking(_ state: SandboxState) -> JSONValue {
        let service = state[.services].entities.first { $0["type"] == "COURSE" } ?? [:]
        let schedule = service["schedule"] ?? [:]
        let start = schedule["firstSessionStart"]?.stringValue.flatMap { Timestamp($0) } ?? now
        let end = schedule["lastSessionEnd"]?.stringValue.flatMap { Timestamp($0) } ?? now
        let entity: JSONValue = [
            "schedule": [
                "scheduleId": schedule["id"] ?? "", "serviceId": service["id"] ?? "",
                "timezone": .string(SiteZone.name), "firstSessionStart": .string(start.text),
                "lastSessionEnd": .string(end.text), "location": StudioSeeder.slotLocation,
            ], "title": service["name"] ?? "", "tags": ["COURSE"],
        ]
        return booking(entity, start, end, "CONFIRMED", isFree: false)
    }

    private mutating func booking(
        _ entity: JSONValue, _ start: Timestamp, _ end: Timestamp, _ status: String, isFree: Bool,
        participants: Int = 1
    ) -> JSONValue {
        let contact = random.pick(customers)
        let wished = start.adding(-Int64(random.number(in: 2...20)) * Timestamp.day)
        let created = min(wished, now.adding(-Int64(random.number(in: 30...2880)) * Timestamp.minute))
        let isPaid = status == "CONFIRMED" && !isFree && random.chance(60)
        var payment = isPaid ? "PAID" : status == "CREATED" || status == "PENDING" ? "UNDEFINED" : "NOT_PAID"
        if isFree { payment = "EXEMPT" }
        let updated = min(created.adding(Int64(random.number(in: 5...900)) * Timestamp.minute), now)
        return [
            "id": .string(random.guid()), "bookedEntity": entity,
            "contactDetails": [
                "contactId": contact["id"] ?? "", "firstName": contact.value(at: "info.name.first") ?? "",
                "lastName": contact.value(at: "info.name.last") ?? "",
                "email": contact.value(at: "primaryInfo.email") ?? "",
                "phone": contact.value(at: "primaryInfo.phone") ?? "", "timeZone": .string(SiteZone.name),
                "countryCode": "US",
            ],
            "additionalFields": additionalFields(), "numberOfParticipants": .int(participants),
            "totalParticipants": .int(participants), "status": .string(status),
            "paymentStatus": .string(payment), "selectedPaymentOption": isPaid ? "ONLINE" : "OFFLINE",
            "createdDate": .string(created.text), "updatedDate": .string(updated.text),
            "startDate": .string(start.text), "endDate": .string(end.text),
            "revision": .string(status == "CREATED" || status == "PENDING" ? "1" : "2"),
            "bookingSource": [
                "platform": "WEB", "actor": "CUSTOMER", "appDefId": .string(InstalledApps.bookings),
                "appName": "Wix Bookings",
            ],
            "createdBy": creator(contact["id"]?.stringValue ?? ""),
            "participantNotification": ["notifyParticipants": true, "metadata": ["channels": "EMAIL"]],
            "flowControlSettings": [
                "skipAvailabilityValidation": false, "skipBusinessConfirmation": false,
                "skipSelectedPaymentOptionValidation": false, "withRefund": false,
            ],
            "formSubmissionId": .string(details.guid()), "formId": "00000000-0000-0000-0000-000000000000",
            "appId": .string(InstalledApps.bookings), "createdByAppId": .string(InstalledApps.bookings),
        ]
    }

    /// The one question of the booking form, answered by some.
    private mutating func additionalFields() -> JSONValue {
        var field: JSONValue = [
            "id": "5a9d0c0e-0000-4000-8000-000000000301", "label": "Anything we should know?", "valueType": "LONG_TEXT",
        ]
        if details.chance(30) { field["value"] = .string(details.pick(Self.answers)) }
        return [field]
    }

    /// A member is known by its id, anybody else as a visitor.
    private mutating func creator(_ contact: String) -> JSONValue {
        if let member = members[contact] { return ["contactId": .string(contact), "memberId": member] }
        return ["contactId": .string(contact), "anonymousVisitorId": .string(details.guid())]
    }

    /// The legacy id of a session: long and opaque.
    private mutating func sessionId() -> String {
        (0..<4).map { _ in hexadecimal(random.next()) }.joined()
    }

    private func put(_ booking: JSONValue, _ state: inout SandboxState) { state[.bookings].put(booking) }
}
