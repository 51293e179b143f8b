import HTTPCore
import JSON

extension SandboxState {
    /// Answers one request: fault, route, credential, quota, app, catalogue, body, action, in this order.
    mutating func respond(
        to head: HTTPRequestHead, body: [UInt8], router: Router
    ) -> (response: HTTPResponse, delay: Duration) {
        guard let path = head.path else {
            return (response(to: WixError(status: 400, body: ["message": "Bad path"])), .zero)
        }
        if path == SandboxState.controlPath { return (control(head, body), .zero) }
        let fault = faults.fault(for: head.method, path, random: &random)
        let delay = fault?.delay ?? .zero
        if case .status(let status, let isHTML)? = fault?.effect {
            return (
                isHTML ? page(status) : response(to: WixError(status: status, body: ["message": "", "details": [:]])),
                delay
            )
        }
        var answer = answer(to: head, path, body, router)
        switch fault?.effect {
        case .lost: answer = response(to: WixError(status: 504, body: ["message": "", "details": [:]]))
        case .truncate: answer.body.removeLast(answer.body.count / 2)
        default: break
        }
        return (answer, delay)
    }

    private mutating func answer(
        to head: HTTPRequestHead, _ path: String, _ body: [UInt8], _ router: Router
    ) -> HTTPResponse {
        guard let (route, parameters) = router.route(head.method, path) else {
            return response(to: .notFound("NOT_FOUND", "\(head.method) \(path) is not a method of this API"))
        }
        do throws(WixError) {
            let site = try authorise(head.fields, route.access)
            guard site != siteID, var sibling = siblings.removeValue(forKey: site) else {
                return perform(route, head, path, parameters, body)
            }
            sibling.now = now
            sibling.requestCount = requestCount
            defer { siblings[site] = sibling }
            return sibling.perform(route, head, path, parameters, body)
        } catch {
            return response(to: error)
        }
    }

    /// A request of a known credential on this site.
    private mutating func perform(
        _ route: Route, _ head: HTTPRequestHead, _ path: String, _ parameters: [String], _ body: [UInt8]
    ) -> HTTPResponse {
        if let refusal = takeQuota(route.access) { return response(to: refusal) }
        do throws(WixError) {
            try requireApp(of: path)
            try requireCatalog(route.catalog)
            let request = try request(head, parameters, body, route)
            let value = try route.action(&self, request)
            guard route.isRedirect, let location = value["location"]?.stringValue else { return response(200, value) }
            var fields = answerFields("text/html; charset=utf-8")
            fields.append("location", location)
            return HTTPResponse(status: 302, fields: fields)
        } catch {
            return response(to: error)
        }
    }

    private mutating func takeQuota(_ access: Route.Access) -> RateWindow.Refusal? {
        switch access {
        case .open, .none: nil
        case .site, .either: siteRate.take(at: now)
        case .account, .accountAndSite: accountRate.take(at: now)
        }
    }

    private func request(
        _ head: HTTPRequestHead, _ parameters: [String], _ body: [UInt8], _ route: Route
    ) throws(WixError) -> APIRequest {
        let query = head.query
        for item in query where !route.parameters.contains(item.name) {
            let known = route.parameters.isEmpty ? "none" : route.parameters.joined(separator: ", ")
            throw .violation(
                item.name, "is not a parameter of this method; known here: \(known)", ruleName: "UNKNOWN_FIELD")
        }
        return APIRequest(parameters: parameters, query: query, body: try object(head, body, route))
    }

    /// The body's root object. GET takes no body; POST and PATCH need one, if only `{}`.
    private func object(_ head: HTTPRequestHead, _ body: [UInt8], _ route: Route) throws(WixError) -> StrictObject {
        if head.method == "GET" || body.isEmpty {
            guard body.isEmpty else { throw WixError(status: 400, body: ["message": "GET takes no body"]) }
            guard head.method == "GET" || head.method == "DELETE" else {
                throw WixError(status: 400, body: ["message": "Expected an object"])
            }
            return try StrictObject(nil, known: [])
        }
        guard head.fields["content-type"]?.hasPrefix("application/json") == true else {
            throw WixError(status: 400, body: ["message": "Expected content-type application/json"])
        }
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: body)
        } catch {
            throw WixError(status: 400, body: ["message": .string("Malformed JSON at byte \(error.offset)")])
        }
        return try StrictObject(value, known: route.members ?? value.objectValue?.keys ?? [])
    }

    mutating func response(_ status: Int, _ value: JSONValue) -> HTTPResponse {
        var body: [UInt8] = []
        value.write(to: &body)
        return HTTPResponse(status: status, fields: answerFields("application/json"), body: body)
    }

    mutating func response(to error: WixError) -> HTTPResponse { response(error.status, error.body) }

    private mutating func response(to refusal: RateWindow.Refusal) -> HTTPResponse {
        let error = WixError.application(429, "RESOURCE_EXHAUSTED", "Rate limit exceeded")
        var answer = refusal.isHTML ? page(429) : response(to: error)
        if let seconds = refusal.retryAfter { answer.fields.append("retry-after", String(seconds)) }
        return answer
    }

    /// An error page of the edge, which is no JSON.
    private mutating func page(_ status: Int) -> HTTPResponse {
        let text = """
            <!DOCTYPE html><html><head><title>Error \(status)</title></head>\
            <body><h1>Error \(status)</h1><p>The request could not be served. Try again later.</p></body></html>
            """
        return HTTPResponse(
            status: status, fields: answerFields("text/html; charset=utf-8"), body: Array(text.utf8))
    }

    private mutating func answerFields(_ contentType: String) -> HTTPFields {
        HTTPFields([
            ("content-type", contentType),
            ("x-wix-request-id", "\(now.milliseconds / 1000).\(padded(requestCount, 12))"),
        ])
    }
}
