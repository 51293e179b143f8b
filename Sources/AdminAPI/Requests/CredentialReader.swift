import JSON
import WixAPI

/// The kinds of credentials (design 5).
private enum CredentialType: String, CaseIterable {
    case apiKey = "api_key"
    case oauthApp = "oauth_app"
}

extension FieldReader {
    private static let longestSecret = 4096
    private static let longestID = 128

    /// The credentials of a site or an account; nil when the member is absent.
    func credential(_ name: String) throws(AdminError) -> WixCredential? {
        let every = ["type", "api_key", "site_id", "account_id", "app_id", "app_secret", "instance_id"]
        guard let any = try reader(name, members: every, nullable: ["site_id", "account_id"]) else { return nil }
        guard let type = try any.choice("type", CredentialType.self) else {
            throw .missing(field: any.field("type"))
        }
        switch type {
        case .apiKey:
            let members = ["type", "api_key", "site_id", "account_id"]
            guard let reader = try reader(name, members: members, nullable: ["site_id", "account_id"]) else {
                return nil
            }
            let key = try reader.word("api_key", longest: Self.longestSecret)
            let siteID = try reader.optionalWord("site_id", longest: Self.longestID)
            let accountID = try reader.optionalWord("account_id", longest: Self.longestID)
            guard siteID != nil || accountID != nil else {
                throw .invalid(field: name, problem: "needs a site_id, or an account_id for the tools of an account")
            }
            return .apiKey(key, siteID: siteID, accountID: accountID)
        case .oauthApp:
            guard let reader = try reader(name, members: ["type", "app_id", "app_secret", "instance_id"]) else {
                return nil
            }
            return .oauthApp(
                appID: try reader.word("app_id", longest: Self.longestID),
                secret: try reader.word("app_secret", longest: Self.longestSecret),
                instanceID: try reader.word("instance_id", longest: Self.longestID))
        }
    }
}
