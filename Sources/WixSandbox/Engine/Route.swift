import JSON

/// One method of the simulated API.
struct Route: Sendable {
    enum Access: Sendable {
        /// A site credential (platform reference 1.2).
        case site
        /// An account API key.
        case account
        /// Either of the two.
        case either
        /// An account API key with the ids of the account and of one of its sites.
        case accountAndSite
        /// No credential.
        case open
        /// No credential, and one that is sent is refused.
        case none
    }
    typealias Action = @Sendable (inout SandboxState, APIRequest) throws(WixError) -> JSONValue

    let method: String
    /// The documented path and its working aliases; `{name}` stands for one segment.
    let paths: [String]
    var access = Access.site
    /// The catalogue version a site must have for this method.
    var catalog: SandboxOptions.CatalogVersion?
    /// The query parameters it knows.
    var parameters: [String] = []
    /// The members its body may have; nil where the action checks the body.
    var members: [String]? = []
    /// The action's `location` is where a 302 goes.
    var isRedirect = false
    /// True for a method that only answers an example.
    var isExample = false
    let action: Action

    static func get(
        _ paths: [String], access: Access = .site, catalog: SandboxOptions.CatalogVersion? = nil,
        parameters: [String] = [], action: @escaping Action
    ) -> Route {
        Route(
            method: "GET", paths: paths, access: access, catalog: catalog, parameters: parameters, action: action)
    }

    static func post(
        _ paths: [String], access: Access = .site, catalog: SandboxOptions.CatalogVersion? = nil,
        members: [String] = [], action: @escaping Action
    ) -> Route {
        Route(method: "POST", paths: paths, access: access, catalog: catalog, members: members, action: action)
    }

    static func patch(
        _ paths: [String], catalog: SandboxOptions.CatalogVersion? = nil, members: [String], action: @escaping Action
    ) -> Route {
        Route(method: "PATCH", paths: paths, catalog: catalog, members: members, action: action)
    }

    static func delete(
        _ paths: [String], parameters: [String] = [], members: [String] = [], action: @escaping Action
    ) -> Route {
        Route(method: "DELETE", paths: paths, parameters: parameters, members: members, action: action)
    }
}

/// How an entity is shown to one request.
typealias Presentation = (JSONValue) -> JSONValue
/// Reads from a request how to show entities.
typealias Presenter = @Sendable (SandboxState, APIRequest) throws(WixError) -> Presentation

/// The name of the paging object and what it tells; they differ by family (platform reference 4.4).
enum PagingForm: Sendable {
    /// `{count, cursors, hasNext}`, with offset paging `{count, offset, total, tooManyToCount}`.
    case metadata(String)
    /// As `metadata`, but offset paging tells no total (stores V3).
    case untotalled(String)

    func append(_ page: Page, to answer: inout JSONValue) {
        switch self {
        case .metadata(let name): answer[name] = page.metadata(hasTotal: true)
        case .untotalled(let name): answer[name] = page.metadata(hasTotal: false)
        }
    }
}

extension Page {
    func metadata(hasTotal: Bool) -> JSONValue {
        var metadata: JSONValue = ["count": .number(JSONNumber(entities.count))]
        if let offset {
            metadata["offset"] = .number(JSONNumber(offset))
            if hasTotal {
                metadata["total"] = .number(JSONNumber(total))
                metadata["tooManyToCount"] = false
            } else {
                metadata["hasNext"] = .bool(hasNext)
            }
            return metadata
        }
        var cursors: JSONValue = [:]
        cursors["next"] = next.map { .string($0) }
        cursors["prev"] = previous.map { .string($0) }
        metadata["cursors"] = cursors
        metadata["hasNext"] = .bool(hasNext)
        return metadata
    }
}

extension Route {
    /// A query or search method: one page of a table.
    static func query(
        _ paths: [String], _ rules: QueryRules, container: String, paging: PagingForm, access: Access = .site,
        catalog: SandboxOptions.CatalogVersion? = nil, members: [String] = [], needsWrapper: Bool = false,
        present: @escaping Presenter = { _, _ in { $0 } }
    ) -> Route {
        .post(paths, access: access, catalog: catalog, members: [rules.wrapper] + members) {
            (state, request) throws(WixError) in
            if needsWrapper, request.body[rules.wrapper] == nil { throw .required(rules.wrapper) }
            let show = try present(state, request)
            let page = try state.page(request.body[rules.wrapper], rules)
            var answer: JSONValue = [:]
            answer[container] = .array(page.entities.map(show))
            paging.append(page, to: &answer)
            return answer
        }
    }

    /// A count method: `{"filter"}` at the root.
    static func count(
        _ paths: [String], _ rules: QueryRules, catalog: SandboxOptions.CatalogVersion? = nil
    ) -> Route {
        .post(paths, catalog: catalog, members: ["filter"]) { (state, request) throws(WixError) in
            var query: JSONValue = [:]
            query["filter"] = request.body["filter"]
            let selection = try QueryRequest(query, rules, now: state.now, secret: state.secret)
            let count = state[rules.kind].entities.count { selection.selects($0) }
            return ["count": .number(JSONNumber(count))]
        }
    }

    /// A method that answers one entity under a name.
    static func entity(
        _ paths: [String], _ kind: EntityKind, container: String, catalog: SandboxOptions.CatalogVersion? = nil,
        code: String = "NOT_FOUND", parameters: [String] = [], present: @escaping Presenter = { _, _ in { $0 } }
    ) -> Route {
        .get(paths, catalog: catalog, parameters: parameters) { (state, request) throws(WixError) in
            let show = try present(state, request)
            var answer: JSONValue = [:]
            answer[container] = show(try state.entity(kind, request.id, code: code))
            return answer
        }
    }
}
