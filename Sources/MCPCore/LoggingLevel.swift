/// The severities of RFC 5424, least severe first.
package enum LoggingLevel: String, Sendable, CaseIterable, Comparable {
    case debug, info, notice, warning, error, critical, alert, emergency

    package static func < (left: Self, right: Self) -> Bool { left.severity < right.severity }
    private var severity: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
