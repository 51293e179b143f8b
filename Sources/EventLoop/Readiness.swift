import CLinux

/// What a descriptor is ready for.
package struct Readiness: OptionSet, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }
    package static let readable = Readiness(rawValue: 1)
    package static let writable = Readiness(rawValue: 2)
    /// The peer closed or the descriptor failed. Reported whether asked for or not; asked for, it includes the
    /// peer's half-close.
    package static let hangup = Readiness(rawValue: 4)
}

extension Readiness {
    /// What epoll reported.
    init(events: UInt32) {
        var readiness: Readiness = []
        if events & clinux_epoll_in != 0 { readiness.insert(.readable) }
        if events & clinux_epoll_out != 0 { readiness.insert(.writable) }
        if events & clinux_epoll_closed != 0 { readiness.insert(.hangup) }
        self = readiness
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
