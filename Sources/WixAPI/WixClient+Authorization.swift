import EventLoop
import HTTPClient
import HTTPCore
import JSON

/// An OAuth access token.
struct AccessToken: Sendable, Equatable {
    let text: String
}

/// What proves a request to Wix (platform.md 1.1, 1.2): all fields that Wix wants of it.
struct Authorization: Sendable {
    let fields: HTTPFields
    /// For a request with a body.
    let fieldsWithBody: HTTPFields
    /// The token in the fields, for OAuth.
    let token: AccessToken?

    /// For a request that Wix takes from anybody.
    static let anonymous = Authorization(value: nil)

    /// - Parameter ids: `wix-site-id`, `wix-account-id` or both; an OAuth token names the site by itself.
    init(value: String?, ids: [(name: String, value: String)] = [], token: AccessToken? = nil) {
        var fields = HTTPFields()
        if let value { fields.append("authorization", value) }
        for id in ids { fields.append(id.name, id.value) }
        self.fields = fields
        fields.append("content-type", "application/json")
        fieldsWithBody = fields
        self.token = token
    }
}

extension WixClient {
    /// A token is renewed after this part of its life.
    private static let renewalPoint = 0.85
    /// Assumed when the answer does not say, in seconds.
    private static let defaultLifetime = 300
    private static let renewalTime: Duration = .seconds(15)
    private static let maximumTokenBytes = 16 * 1024

    func authorization(for request: WixRequest, site: WixSite, deadline: WixDeadline) async throws(WixError)
        -> Authorization
    {
        if request.scope == .none { return .anonymous }
        switch site.credential {
        case .apiKey(_, let siteID, _):
            guard let made = site.state.authorization(for: request.scope) else {
                throw WixError(missingScope: request.scope != .site && (request.scope == .account || siteID != nil))
            }
            return made
        case .oauthApp(let appID, let secret, let instanceID):
            guard request.scope == .site else { throw WixError(missingScope: true) }
            let token = try await site.token.value(at: site.now, on: loop) {
                await self.renewedToken(appID, secret, instanceID, site.endpoints.oauthURL)
            }
            return Authorization(value: "Bearer \(token.text)", token: token)
        }
    }

    /// Asks for a new token (platform.md 1.3). There is no refresh token: each renewal proves the app again.
    private func renewedToken(_ appID: String, _ secret: String, _ instanceID: String, _ url: String) async
        -> Result<SharedValue<AccessToken>.Fetched, WixError>
    {
        let body: JSONValue = [
            "grant_type": "client_credentials", "client_id": .string(appID), "client_secret": .string(secret),
            "instance_id": .string(instanceID),
        ]
        let message = HTTPClientRequest(
            method: "POST", url: url, fields: HTTPFields([("content-type", "application/json")]), body: body.bytes,
            limits: limits.shortened(to: WixClient.renewalTime), isRepeatable: true)
        do throws(HTTPClientError) {
            return token(in: try await exchange(message, path: "/oauth2/token"))
        } catch {
            return .failure(WixError(transport: error, isRead: true).beforeCall)
        }
    }

    private func token(in answer: HTTPClientResponse) -> Result<SharedValue<AccessToken>.Fetched, WixError> {
        guard answer.status == 200 else {
            let rateLimit = answer.status == 429 ? RateLimitStatus.after(answer, counted: nil) : nil
            return .failure(WixError(answer: answer, isRead: true, rateLimit: rateLimit).beforeCall)
        }
        let value = try? JSONValue(parsing: answer.body)
        guard let text = value?["access_token"]?.stringValue, !text.isEmpty,
            text.utf8.count <= WixClient.maximumTokenBytes, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else {
            return .failure(
                WixError(
                    outcome: .notSent, status: answer.status, code: "INVALID_ANSWER",
                    message: "Wix's answer to the token request holds no access token", retryable: true,
                    hint: "Check wix.oauth_url in the configuration."))
        }
        let seconds = min(max(value?["expires_in"]?.intValue ?? WixClient.defaultLifetime, 1), 86_400)
        let lifetime = Duration.milliseconds(Int(Double(seconds) * 1000 * WixClient.renewalPoint))
        return .success(.init(value: AccessToken(text: text), lifetime: lifetime))
    }
}

extension WixError {
    /// An error of the token request, as the call that needed the token sees it: the call itself was never sent.
    fileprivate var beforeCall: WixError {
        var error = self
        error.outcome = .notSent
        error.isTokenRefusal = status != nil
        error.message = "No access token: \(message)"
        if let status, (400..<500).contains(status), status != 429, status != 408 {
            error.hint =
                "Check the app id, the app secret and the instance id, and that the app is still installed on the site."
        }
        return error
    }

    fileprivate init(missingScope isAccountLevel: Bool) {
        self.init(
            outcome: .notSent, code: isAccountLevel ? "NO_ACCOUNT_ID" : "NO_SITE_ID",
            message: isAccountLevel
                ? "This call works on the whole Wix account and the connection has no API key with an account id"
                : "This call works on one site and the connection has no site id",
            hint: isAccountLevel
                ? "Connect with an API key and its account id (WIX_ACCOUNT_ID)."
                : "Connect with the site id: what follows /dashboard/ in the address of the dashboard (WIX_SITE_ID)."
        )
    }

    init(overBudget site: WixSite) {
        let status = RateLimitStatus.overBudget(site.rateLimit, limit: site.requestsPerMinute)
        let budget = "the \(status.limit) requests a minute for this site"
        let message =
            site.share.map { share in
                share.servers == 1
                    ? "What one MCP server may use of \(budget) is used up: \(share.requests)"
                    : "This MCP server's share of \(budget) is used up: \(share.requests), with \(share.servers) servers at work"
            } ?? "The budget of \(status.limit) requests a minute for this site is used up"
        self.init(
            outcome: .notSent, status: 429, code: "BUDGET_EXCEEDED", message: message, retryable: true,
            hint: "Wait \(status.retryAfterSeconds ?? 1) seconds, then call again.", rateLimit: status)
    }
}
