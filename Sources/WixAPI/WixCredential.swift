/// How the daemon proves itself to Wix (platform.md section 1).
package enum WixCredential: Sendable, Equatable {
    case apiKey(String, siteID: String?, accountID: String?)
    case oauthApp(appID: String, secret: String, instanceID: String)
}

/// Where Wix is; the sandbox has its own.
package struct WixEndpoints: Sendable, Equatable {
    package var baseURL = "https://www.wixapis.com"
    package var oauthURL = "https://www.wixapis.com/oauth2/token"
    package init() {}
    package init(baseURL: String, oauthURL: String) {
        self.baseURL = baseURL
        self.oauthURL = oauthURL
    }
}
