/// The credentials let in last on a loop, so that a token is hashed and looked up once and not with each request.
///
/// Only what opened an access is kept, and only while the service's `accessRevision` stays. A guess is compared over
/// its whole length: the time taken does not tell how much of it was right.
struct AccessCache {
    private struct Entry {
        let isBearer: Bool
        let credential: [UInt8]
        let access: ServerAccess
    }
    private static let capacity = 4

    private var entries: [Entry] = []
    private var next = 0
    private var revision: Int?

    /// What `credential` (a path's token, or an `Authorization` value) opened before; otherwise asks `look`.
    mutating func access(
        _ credential: some Collection<UInt8>, isBearer: Bool, revision: Int?, look: () -> ServerAccess?
    ) -> ServerAccess? {
        guard let revision else { return look() }
        if self.revision != revision {
            entries.removeAll()
            next = 0
            self.revision = revision
        }
        for entry in entries where entry.isBearer == isBearer && Self.isEqual(entry.credential, credential) {
            return entry.access
        }
        guard let access = look() else { return nil }
        keep(Entry(isBearer: isBearer, credential: Array(credential), access: access))
        return access
    }

    private mutating func keep(_ entry: Entry) {
        if entries.count < Self.capacity {
            entries.append(entry)
        } else {
            entries[next] = entry
            next = (next + 1) % Self.capacity
        }
    }

    private static func isEqual(_ kept: [UInt8], _ offered: some Collection<UInt8>) -> Bool {
        guard kept.count == offered.count else { return false }
        var difference: UInt8 = 0
        for (one, other) in zip(kept, offered) { difference |= one ^ other }
        return difference == 0
    }
}
