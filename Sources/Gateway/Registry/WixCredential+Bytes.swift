import JSON
import WixAPI

/// The form in which a credential is sealed: the `credentials` object of design section 5 as JSON.
extension WixCredential {
    var bytes: [UInt8] {
        var json = JSONObject()
        switch self {
        case .apiKey(let key, let siteID, let accountID):
            json["type"] = "api_key"
            json["api_key"] = .string(key)
            json["site_id"] = siteID.map { .string($0) }
            json["account_id"] = accountID.map { .string($0) }
        case .oauthApp(let appID, let secret, let instanceID):
            json["type"] = "oauth_app"
            json["app_id"] = .string(appID)
            json["app_secret"] = .string(secret)
            json["instance_id"] = .string(instanceID)
        }
        return JSONValue.object(json).bytes
    }

    /// What `bytes` gave; nil for anything else.
    init?(bytes: [UInt8]) {
        guard let json = try? JSONValue(parsing: bytes) else { return nil }
        let text = { (name: String) in json[name]?.stringValue }
        switch text("type") {
        case "api_key":
            guard let key = text("api_key") else { return nil }
            self = .apiKey(key, siteID: text("site_id"), accountID: text("account_id"))
        case "oauth_app":
            guard let appID = text("app_id"), let secret = text("app_secret"), let instanceID = text("instance_id")
            else { return nil }
            self = .oauthApp(appID: appID, secret: secret, instanceID: instanceID)
        default: return nil
        }
    }
}
