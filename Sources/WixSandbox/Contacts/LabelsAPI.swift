import JSON

/// Contact labels (CRM reference 5).
enum LabelsAPI {
    private static let path = "/contacts/v4/labels"
    private static let types = ["SYSTEM", "USER_DEFINED", "WIX_APP_DEFINED"]

    private static let rules = QueryRules(
        kind: .labels,
        fields: FieldTable([
            .init(["key"], .text, .membership),
            .init(["displayName"], .text, .membership.union([.startsWith]), sortable: true),
            .init(["createdDate", "updatedDate"], .date, .comparison, sortable: true),
            .init(["namespace"], .text, .equality),
            .init(["labelType"], .choice(types), [.equal]),
        ]),
        paging: .offset, defaultLimit: 1000, maximumLimit: 2000, defaultSort: [("createdDate", true)])

    static let routes: [Route] = [
        .get(
            [path],
            parameters: [
                "labelType", "namespace", "startsWith", "sort.fieldName", "sort.order", "paging.limit",
                "paging.offset", "language",
            ], action: list),
        .query(
            [path + "/query"], rules, container: "labels", paging: .metadata("pagingMetadata"), members: ["language"]),
        .entity([path + "/{key}"], .labels, container: "label", code: "LABEL_NOT_FOUND"),
        .post([path], members: ["displayName", "language"], action: findOrCreate),
    ]

    private static func list(_ state: inout SandboxState, _ request: APIRequest) throws(WixError) -> JSONValue {
        var filter: JSONValue = [:]
        filter["labelType"] = try request.choice("labelType", of: types).map(JSONValue.string)
        filter["namespace"] = request.parameter("namespace").map(JSONValue.string)
        filter["displayName"] = request.parameter("startsWith").map { ["$startsWith": .string($0)] }
        var query = try request.listQuery()
        query["filter"] = filter
        let page = try state.page(query, rules)
        return ["labels": .array(page.entities), "metadata": page.metadata(hasTotal: true)]
    }

    private static func findOrCreate(_ state: inout SandboxState, _ request: APIRequest) throws(WixError) -> JSONValue {
        let name = try request.body.requiredString("displayName", length: 1...100)
        if let found = state[.labels].entities.first(where: { $0["displayName"]?.stringValue == name }) {
            return ["label": found, "newLabel": false]
        }
        let stem = "custom." + Slug.make(name)
        var key = stem
        var attempt = 2
        while state[.labels][key] != nil {
            key = "\(stem)-\(attempt)"
            attempt += 1
        }
        let label = Label.value(key: key, name: name, type: "USER_DEFINED", created: state.now)
        state[.labels].put(label)
        return ["label": label, "newLabel": true]
    }
}

enum Label {
    static func value(key: String, name: String, type: String, created: Timestamp) -> JSONValue {
        let namespace = String(key.prefix { $0 != "." })
        return [
            "namespace": .string(namespace),
            "namespaceDisplayName": .string(namespace == "custom" ? "Labels" : "Contacts"),
            "key": .string(key), "displayName": .string(name), "labelType": .string(type),
            "createdDate": .string(created.text), "updatedDate": .string(created.text),
        ]
    }
}

enum Slug {
    /// Lower-case letters and digits with single hyphens between the words.
    static func make(_ text: String) -> String {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
    }
}
