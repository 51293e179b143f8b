import MCPCore
import Testing

@testable import MCPServer

@Suite struct SessionTableTests {
    private let budget = ReplayBudget(limit: 1000)

    private func session(_ serverID: String = "a", now: UInt64 = 0) -> Session {
        Session(
            id: SessionTable.makeID(), access: ServerAccess(id: serverID, name: ""), transport: .streamable,
            state: SessionState(revision: .v2025_11_25), budget: budget, now: now)
    }

    @Test func idsAreLongAndVisible() {
        let ids = Set((0..<1000).map { _ in SessionTable.makeID() })
        #expect(ids.count == 1000)
        #expect(ids.allSatisfy { $0.utf8.count == 32 && $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } })
    }

    @Test func fullTableGivesUpWhoHasBeenIdleLongest() {
        let table = SessionTable(limit: 2, idleTime: .seconds(60))
        let (old, young, new) = (session(now: 1), session(now: 2), session(now: 3))
        #expect(table.insert(young, now: 2))
        #expect(table.insert(old, now: 2))
        #expect(table.count == 2)
        #expect(table.insert(new, now: 3))
        #expect(table.count == 2)
        #expect(table.find(old.id) == nil)
        #expect(table.find(young.id) === young)
        young.touch(now: 10)
        #expect(table.insert(session(now: 11), now: 11))
        #expect(table.find(young.id) === young)
        #expect(table.find(new.id) == nil)
    }

    @Test func idleSessionsExpire() {
        let table = SessionTable(limit: 10, idleTime: .nanoseconds(100))
        let session = session(now: 50)
        #expect(table.insert(session, now: 50))
        table.sweep(now: 149)
        #expect(table.find(session.id) != nil)
        session.touch(now: 100)
        table.sweep(now: 199)
        #expect(table.find(session.id) != nil)
        table.sweep(now: 200)
        #expect(table.find(session.id) == nil)
        #expect(table.count == 0)
    }

    @Test func removalCountsOnce() {
        let table = SessionTable(limit: 10, idleTime: .seconds(1))
        let session = session()
        #expect(table.insert(session, now: 0))
        #expect(table.remove(session))
        #expect(!table.remove(session))
        #expect(table.count == 0)
    }

    @Test func sessionsOfOneServer() {
        let table = SessionTable(limit: 10, idleTime: .seconds(1))
        let (mine, other) = (session("a"), session("b"))
        #expect(table.insert(mine, now: 0) && table.insert(other, now: 0))
        #expect(table.sessions(of: "a").map(\.id) == [mine.id])
    }

    @Test func listCacheForgetsOneServer() {
        var cache = ToolListCache()
        let (mine, other) = (
            ToolListCache.Key(serverID: "a", revision: .v2025_11_25),
            ToolListCache.Key(serverID: "b", revision: .v2025_11_25)
        )
        #expect(cache.result(mine) { [1] } == [1])
        #expect(cache.result(mine) { [2] } == [1])
        #expect(cache.result(other) { [3] } == [3])
        cache.forget("a")
        #expect(cache.result(mine) { [4] } == [4])
        #expect(cache.result(other) { [5] } == [3])
    }
}
