package import WixAPI

/// A connected Wix site under the name the operator gave it.
package struct Account: Sendable {
    package let name: String
    package let site: WixSite
    package init(name: String, site: WixSite) {
        self.name = name
        self.site = site
    }
}

/// An MCP server as declared: an account, who may open it, and what may be called through it.
package struct ServerDeclaration: Sendable, Equatable {
    /// The characters of a result when nothing else is said (design 6).
    package static let defaultResultCharacters = 60_000

    package var name: String
    package var account: String
    /// Nil opens the server without a token: for `demo`, on loopback only.
    package var token: String?
    package var policy: ToolPolicy
    package var maximumResultCharacters: Int

    package init(
        name: String, account: String, token: String?, policy: ToolPolicy = ToolPolicy(),
        maximumResultCharacters: Int = ServerDeclaration.defaultResultCharacters
    ) {
        self.name = name
        self.account = account
        self.token = token
        self.policy = policy
        self.maximumResultCharacters = maximumResultCharacters
    }
}
