import WixAPI

/// Checks what requests bring, field by field.
enum FieldCheck {
    /// The least time between now and an expiry.
    static let soonestExpiry = Duration.seconds(60)
    static let longestOverlap = Duration.seconds(86_400)

    static func name(_ name: String) throws(RegistryError) {
        let scalars = name.unicodeScalars
        guard (1...64).contains(scalars.count) else {
            throw .invalid(field: "name", problem: "must have 1 to 64 characters; it has \(scalars.count)")
        }
        guard scalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw .invalid(field: "name", problem: "must not hold control characters")
        }
    }

    static func expiry(_ expiry: Timestamp?, now: Timestamp) throws(RegistryError) {
        guard let expiry, expiry < now + soonestExpiry else { return }
        throw .invalid(
            field: "expires_at", problem: "is \(expiry.text); it must be at least 60 seconds ahead of \(now.text)")
    }

    static func overlap(_ overlap: Duration) throws(RegistryError) {
        guard overlap < .zero || overlap > longestOverlap else { return }
        throw .invalid(field: "overlap_seconds", problem: "must be 0 to 86400")
    }

    static func configuration(_ configuration: ServerConfiguration) throws(RegistryError) {
        do throws(ConfigurationFieldError) {
            try configuration.check()
        } catch {
            throw .invalid(field: "config.\(error.field)", problem: error.problem)
        }
    }

    /// Each part becomes a field of an HTTP request to Wix, so none may hold what would end the field.
    static func credential(_ credential: WixCredential) throws(RegistryError) {
        switch credential {
        case .apiKey(let key, let siteID, let accountID):
            try part(key, "api_key")
            try part(siteID, "site_id")
            try part(accountID, "account_id")
            guard siteID != nil || accountID != nil else {
                throw .invalid(field: "credentials", problem: "needs site_id or account_id beside api_key")
            }
        case .oauthApp(let appID, let secret, let instanceID):
            try part(appID, "app_id")
            try part(secret, "app_secret")
            try part(instanceID, "instance_id")
        }
    }

    private static func part(_ text: String?, _ name: String) throws(RegistryError) {
        guard let text else { return }
        guard (1...4096).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .invalid(
                field: "credentials.\(name)", problem: "must be 1 to 4096 visible ASCII characters without spaces")
        }
    }
}

extension RegistryError {
    init(_ error: PolicyError) {
        self = .invalid(field: error.field.map { "config.\($0)" } ?? "config", problem: error.problem)
    }
}
