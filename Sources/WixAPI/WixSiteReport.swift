/// What a connection test found, in words, for `check-config`, `doctor` and `account test`.
package struct WixSiteReport: Sendable, Equatable {
    /// One thing that was looked at.
    package struct Check: Sendable, Equatable {
        package enum State: String, Sendable {
            case works
            /// The app is not on the site.
            case notInstalled
            /// The credential lacks one permission.
            case noPermission
            /// Wix refuses or failed.
            case failed
            /// No answer that says anything came.
            case unknown
        }
        /// `credential`, `site`, `stores`, `ecommerce`, `bookings`, `blog`, `contacts`, `inbox` or `permissions`.
        package var name: String
        package var state: State
        /// One or two plain sentences: what was found and, when it is not well, what to do.
        package var message: String
        package var ok: Bool { state == .works }

        package init(name: String, state: State, message: String) {
            self.name = name
            self.state = state
            self.message = message
        }
    }

    /// Set when the site told them.
    package var properties: WixSiteProperties?
    package var catalogVersion: WixCatalogVersion?
    /// Why the site could not be read; nil when `ok`.
    package var error: WixError?
    package var checks: [Check] = []
    /// Set when Wix refuses the credential or the whole site: why, and what to do. Nil too when nothing is known, as
    /// after a lost connection.
    package var credentialFault: String?

    /// True when the credential and the site work, whatever is not installed or not permitted.
    package var ok: Bool {
        ["credential", "site"].allSatisfy { name in checks.contains { $0.name == name && $0.ok } }
    }
}
