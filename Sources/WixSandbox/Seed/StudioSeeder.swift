import JSON

/// Makes the studio: staff with their resources, services, and the sessions of classes.
struct StudioSeeder {
    static let slotLocation: JSONValue = [
        "id": .string(Shop.locationId), "name": "Shop and studio", "formattedAddress": .string(Shop.address),
        "locationType": "OWNER_BUSINESS",
    ]
    let today: Int
    private(set) var random: RandomSource
    private var resourceIds: [String] = []

    init(today: Int, random: RandomSource) {
        self.today = today
        self.random = random
    }

    mutating func fill(_ state: inout SandboxState) {
        let created = SiteZone.moment(day: today - 640, minute: 600)
        for (position, person) in SeedPeople.staff.enumerated() { addStaff(person, position, created, &state) }
        for (position, service) in SeedServices.all.enumerated() {
            let entity = entity(service, created.adding(Int64(position) * Timestamp.day))
            state[.services].put(entity)
            if service.type == "CLASS" { addSessions(service, entity, &state) }
        }
    }

    private mutating func addStaff(
        _ person: (name: String, about: String), _ position: Int, _ created: Timestamp, _ state: inout SandboxState
    ) {
        let resourceId = random.guid()
        resourceIds.append(resourceId)
        let schedule: JSONValue = ["id": .string(random.guid())]
        let email = "\(person.name.prefix { $0 != " " }.lowercased())@juniperandclay.example"
        state[.staffMembers].put([
            "id": .string(random.guid()), "name": .string(person.name), "email": .string(email),
            "phone": .string("+1 555 014\(position)"), "description": .string(person.about),
            "resourceId": .string(resourceId), "default": .bool(position == 0), "revision": "2",
            "resource": [
                "id": .string(resourceId), "eventsSchedule": schedule, "usesDefaultWorkingHours": true,
                "workingHoursSchedules": [], "locationOptions": ["availableInAllLocations": true],
            ],
            "createdDate": .string(created.adding(Int64(position)).text), "updatedDate": .string(created.text),
        ])
        state[.resources].put([
            "id": .string(resourceId), "revision": "1", "name": .string(person.name),
            "typeId": .string(Shop.staffTypeId), "eventsSchedule": ["scheduleId": schedule["id"] ?? ""],
            "locationOptions": ["availableInAllLocations": true],
        ])
    }

    private mutating func entity(_ service: StudioService, _ created: Timestamp) -> JSONValue {
        let slug: JSONValue = ["name": .string(Slug.make(service.name))]
        var entity: JSONValue = [
            "id": .string(random.guid()), "type": .string(service.type), "name": .string(service.name),
            "description": .string(service.about), "tagLine": .string(service.about),
            "defaultCapacity": .int(service.capacity), "hidden": false,
            "category": ["id": .string(Slug.make(service.category)), "name": .string(service.category)],
            "onlineBooking": ["enabled": true, "requireManualApproval": .bool(service.needsApproval)],
            "locations": [
                ["id": .string(Shop.locationId), "type": "BUSINESS", "business": ["id": .string(Shop.locationId)]]
            ],
            "mainSlug": slug, "supportedSlugs": [slug], "appId": .string(InstalledApps.bookings), "revision": "5",
            "createdDate": .string(created.text), "updatedDate": .string(created.text),
        ]
        entity["payment"] = payment(service)
        entity["schedule"] = schedule(service)
        entity["staffMemberIds"] =
            service.type == "APPOINTMENT" ? .strings(service.staff.map { resourceIds[$0] }) : []
        return entity
    }

    private func payment(_ service: StudioService) -> JSONValue {
        guard service.price > 0 else {
            return ["rateType": "NO_FEE", "options": ["online": false, "inPerson": true, "pricingPlan": false]]
        }
        let price: JSONValue = [
            "value": .string(Money.text(cents: service.price)), "currency": .string(Money.currency),
        ]
        return [
            "rateType": "FIXED", "fixed": ["price": price],
            "options": ["online": true, "inPerson": true, "pricingPlan": false],
        ]
    }

    private mutating func schedule(_ service: StudioService) -> JSONValue {
        var schedule: JSONValue = ["id": .string(random.guid())]
        if service.type == "APPOINTMENT" {
            schedule["availabilityConstraints"] = [
                "sessionDurations": [.int(service.minutes)], "timeBetweenSessions": 0,
            ]
        }
        if service.type == "COURSE" {
            let first = SiteZone.moment(day: today - 10, minute: 18 * 60)
            let last = SiteZone.moment(day: today + 25, minute: 20 * 60)
            schedule["firstSessionStart"] = .string(first.text)
            schedule["lastSessionEnd"] = .string(last.text)
        }
        return schedule
    }

    /// Two evenings a week, from 30 days back to 30 days ahead.
    private mutating func addSessions(_ service: StudioService, _ entity: JSONValue, _ state: inout SandboxState) {
        let weekdays = service.name.hasPrefix("Candle") ? [2, 6] : [4, 0]
        for day in (today - 30)...(today + 30)
        where weekdays.contains(CivilDate(dayNumber: Int64(day)).weekday) {
            let start = SiteZone.moment(day: day, minute: 18 * 60 + 30)
            let end = start.adding(Int64(service.minutes) * Timestamp.minute)
            let eventId = random.guid()
            let staff = state[.staffMembers].entities[service.staff[0]]
            let slot: JSONValue = [
                "serviceId": entity["id"] ?? "", "scheduleId": entity.value(at: "schedule.id") ?? "",
                "eventId": .string(eventId),
                "sessionId": .string(hexadecimal(random.next()) + hexadecimal(random.next())),
                "startDate": .string(SiteZone.text(start)), "endDate": .string(SiteZone.text(end)),
                "timezone": .string(SiteZone.name), "resource": BookingSlot.staffResource(staff),
                "location": StudioSeeder.slotLocation,
            ]
            state[.sessions].put([
                "id": .string(eventId), "title": .string(service.name), "startDate": .string(start.text),
                "endDate": .string(end.text), "slot": slot,
            ])
        }
    }
}
