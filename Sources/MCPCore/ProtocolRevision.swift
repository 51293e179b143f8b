/// Every revision of MCP that is served, oldest first; names compare as strings.
package enum ProtocolRevision: String, Sendable, CaseIterable {
    case v2024_11_05 = "2024-11-05"
    case v2025_03_26 = "2025-03-26"
    case v2025_06_18 = "2025-06-18"
    case v2025_11_25 = "2025-11-25"
    case v2026_07_28 = "2026-07-28"
}

extension ProtocolRevision: Comparable {
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// The newest revision with the `initialize` handshake: the answer to a version that is not served.
    package static let latestLegacy = ProtocolRevision.v2025_11_25
    /// The revision of a legacy request that names none (2025-06-18, "Protocol Version Header").
    package static let assumed = ProtocolRevision.v2025_03_26
    /// What discover and error -32022 list, newest first.
    package static let supportedNames = allCases.reversed().map(\.rawValue)

    /// Metadata travels on each request; there is no handshake and no session.
    package var isModern: Bool { self == .v2026_07_28 }

    /// The version an `initialize` answer names: the requested one when it has a handshake, else the newest that has.
    package static func negotiated(with requested: String) -> ProtocolRevision {
        guard let revision = ProtocolRevision(rawValue: requested), !revision.isModern else { return latestLegacy }
        return revision
    }
}

// What a revision has; the names of features are the specification's.
extension ProtocolRevision {
    package var hasBatches: Bool { self == .v2025_03_26 }
    package var hasToolAnnotations: Bool { self >= .v2025_03_26 }
    package var hasProgressMessages: Bool { self >= .v2025_03_26 }
    package var hasTitles: Bool { self >= .v2025_06_18 }
    package var hasToolMeta: Bool { self >= .v2025_06_18 }
    package var hasStructuredContent: Bool { self >= .v2025_06_18 }
    package var hasIcons: Bool { self >= .v2025_11_25 }
    /// `execution.taskSupport` of tools came and went with one revision.
    package var hasToolExecution: Bool { self == .v2025_11_25 }
    /// Events carry ids and a lost stream can be resumed with `Last-Event-ID`.
    package var hasResumableStreams: Bool { self >= .v2025_03_26 && !isModern }
    /// A stream begins with an event that has an id and empty data; older clients fail on it.
    package var hasPrimingEvents: Bool { self == .v2025_11_25 }
}
