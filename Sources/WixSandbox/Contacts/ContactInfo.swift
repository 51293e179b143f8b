import JSON

/// The `info` of a create or update request, checked and completed.
struct ContactInfo {
    private(set) var value: JSONValue = [:]

    init(_ sent: JSONValue?, labels: EntityTable, random: inout RandomSource) throws(WixError) {
        let info = try StrictObject(sent, at: "info", known: ContactFields.infoMembers)
        value = .object(info.object)
        if info["name"] != nil {
            let name = try info.child("name", known: ["first", "last"])
            for part in ["first", "last"] { _ = try name.string(part, length: 0...1000) }
        }
        for text in ["company", "jobTitle"] { _ = try info.string(text, length: 0...1000) }
        if let birthdate = try info.string("birthdate"), Timestamp(birthdate + "T00:00:00Z") == nil {
            throw .violation("info.birthdate", "is not a date such as 1990-04-30", rule: "FORMAT")
        }
        _ = try info.string("locale")
        value["emails"] = try items(info, "emails", ["id", "tag", "email", "primary"], &random) {
            (item) throws(WixError) in
            _ = try item.choice("tag", of: ["UNTAGGED", "MAIN", "HOME", "WORK"])
            let email = try item.requiredString("email", length: 1...320)
            guard email.contains("@") else { throw .violation(item.name("email"), "is not an email", rule: "FORMAT") }
            return JSONValue.object(item.object)
        }
        let phoneMembers = ["id", "tag", "countryCode", "phone", "e164Phone", "formattedPhone", "primary"]
        value["phones"] = try items(info, "phones", phoneMembers, &random) { (item) throws(WixError) in
            _ = try item.choice("tag", of: ["UNTAGGED", "MAIN", "HOME", "MOBILE", "WORK", "FAX"])
            var phone = JSONValue.object(item.object)
            phone["e164Phone"] = ContactInfo.e164(try item.requiredString("phone", length: 1...50))
            return phone
        }
        value["addresses"] = try items(info, "addresses", ["id", "tag", "address", "primary"], &random) {
            (item) throws(WixError) in
            _ = try item.choice("tag", of: ["UNTAGGED", "HOME", "WORK", "BILLING", "SHIPPING"])
            try ContactInfo.checkAddress(item)
            return JSONValue.object(item.object)
        }
        try checkLists(info, labels)
    }

    /// True when the contact could be told from others.
    var isIdentifiable: Bool {
        ["name.first", "name.last"].contains { value.value(at: $0)?.stringValue?.isEmpty == false }
            || !value.values(at: ["emails", "items"]).isEmpty || !value.values(at: ["phones", "items"]).isEmpty
    }

    var isEmpty: Bool { value.objectValue?.isEmpty ?? true }

    /// A list of V4's form `{"items":[…]}`, each entry with an id and at most one primary.
    private func items(
        _ info: StrictObject, _ name: String, _ known: [String], _ random: inout RandomSource,
        _ check: (StrictObject) throws(WixError) -> JSONValue
    ) throws(WixError) -> JSONValue? {
        guard info[name] != nil else { return nil }
        let list = try info.child(name, known: ["items"])
        var checked: [JSONValue] = []
        for (index, entry) in (try list.array("items", maximum: 50) ?? []).enumerated() {
            let item = try StrictObject(entry, at: "\(list.path).items[\(index)]", known: known)
            _ = try item.bool("primary")
            var value = try check(item)
            if value["id"] == nil { value["id"] = .string(random.guid()) }
            if value["tag"] == nil { value["tag"] = "UNTAGGED" }
            checked.append(value)
        }
        guard checked.count(where: { $0["primary"] == true }) <= 1 else {
            throw .application(400, "CANNOT_HAVE_MULTIPLE_PRIMARY_INFO", "Only one of \(list.path) may be primary")
        }
        return ["items": .array(checked)]
    }

    private static func checkAddress(_ item: StrictObject) throws(WixError) {
        let address = try item.child(
            "address",
            known: [
                "streetAddress", "addressLine", "addressLine2", "city", "subdivision", "country", "postalCode",
                "geocode",
            ])
        guard address["streetAddress"] == nil || address["addressLine"] == nil else {
            throw .violation(address.path, "takes streetAddress or addressLine", rule: "REQUIRED_ONE_OF_FIELD")
        }
        _ = try address.string("postalCode", length: 0...100)
        if let country = try address.string("country"), country.count != 2 {
            throw .violation(address.name("country"), "is not an ISO-3166 alpha-2 code", rule: "FORMAT")
        }
    }

    private func checkLists(_ info: StrictObject, _ labels: EntityTable) throws(WixError) {
        if info["labelKeys"] != nil {
            let keys = try info.child("labelKeys", known: ["items"]).strings("items", maximum: 2000) ?? []
            for key in keys where labels[key] == nil {
                throw .application(400, "LABEL_NOT_FOUND", "There is no label \(key)")
            }
        }
        if info["locations"] != nil {
            _ = try info.child("locations", known: ["items"]).strings("items", maximum: 50)
        }
        if let fields = info["extendedFields"] {
            guard fields["items"]?.objectValue != nil, fields.objectValue?.count == 1 else {
                throw .application(400, "INVALID_EXTENDED_FIELD_VALUE", "extendedFields is {\"items\":{key: value}}")
            }
        }
    }

    /// The digits of an international number; nil for a number without country.
    private static func e164(_ phone: String) -> JSONValue? {
        phone.hasPrefix("+") ? .string("+" + phone.filter(\.isNumber)) : nil
    }
}
