/// The credentials let in last on a loop, so that a token is hashed and looked up once and not with each request.
///
/// Only what opened an access is kept, and only while the service's `accessRevision` stays. A guess is compared over
/// its whole length: the time taken does not tell how much of it was right.
struct AccessCache {
    private struct Entry {
        let token: [UInt8]?
        let authorization: [UInt8]?
        let access: ServerAccess
    }
    private static let capacity = 4

    private var entries: [Entry] = []
    private var next = 0
    private var revision: Int?

    /// What a path's token and an `Authorization` value opened together before; otherwise asks `look`.
    mutating func decision(
        token: String?, authorization: ArraySlice<UInt8>?, revision: Int?,
        look: () -> AccessDecision
    ) -> AccessDecision {
        guard let revision else { return look() }
        if self.revision != revision {
            entries.removeAll()
            next = 0
            self.revision = revision
        }
        for entry in entries
        where Self.difference(entry.token, token?.utf8) | Self.difference(entry.authorization, authorization) == 0 {
            return .granted(entry.access)
        }
        let decision = look()
        if case .granted(let access) = decision {
            keep(
                Entry(
                    token: token.map { Array($0.utf8) }, authorization: authorization.map { Array($0) }, access: access)
            )
        }
        return decision
    }

    private mutating func keep(_ entry: Entry) {
        if entries.count < Self.capacity {
            entries.append(entry)
        } else {
            entries[next] = entry
            next = (next + 1) % Self.capacity
        }
    }

    /// 0 for equal bytes, and for none on both sides.
    private static func difference(_ kept: [UInt8]?, _ offered: (some Collection<UInt8>)?) -> UInt8 {
        guard let kept, let offered else { return kept == nil && offered == nil ? 0 : 1 }
        guard kept.count == offered.count else { return 1 }
        var difference: UInt8 = 0
        for (one, other) in zip(kept, offered) { difference |= one ^ other }
        return difference
    }
}
