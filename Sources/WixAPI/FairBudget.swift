/// Divides the requests of each minute fairly between the servers of a site. Pure: times in, decisions out.
///
/// A tenth of the limit is the reserve, the rest is the pool. Every server that asked in this or the last minute is
/// active and has an equal share of the pool, which nobody else takes once it is known; what no share holds goes to
/// whoever asks. A server that comes when the pool is used up already takes its share out of the reserve, at most half
/// of what is left there, so that the next newcomer finds something too.
struct FairBudget: Sendable {
    private struct Use {
        var requests = 0
        /// What the server may take from the reserve in all; decided when it first needs it.
        var grant: Int?
    }

    private let reserveSize: Int
    private let poolSize: Int
    /// The second in which the minute began; nil before the first request.
    private var start: UInt64?
    /// The servers of this minute, refused ones too.
    private var uses: [String: Use] = [:]
    /// The servers of the minute before.
    private var earlier: Set<String> = []
    private var poolLeft: Int
    private var reserveLeft: Int

    init(limit: Int) {
        reserveSize = limit < 2 ? 0 : max(1, limit / 10)
        poolSize = max(0, limit) - reserveSize
        poolLeft = poolSize
        reserveLeft = reserveSize
    }

    /// Counts one request of `server` at `second`; false, and nothing is counted, when it must wait.
    /// - Parameter server: nil for the daemon's own requests, which may use all that is left.
    mutating func take(_ server: String?, at second: UInt64) -> Bool {
        roll(to: second)
        if let server, uses[server] == nil { uses[server] = Use() }
        guard left(for: server) > 0 else { return false }
        if let server { uses[server]?.requests += 1 }
        if poolLeft > 0 {
            poolLeft -= 1
            return true
        }
        if let server, let granted = uses[server].map({ $0.grant ?? grant }) { uses[server]?.grant = granted - 1 }
        reserveLeft -= 1
        return true
    }

    /// How many requests `server` may still send in this minute as things stand.
    mutating func remaining(for server: String?, at second: UInt64) -> Int {
        roll(to: second)
        return left(for: server)
    }

    /// The present share of `server` and between how many servers the pool is divided.
    mutating func share(of server: String, at second: UInt64) -> (requests: Int, servers: Int) {
        roll(to: second)
        let count = activeCount(with: server)
        return (share(of: count), count)
    }

    private func left(for server: String?) -> Int {
        guard let server else { return poolLeft + reserveLeft }
        let share = share(of: activeCount(with: server))
        let ownLeft = max(0, share - (uses[server]?.requests ?? 0))
        guard poolLeft < ownLeft else { return ownLeft + max(0, poolLeft - ownLeft - held(share, except: server)) }
        return poolLeft + min(ownLeft - poolLeft, uses[server]?.grant ?? grant, reserveLeft)
    }

    /// What the shares of the other servers still hold.
    private func held(_ share: Int, except server: String) -> Int {
        var sum = 0
        for (other, use) in uses where other != server { sum += max(0, share - use.requests) }
        for other in earlier where other != server && uses[other] == nil { sum += share }
        return sum
    }

    private var grant: Int { (reserveLeft + 1) / 2 }

    private func share(of count: Int) -> Int { max(1, poolSize / max(1, count)) }

    private func activeCount(with server: String) -> Int {
        let here = uses.count + earlier.count { uses[$0] == nil }
        return uses[server] == nil && !earlier.contains(server) ? here + 1 : here
    }

    /// Begins the next minute when this one is over.
    private mutating func roll(to second: UInt64) {
        guard let began = start else {
            start = second
            return
        }
        guard second >= began + RequestWindow.seconds else { return }
        earlier = second < began + 2 * RequestWindow.seconds ? Set(uses.keys) : []
        uses.removeAll()
        poolLeft = poolSize
        reserveLeft = reserveSize
        start = second
    }
}
