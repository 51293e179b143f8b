package import JSON

/// What Wix wants where people say a day or a local time. A schema says it in `x-time`, a group of filter fields in `times`.
package enum TimeForm: String, Sendable, CaseIterable {
    /// An instant (RFC 3339). A day is its first moment.
    case moment
    /// The same where a day is meant with its end.
    case momentEnd
    /// A local time without a zone; a day is its beginning.
    case local
    case localEnd
    /// An instant as milliseconds since 1970.
    case milliseconds
    /// A day as it is. `x-oldest` says how many days back there is something.
    case day
    /// A time zone by its IANA name.
    case zone

    /// How the time of a value with this schema is written; nil for one that is no time.
    package init?(schema: JSONValue) {
        guard let form = schema["x-time"]?.stringValue.flatMap(TimeForm.init) else { return nil }
        self = form
    }

    package var isLocal: Bool { self == .local || self == .localEnd }
    package var isEnd: Bool { self == .momentEnd || self == .localEnd }

    /// What may be written, with examples.
    package var words: String {
        switch self {
        case .zone: "the IANA name of a time zone such as Europe/Berlin"
        case .day: "a day such as 2026-12-01, today or yesterday"
        case .local, .localEnd:
            "a day such as 2026-12-01 or a local time such as 2026-12-01T09:30:00 without a zone"
        case .moment, .momentEnd, .milliseconds:
            "a day such as 2026-12-01 or a time such as 2026-12-01T09:30:00 (the site's, or with Z or an offset)"
        }
    }
}
