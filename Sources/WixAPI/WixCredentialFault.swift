/// Which answers of Wix mean that it refuses the credential itself and not one call, and what to tell of it
/// (platform.md 1.2, 1.3, 1.8 and 2.1). A 403 that names a reason is about one permission and never among them.
struct WixCredentialFault: Sendable {
    private enum Request: Sendable {
        /// The request for an access token.
        case token
        /// A call with an API key.
        case key
        /// A call with an access token, after it was renewed once.
        case app
    }

    private let request: Request
    private let statuses: Set<Int>
    /// Any of these is the code; empty fits all.
    private let codes: Set<String>
    private let words: String

    private init(_ request: Request, _ statuses: Set<Int>, codes: Set<String> = [], _ words: String) {
        self.request = request
        self.statuses = statuses
        self.codes = codes
        self.words = words
    }

    /// The first that fits counts.
    private static let table: [WixCredentialFault] = [
        WixCredentialFault(
            .token, [400, 401, 403], codes: ["INVALID_GRANT"],
            "Wix gives this app no access to the site: the app was removed from it, or the instance id is wrong. "
                + "Install the app on the site again, or put the right instance id into the account; then test the account."
        ),
        WixCredentialFault(
            .token, [400, 401, 403], codes: ["INVALID_CLIENT", "UNAUTHORIZED_CLIENT"],
            "Wix does not accept the app id and the app secret. Put the secret of the app's OAuth page into the "
                + "account; then test the account."),
        WixCredentialFault(
            .token, [400, 401, 403],
            "Wix refuses an access token for this app. Check the app id, the app secret and the instance id in the "
                + "account; then test the account."),
        WixCredentialFault(
            .key, [401],
            "Wix does not accept the API key: it was revoked or is wrong. Make a new key at "
                + "manage.wix.com/account/api-keys and put it into the account; then test the account."),
        WixCredentialFault(
            .app, [401],
            "Wix does not accept the app's access token, not even a new one: the app was probably removed from the "
                + "site. Install the app on the site again; then test the account."),
    ]

    /// A 401 with one of these codes is about the call: the identity or the permission that it wants
    /// (platform.md 1.8: "sometimes missing permission").
    private static let callCodes: Set<String> = ["NO_ACCOUNT_IDENTITY", "PERMISSION_DENIED", "UNAUTHORIZED_OPERATION"]
    /// A passing fault of draft creation (blog-media-cms.md), which says nothing of the credential.
    private static let passingMessage = "No identity found"

    static func words(for error: WixError, credential: WixCredential) -> String? {
        guard let status = error.status, !callCodes.contains(error.code), !error.message.contains(passingMessage) else {
            return nil
        }
        let request: Request =
            if error.isTokenRefusal { .token } else if case .apiKey = credential { .key } else { .app }
        return table.first {
            $0.request == request && $0.statuses.contains(status) && ($0.codes.isEmpty || $0.codes.contains(error.code))
        }?.words
    }
}

extension WixError {
    /// Why Wix refuses `credential` as a whole and what to do, in plain words; nil when the error is about something
    /// else or does not tell.
    func credentialFault(of credential: WixCredential) -> String? {
        WixCredentialFault.words(for: self, credential: credential)
    }

    /// True for the empty 403, which Wix gives to a missing permission, a wrong or revoked key and a site out of reach
    /// alike (platform.md 1.8).
    var isUnexplainedRefusal: Bool {
        status == 403 && !isTokenRefusal && fieldViolations.isEmpty && code == StatusMeaning.of(403).code
            && message == StatusMeaning.of(403).message
    }

    /// True when Wix answered as it does only to a credential that it knows.
    var provesCredential: Bool {
        guard outcome == .refused, !isTokenRefusal else { return false }
        return switch status {
        case 400, 409, 412, 428: true
        case 403: !isUnexplainedRefusal
        // Any server answers 404; only Wix names what was not found.
        case 404: code.hasSuffix("_NOT_FOUND")
        default: false
        }
    }
}

extension WixClient {
    /// After a 403 without a reason, the site is asked about at most this often.
    private static let verdictLifetime: Duration = .seconds(60)

    /// Why Wix refuses the site's credential or the whole site, and what to do, in plain words; nil when `error` is
    /// about the call alone.
    ///
    /// A 403 without a reason may be about one permission: then the site is tested, once a minute at most, and it counts
    /// only when Wix refuses everything.
    package func credentialFault(behind error: WixError, of site: WixSite) async -> String? {
        if let words = error.credentialFault(of: site.credential) { return words }
        guard error.isUnexplainedRefusal else { return nil }
        let fault = try? await site.state.fault.value(at: site.now, on: loop) {
            .success(.init(value: await self.test(site).credentialFault, lifetime: WixClient.verdictLifetime))
        }
        return fault ?? nil
    }
}
