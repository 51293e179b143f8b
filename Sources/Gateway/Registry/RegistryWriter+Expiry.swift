/// What the store still holds of what has ended.
struct Unpurged: Sendable, Equatable {
    /// Servers that are gone, or that have lost their previous token.
    var servers: Set<String> = []
    var apiTokens: Set<String> = []
    var isEmpty: Bool { servers.isEmpty && apiTokens.isEmpty }
}

extension RegistryWriter {
    /// The longest time between two ticks: for last uses, and for purges that failed.
    static let tickPeriod = Duration.seconds(60)

    /// The timer's work.
    func tick() async {
        nextTick = nil
        let now = clock()
        await expire(now: now)
        if now - lastUseKeptAt >= Self.tickPeriod { keepLastUse() }
        setTimer()
    }

    /// Ends what expired by `now`: first for everybody, then in the store. What cannot be purged now is tried again with
    /// the next tick; it opens nothing meanwhile.
    func expire(now: Timestamp) async {
        var next = contents
        var events: [GatewayEvent] = []
        for server in contents.servers.ordered {
            if server.record.isExpired(at: now) {
                next.removeServer(server.id)
                events.append(.ended(serverID: server.id, .expired))
                unpurged.servers.insert(server.id)
            } else if let previous = server.record.previousToken, previous.expiresAt <= now,
                let account = contents.accounts[server.accountID]
            {
                var record = server.record
                record.previousToken = nil
                next.put(
                    ServerGrant(
                        record, account: account, site: server.site, selection: server.selection,
                        limits: server.limits))
                events.append(.tokenRetired(serverID: server.id))
                unpurged.servers.insert(server.id)
            }
        }
        let endedTokens = contents.apiTokens.ordered.filter { $0.isExpired(at: now) }
        for token in endedTokens {
            events += retirements(of: token)
            next.removeAPIToken(token.id)
            unpurged.apiTokens.insert(token.id)
        }
        if !events.isEmpty || !endedTokens.isEmpty {
            adopt(next, events)
            await published()
        }
        purge()
    }

    /// Takes what has ended out of the store. What is to be kept of a server is looked up now: it may have changed since.
    func purge() {
        guard !unpurged.isEmpty else { return }
        var changes: [StoreChange] = unpurged.servers.map { id in
            contents.servers[id].map { .putServer($0.record) } ?? .deleteServer(id: id)
        }
        changes += unpurged.apiTokens.map { .deleteAPIToken(id: $0) }
        if (try? write(changes)) != nil { unpurged = Unpurged() }
    }

    /// Sets the timer to the next moment at which something ends, or to the next period.
    func setTimer() {
        let end = contents.servers.ordered.lazy.compactMap(\.record.nextEnd).min()
        let tokenEnd = contents.apiTokens.ordered.lazy.compactMap(\.expiresAt).min()
        for moment in [end, tokenEnd, clock() + Self.tickPeriod] {
            if let moment { setTimer(noLaterThan: moment) }
        }
    }

    func setTimer(noLaterThan moment: Timestamp) {
        guard let timer, nextTick.map({ moment < $0 }) ?? true else { return }
        nextTick = moment
        timer.schedule(after: moment - clock())
    }
}
