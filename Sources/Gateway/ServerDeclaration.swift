package import WixAPI

/// An account that the configuration file or the environment declares.
package struct DeclaredAccount: Sendable, Equatable {
    package var name: String
    package var credential: WixCredential
    package init(name: String, credential: WixCredential) {
        self.name = name
        self.credential = credential
    }
}

/// An MCP server that the configuration file declares: it is in force while the daemon runs and kept in no store.
package struct ServerDeclaration: Sendable, Equatable {
    package var name: String
    /// The name of an account, declared or connected.
    package var account: String
    /// Nil opens the server without a token: for `demo`, on loopback only.
    package var token: String?
    package var configuration: ServerConfiguration

    package init(
        name: String, account: String, token: String?, configuration: ServerConfiguration = ServerConfiguration()
    ) {
        self.name = name
        self.account = account
        self.token = token
        self.configuration = configuration
    }

    /// The id of the server while it is declared under this name.
    package var id: String { "config:\(name)" }
}
