import JSON

/// Tokens, the site list, site properties, locations and apps (platform reference 1 and 6).
enum SiteAPI {
    private static let locationRules = QueryRules(
        kind: .locations,
        fields: FieldTable([
            .init(["id", "name", "status", "locationType"], .text, .membership, sortable: true),
            .init(["archived", "default"], .flag, .equality),
        ]),
        paging: .offset, defaultLimit: 50, maximumLimit: 1000, defaultSort: [("name", true)])

    private static let siteRules = QueryRules(
        kind: .sites,
        fields: FieldTable([
            .init(["id"], .text, [.equal, .isIn]),
            .init(["folderId"], .text, [.equal, .exists]),
            .init(["editorType", "namespace", "state"], .text, [.equal, .isIn]),
            .init(["appIds"], .text, .lists),
            .init(["premium", "published", "domainConnected"], .flag, [.equal]),
            .init(["name > searchPhrase", "searchPhrase"], .text, [.equal]),
            .init(["createdDate", "trashedDate", "updatedDate"], .date, [], sortable: true),
            .init(["displayName"], .text, [], sortable: true),
        ]),
        defaultSort: [("createdDate", false)])

    static let routes: [Route] = [
        .post(
            ["/oauth2/token"], access: .open,
            members: ["grant_type", "client_id", "client_secret", "instance_id"], action: token),
        .post(["/oauth2/token-info"], access: .open, members: ["token"], action: tokenInfo),
        .post(["/site-list/v2/sites/query"], access: .account, members: ["query"], action: sites),
        .get(["/site-properties/v4/properties"], parameters: ["fields.paths"]) { (state, request) throws(WixError) in
            let paths = request.parameters("fields.paths").map { String($0.prefix { $0 != "." }) }
            guard !paths.isEmpty else { return state.siteProperties }
            var answer = state.siteProperties
            answer["properties"] = answer["properties"]?.only(paths)
            return answer
        },
        .get(
            ["/locations/v1/locations"],
            parameters: ["sort.fieldName", "sort.order", "paging.limit", "paging.offset", "includeArchived"],
            action: locations),
        .query(
            ["/locations/v1/locations/query"], locationRules, container: "locations",
            paging: .untotalled("pagingMetadata")),
        .entity(["/locations/v1/locations/{id}"], .locations, container: "location", code: "LOCATION_NOT_FOUND"),
        .get(["/apps-installer-service/v1/app-instances"]) { state, _ in
            ["appInstances": .array(InstalledApps.all(without: state.missingApps))]
        },
    ]

    /// Query Sites; without a namespace in the filter headless sites are left out (platform reference 6.1).
    private static func sites(_ state: inout SandboxState, _ request: APIRequest) throws(WixError) -> JSONValue {
        var query = request.body["query"] ?? [:]
        let isFirstPage = query.value(at: "cursorPaging.cursor")?.stringValue?.isEmpty ?? true
        if isFirstPage, query.objectValue != nil, query.value(at: "filter.namespace") == nil {
            var filter = query["filter"]?.objectValue ?? JSONObject()
            filter["namespace"] = "WIX"
            query["filter"] = .object(filter)
        }
        let page = try state.page(query, siteRules)
        return ["sites": .array(page.entities), "metadata": page.metadata(hasTotal: false)]
    }

    private static func locations(_ state: inout SandboxState, _ request: APIRequest) throws(WixError) -> JSONValue {
        var query = try request.listQuery()
        if try request.choice("includeArchived", of: ["true", "false"]) != "true" {
            query["filter"] = ["archived": false]
        }
        let page = try state.page(query, locationRules)
        return ["locations": .array(page.entities), "pagingMetadata": page.metadata(hasTotal: false)]
    }

    /// The client-credentials grant of Wix apps (platform reference 1.3).
    private static func token(_ state: inout SandboxState, _ request: APIRequest) throws(WixError) -> JSONValue {
        let grant = try request.body.requiredString("grant_type")
        guard grant == "client_credentials" else { throw .oauth("unsupported_grant_type") }
        let client = try request.body.requiredString("client_id")
        let secret = try request.body.requiredString("client_secret")
        guard client == Sandbox.appID, secret == Sandbox.appSecret else { throw .oauth("invalid_client") }
        let instance = try request.body.requiredString("instance_id")
        let site = instance == state.instanceID ? state : state.siblings.values.first { $0.instanceID == instance }
        guard let site, site.isInstanceInstalled else { throw .oauth("invalid_grant") }
        let text = "OauthNG.JWS.\(hexadecimal(state.random.next()))\(hexadecimal(state.random.next()))"
        state.tokens.issue(text, of: site.siteID, at: state.now, lifetime: state.options.tokenLifetime)
        return [
            "access_token": .string(text), "token_type": "Bearer", "expires_in": .int(state.options.tokenLifetime),
        ]
    }

    private static func tokenInfo(_ state: inout SandboxState, _ request: APIRequest) throws(WixError) -> JSONValue {
        let text = try request.body.requiredString("token")
        guard let token = state.tokens[text], token.expires > state.now,
            let site = token.siteID == state.siteID ? state : state.siblings[token.siteID], site.isInstanceInstalled
        else { return ["active": false] }
        return [
            "active": true, "subjectType": "APP", "subjectId": .string(Sandbox.appID),
            "exp": .string(String(token.expires.milliseconds / 1000)),
            "iat": .string(String(token.issued.milliseconds / 1000)), "clientId": .string(Sandbox.appID),
            "siteId": .string(site.siteID), "instanceId": .string(site.instanceID),
        ]
    }
}

extension WixError {
    /// The error body of `/oauth2/token`.
    static func oauth(_ code: String) -> WixError {
        WixError(
            status: 400,
            body: ["error": .string(code), "error_description": .string("The request was refused: \(code)")])
    }
}

/// The apps that the simulated site has.
enum InstalledApps {
    static let stores = "215238eb-22a5-4c36-9e7b-e7c08025e04e"
    static let bookings = "13d21c63-b5ec-5912-8397-c3a5ddb27a97"
    static let blog = "14bcded7-0066-7c35-14d7-466cb3f09103"
    /// The chat that visitors write in.
    static let chat = "141fbfae-511e-6817-c9f0-48993a7547d1"
    private static let ecommerce = "1380b703-ce81-ff05-f115-39571d94dfcd"

    static func all(without missing: Set<SandboxApp>) -> [JSONValue] {
        let absent = Set(missing.map(\.definitionId) + (missing.contains(.stores) ? [ecommerce] : []))
        return all.filter { !absent.contains($0["appDefId"]?.stringValue ?? "") }
    }

    private static let all: [JSONValue] = [stores, ecommerce, bookings, blog].enumerated().map { index, id in
        [
            "id": .string("5a9d0c0e-0000-4000-8000-00000000010\(index)"), "appDefId": .string(id), "version": "^0.1.0",
            "enabled": true, "status": "INSTALLED",
        ]
    }
}
