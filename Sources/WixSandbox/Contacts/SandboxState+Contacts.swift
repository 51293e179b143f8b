import JSON

extension SandboxState {
    /// The site member behind a contact.
    func member(ofContact id: String) -> JSONValue? {
        self[.members].entities.first { $0["contactId"]?.stringValue == id }
    }

    mutating func createContact(_ body: StrictObject) throws(WixError) -> JSONValue {
        let allowsDuplicates = try body.bool("allowDuplicates") ?? false
        let info = try ContactInfo(body["info"], labels: self[.labels], random: &random)
        guard info.isIdentifiable else {
            throw .application(400, "INSUFFICIENT_CONTACT_DATA", "A contact needs a name, an email or a phone")
        }
        if !allowsDuplicates { try refuseDuplicate(of: info.value, except: nil) }
        var contact: JSONValue = [
            "id": .string(random.guid()), "revision": 1,
            "source": ["sourceType": "OTHER", "appId": .string(Sandbox.appID)],
            "createdDate": .string(now.text), "updatedDate": .string(now.text),
            "lastActivity": ["activityDate": .string(now.text), "activityType": "CONTACT_CREATED"],
        ]
        contact["info"] = info.value
        contact = contact.withPrimaryInfo
        self[.contacts].put(contact)
        return contact
    }

    mutating func updateContact(_ id: String, _ body: StrictObject) throws(WixError) -> JSONValue {
        let revision = try body.int("revision")
        let allowsDuplicates = try body.bool("allowDuplicates") ?? false
        guard let revision else { throw .required("revision") }
        var contact = try entity(.contacts, id, code: "CONTACT_NOT_FOUND")
        let info = try ContactInfo(body["info"], labels: self[.labels], random: &random)
        guard !info.isEmpty else {
            throw .application(400, "INSUFFICIENT_UPDATE_CONTACT_DATA", "The request changes nothing")
        }
        guard revision == contact.revision else {
            throw .application(409, "CONTACT_ALREADY_CHANGED", "The contact has changed since revision \(revision)")
        }
        let email = contact.value(at: "primaryInfo.email")
        var merged = contact["info"] ?? [:]
        for member in info.value.objectValue?.members ?? [] { merged[member.key] = member.value }
        contact["info"] = merged
        contact = contact.withPrimaryInfo
        if contact.value(at: "primaryInfo.email") != email, member(ofContact: id) != nil {
            throw .application(
                428, "CANNOT_UPDATE_MEMBER_EMAIL", "The primary email of a member is changed through members")
        }
        if !allowsDuplicates { try refuseDuplicate(of: info.value, except: id) }
        contact["revision"] = .int(revision + 1)
        contact["updatedDate"] = .string(now.text)
        self[.contacts].put(contact)
        return contact
    }

    /// An e-mail, or without one a phone, may belong to one contact only unless duplicates are allowed.
    private func refuseDuplicate(of info: JSONValue, except id: String?) throws(WixError) {
        let emails = info.values(at: ["emails", "items", "email"]).compactMap(\.stringValue)
        let phones = info.values(at: ["phones", "items", "phone"]).compactMap(\.stringValue)
        let (path, wanted, name) =
            emails.isEmpty
            ? (["info", "phones", "items", "phone"], phones, "duplicatePhone")
            : (["info", "emails", "items", "email"], emails.map { $0.lowercased() }, "duplicateEmail")
        for contact in self[.contacts].entities where contact["id"]?.stringValue != id {
            for value in contact.values(at: path) {
                guard let text = value.stringValue, wanted.contains(text.lowercased()) else { continue }
                throw .application(
                    409, "DUPLICATE_CONTACT_EXISTS", "A contact with this email or phone exists already",
                    data: ["duplicateContactId": contact["id"] ?? .null, name: value])
            }
        }
    }

    mutating func changeLabels(of request: APIRequest, adding: Bool) throws(WixError) -> JSONValue {
        let keys = try request.list("labelKeys")
        guard (1...100).contains(keys.count) else {
            throw .violation("labelKeys", "has size \(keys.count), expected 1 to 100", rule: "MIN_SIZE", threshold: 1)
        }
        var contact = try entity(.contacts, request.id, code: "CONTACT_NOT_FOUND")
        for key in keys where self[.labels][key] == nil {
            throw .application(400, "LABEL_NOT_FOUND", "There is no label \(key)")
        }
        var labels = contact.values(at: ["info", "labelKeys", "items"]).compactMap(\.stringValue)
        labels.removeAll { keys.contains($0) }
        if adding { labels += keys }
        var info = contact["info"] ?? [:]
        info["labelKeys"] = ["items": .strings(labels)]
        contact["info"] = info
        contact["revision"] = .int(contact.revision + 1)
        contact["updatedDate"] = .string(now.text)
        self[.contacts].put(contact)
        return contact
    }
}

extension JSONValue {
    /// The contact with its read-only mirrors of the primary e-mail and phone.
    var withPrimaryInfo: JSONValue {
        var contact = self
        var primary: JSONValue = [:]
        let email = primaryItem("emails")?["email"]
        let phone = primaryItem("phones")
        primary["email"] = email
        primary["phone"] = phone?["e164Phone"] ?? phone?["phone"]
        contact["primaryInfo"] = primary
        let status = value(at: "info.extendedFields.items")?["emailSubscriptions.subscriptionStatus"]
        contact["primaryEmail"] = email.map { email in
            ["email": email, "subscriptionStatus": status ?? "NOT_SET", "deliverabilityStatus": "VALID"]
        }
        contact["primaryPhone"] = phone?.only(["countryCode", "e164Phone", "phone"])
        return contact
    }

    private func primaryItem(_ list: String) -> JSONValue? {
        let items = value(at: "info.\(list).items")?.arrayValue ?? []
        return items.first { $0["primary"] == true } ?? items.first
    }
}
