/// The Wix apps that a simulated site may have, and the methods that need them (platform reference 6.8).
enum SandboxApp: String, CaseIterable, Sendable {
    case stores, bookings, blog

    var definitionId: String {
        switch self {
        case .stores: InstalledApps.stores
        case .bookings: InstalledApps.bookings
        case .blog: InstalledApps.blog
        }
    }

    private var prefixes: [String] {
        switch self {
        case .stores: ["/stores/", "/stores-reader/"]
        case .bookings: ["/bookings/", "/_api/bookings"]
        case .blog: ["/blog/"]
        }
    }

    /// The app that a path belongs to; nil for what every site has. The version of the catalogue can be asked of any
    /// site (stores reference 0.3).
    init?(path: String) {
        guard path != "/stores/v3/provision/version",
            let app = SandboxApp.allCases.first(where: { app in app.prefixes.contains { path.hasPrefix($0) } })
        else { return nil }
        self = app
    }
}
