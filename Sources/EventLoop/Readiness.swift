import CLinux

/// What a descriptor is ready for.
///
/// Looked at for every event, hence inlinable.
package struct Readiness: OptionSet, Sendable {
    package let rawValue: UInt32
    @inlinable package init(rawValue: UInt32) { self.rawValue = rawValue }
    @inlinable package static var readable: Readiness { Readiness(rawValue: 1) }
    @inlinable package static var writable: Readiness { Readiness(rawValue: 2) }
    /// The peer closed or the descriptor failed. Reported whether asked for or not; asked for, it includes the
    /// peer's half-close.
    @inlinable package static var hangup: Readiness { Readiness(rawValue: 4) }
    @inlinable package func contains(_ other: Readiness) -> Bool { rawValue & other.rawValue == other.rawValue }
}

extension Readiness {
    /// What epoll reported.
    init(events: UInt32) {
        var bits: UInt32 = 0
        if events & clinux_epoll_in != 0 { bits |= Readiness.readable.rawValue }
        if events & clinux_epoll_out != 0 { bits |= Readiness.writable.rawValue }
        if events & clinux_epoll_closed != 0 { bits |= Readiness.hangup.rawValue }
        self.init(rawValue: bits)
    }

    /// The events to ask epoll for.
    var events: UInt32 {
        var events: UInt32 = 0
        if contains(.readable) { events |= clinux_epoll_in }
        if contains(.writable) { events |= clinux_epoll_out }
        if contains(.hangup) { events |= clinux_epoll_rdhup }
        return events
    }
}

/// Told on the loop that a descriptor is ready.
package protocol ReadinessHandler: AnyObject {
    func ready(_ readiness: Readiness, on descriptor: CInt)
}
