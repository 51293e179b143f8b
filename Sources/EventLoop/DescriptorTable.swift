/// Who is told about which descriptor. Each registration has a generation, so that an event already fetched for a
/// descriptor that was removed, or closed and reused since, finds nobody.
struct DescriptorTable {
    private struct Slot {
        var handler: (any ReadinessHandler)?
        var generation: UInt32 = 0
        /// `clinux_epoll_edge` or 0: kept for updates of the interest.
        var edge: UInt32 = 0
    }

    private var slots: [Slot] = []

    /// Registers `handler` in place of whoever was there and returns the token that stands for it.
    mutating func insert(_ handler: any ReadinessHandler, edge: UInt32, for descriptor: CInt) -> UInt64? {
        guard descriptor >= 0 else { return nil }
        let index = Int(descriptor)
        while slots.count <= index { slots.append(Slot()) }
        slots[index].handler = handler
        slots[index].generation &+= 1
        slots[index].edge = edge
        return token(index)
    }

    mutating func remove(_ descriptor: CInt) -> Bool {
        guard descriptor >= 0, Int(descriptor) < slots.count, slots[Int(descriptor)].handler != nil else {
            return false
        }
        slots[Int(descriptor)].handler = nil
        slots[Int(descriptor)].generation &+= 1
        return true
    }

    mutating func removeAll() { slots.removeAll() }

    /// The token and edge flag of a registered descriptor.
    func registration(of descriptor: CInt) -> (token: UInt64, edge: UInt32)? {
        guard descriptor >= 0, Int(descriptor) < slots.count, slots[Int(descriptor)].handler != nil else { return nil }
        return (token(Int(descriptor)), slots[Int(descriptor)].edge)
    }

    /// The handler a token stands for, unless its registration is over.
    func handler(for token: UInt64) -> (handler: any ReadinessHandler, descriptor: CInt)? {
        let index = Int(token & 0xFFFF_FFFF)
        guard index < slots.count, slots[index].generation == UInt32(token >> 32), let handler = slots[index].handler
        else { return nil }
        return (handler, CInt(truncatingIfNeeded: index))
    }

    private func token(_ index: Int) -> UInt64 { UInt64(slots[index].generation) << 32 | UInt64(index) }
}
