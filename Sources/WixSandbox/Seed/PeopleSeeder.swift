import JSON

/// Makes contacts and the members among them.
struct PeopleSeeder {
    static let contactCount = 260
    /// Contacts up to this position buy and book.
    static let customerCount = 190

    let today: Int
    /// Which of the people; the first ones write for the blog of the shop.
    var positions = 0..<contactCount
    var random: RandomSource

    mutating func fill(_ state: inout SandboxState) {
        for position in positions { state[.contacts].put(contact(position)) }
        guard positions.contains(0) else { return }
        for (position, author) in SeedPeople.authors.enumerated() {
            let contact = state[.contacts].entities[position]
            state[.members].put(member(contact, position, title: author.2))
        }
    }

    private mutating func contact(_ position: Int) -> JSONValue {
        let (first, last) = name(position)
        let plain = "\(first).\(last)".lowercased().filter { $0.isLetter || $0 == "." }
        let email =
            position < SeedPeople.authors.count
            ? "\(first.lowercased())@juniperandclay.example" : "\(plain)@\(random.pick(SeedPeople.domains))"
        let created = SiteZone.moment(day: today - random.number(in: 95...640), minute: random.number(in: 480...1260))
        // One id is not a GUID, for examples that name `contact-123`.
        let id = position == 123 ? "contact-123" : random.guid()
        var contact: JSONValue = [
            "id": .string(id), "revision": .int(random.number(in: 1...6)),
            "source": ["sourceType": position % 3 == 0 ? "WIX_FORMS" : "WIX_STORES"],
            "createdDate": .string(created.text), "updatedDate": .string(created.text),
            "lastActivity": ["activityDate": .string(created.text), "activityType": "CONTACT_CREATED"],
        ]
        contact["info"] = info(first, last, email, position)
        return contact.withPrimaryInfo
    }

    /// Names go through both lists in different steps, so that no two contacts share one.
    private func name(_ position: Int) -> (first: String, last: String) {
        if position < SeedPeople.authors.count {
            return (SeedPeople.authors[position].0, SeedPeople.authors[position].1)
        }
        let firsts = SeedPeople.firstNames
        let lasts = SeedPeople.lastNames
        return (
            firsts[position % firsts.count],
            lasts[(position * 7 + position / firsts.count * 11) % lasts.count]
        )
    }

    private mutating func info(_ first: String, _ last: String, _ email: String, _ position: Int) -> JSONValue {
        var info: JSONValue = [
            "name": ["first": .string(first), "last": .string(last)],
            "emails": [
                "items": [["id": .string(random.guid()), "tag": "MAIN", "email": .string(email), "primary": true]]
            ],
            "locale": "en-US",
        ]
        if random.chance(70) {
            let digits = "+1555\(padded(1_000_000 + position * 7919 % 8_999_999, 7))"
            info["phones"] = [
                "items": [
                    [
                        "id": .string(random.guid()), "tag": "MOBILE", "countryCode": "US", "phone": .string(digits),
                        "e164Phone": .string(digits), "primary": true,
                    ]
                ]
            ]
        }
        if random.chance(80) {
            info["addresses"] = ["items": [["id": .string(random.guid()), "tag": "HOME", "address": address()]]]
        }
        if random.chance(12) { info["company"] = .string(random.pick(SeedPeople.companies)) }
        let labels = self.labels(position)
        if !labels.isEmpty { info["labelKeys"] = ["items": .strings(labels)] }
        let status = random.pick(["SUBSCRIBED", "SUBSCRIBED", "NOT_SET", "UNSUBSCRIBED"])
        info["extendedFields"] = [
            "items": [
                "emailSubscriptions.subscriptionStatus": .string(status),
                "emailSubscriptions.deliverabilityStatus": "VALID",
                "emailSubscriptions.effectiveEmail": .string(email),
            ]
        ]
        return info
    }

    private mutating func address() -> JSONValue {
        let place = random.pick(SeedPeople.cities)
        return [
            "addressLine": .string("\(random.number(in: 1...420)) \(random.pick(SeedPeople.streets))"),
            "city": .string(place.city), "subdivision": .string(place.subdivision), "country": "US",
            "postalCode": .string(place.postalCode),
        ]
    }

    private mutating func labels(_ position: Int) -> [String] {
        var labels = position < PeopleSeeder.customerCount ? ["contacts.customers"] : []
        if position % 17 == 3 { labels.append("custom.vip") }
        if position % 31 == 5 { labels.append("custom.wholesale") }
        if random.chance(20) { labels.append("custom.workshop-guest") }
        if random.chance(30) { labels.append("custom.newsletter") }
        if position % 64 == 40 { labels.append("custom.press") }
        return labels
    }

    private mutating func member(_ contact: JSONValue, _ position: Int, title: String) -> JSONValue {
        let first = contact.value(at: "info.name.first") ?? ""
        let last = contact.value(at: "info.name.last") ?? ""
        let nickname = "\(first.stringValue ?? "") \(last.stringValue ?? "")"
        return [
            "id": .string(random.guid()), "loginEmail": contact.value(at: "primaryInfo.email") ?? "",
            "loginEmailVerified": true, "status": "APPROVED", "contactId": contact["id"] ?? "",
            "contact": ["firstName": first, "lastName": last, "jobTitle": .string(title)],
            "profile": ["nickname": .string(nickname), "slug": .string(Slug.make(nickname)), "title": .string(title)],
            "privacyStatus": "PUBLIC", "activityStatus": "ACTIVE", "createdDate": contact["createdDate"] ?? "",
            "updatedDate": contact["updatedDate"] ?? "",
        ]
    }
}
