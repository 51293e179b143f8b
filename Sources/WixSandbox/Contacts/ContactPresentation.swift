import JSON

/// Contact fieldsets and field lists (CRM reference 3): their union is shown, everything when none is named.
enum ContactPresentation {
    private static let infoParts: [String: [String]] = [
        "BASIC": ["name"],
        "COMMUNICATION_DETAILS": ["name", "emails", "phones", "addresses"],
        "EXTENDED": ["name", "extendedFields"],
    ]

    static func fromBody(_: SandboxState, _ request: APIRequest) throws(WixError) -> Presentation {
        let query = try request.body.child("query", known: ["filter", "sort", "paging", "fields", "fieldsets"])
        return try presentation(
            fields: query.strings("fields", maximum: 100) ?? [],
            fieldsets: query.strings("fieldsets", maximum: 10) ?? [])
    }

    static func fromParameters(_: SandboxState, _ request: APIRequest) throws(WixError) -> Presentation {
        try presentation(fields: request.parameters("fields"), fieldsets: request.parameters("fieldsets"))
    }

    private static func presentation(fields: [String], fieldsets: [String]) throws(WixError) -> Presentation {
        for name in fieldsets where name != "FULL" && infoParts[name] == nil {
            throw .violation(
                "fieldsets", "enum must be in [BASIC, COMMUNICATION_DETAILS, EXTENDED, FULL]",
                rule: "INVALID_ENUM_VALUE")
        }
        if fields.isEmpty && fieldsets.isEmpty || fieldsets.contains("FULL") { return { $0 } }
        let info = Set(fieldsets.compactMap { infoParts[$0] }.joined())
            .union(fields.filter { $0.hasPrefix("info.") }.map { String($0.dropFirst(5).prefix { $0 != "." }) })
        var members = ["id", "revision"] + fields.map { String($0.prefix { $0 != "." }) }.filter { $0 != "info" }
        if !fieldsets.isEmpty { members.append("primaryInfo") }
        return { contact in
            var shown = contact.only(fields.contains("info") ? members + ["info"] : members)
            if !info.isEmpty { shown["info"] = contact["info"]?.only(ContactFields.infoMembers.filter(info.contains)) }
            return shown
        }
    }
}
