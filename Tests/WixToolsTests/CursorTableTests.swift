import JSON
import Testing
import WixAPI

@testable import WixTools

@Suite struct CursorTableTests {
    private static let point = ListPoint(page: .cursor("JWE.abc"), arguments: ["filter": ["a": ["$gt": 1]]])

    private func known(_ table: CursorTable, _ id: String, site: String = "s", at now: UInt64 = 0) -> Bool {
        (try? table.point(id, tool: "t", site: site, at: now)) != nil
    }

    @Test(arguments: [
        point, ListPoint(page: .offset(100)), ListPoint(skip: 3, limit: 20),
        ListPoint(page: .cursor(String(repeating: "x", count: 3000)), skip: 1, limit: 2),
    ])
    func whatWasKeptComesBackMoreThanOnce(_ point: ListPoint) throws {
        let table = CursorTable()
        let id = table.add(point, tool: "t", site: "s", at: 0)
        #expect(id.utf8.count == 10)
        for _ in 0..<2 { #expect(try table.point(id, tool: "t", site: "s", at: 0) == point) }
    }

    @Test func belongsToItsToolAndSite() {
        let table = CursorTable()
        let id = table.add(Self.point, tool: "t", site: "s", at: 0)
        #expect(throws: CursorFault.foreign) { try table.point(id, tool: "u", site: "s", at: 0) }
        #expect(throws: CursorFault.foreign) { try table.point(id, tool: "t", site: "r", at: 0) }
    }

    @Test(arguments: ["", "aaaaaaaaaa", "nonsense", String(repeating: "a", count: 70_000), "eyJjIjoiYSJ9"])
    func whatWasNeverHandedOutIsUnknown(_ text: String) {
        let table = CursorTable()
        _ = table.add(Self.point, tool: "t", site: "s", at: 0)
        #expect(throws: CursorFault.unknown) { try table.point(text, tool: "t", site: "s", at: 0) }
        #expect(CursorFault.unknown.message.contains("Call again without next_cursor"))
    }

    @Test func livesAnHour() {
        let hour: UInt64 = 3_600_000_000_000
        let table = CursorTable()
        let id = table.add(Self.point, tool: "t", site: "s", at: 5)
        #expect(known(table, id, at: 5 + hour - 1))
        #expect(!known(table, id, at: 5 + hour))
        #expect(table.usage.count == 0, "and goes when it is asked for")
        let unasked = table.add(Self.point, tool: "t", site: "s", at: 5)
        let late = table.add(Self.point, tool: "t", site: "s", at: 5 + hour)
        #expect(table.usage.count == 1, "or when another is kept")
        #expect(!known(table, unasked, at: 5) && known(table, late, at: 5 + hour))
    }

    @Test func aSiteKeepsSoManyAndTheLeastRecentlyUsedGoesFirst() {
        let table = CursorTable(.init(perSite: 3))
        let other = table.add(Self.point, tool: "t", site: "other", at: 0)
        var ids = (0..<3).map { _ in table.add(Self.point, tool: "t", site: "s", at: 0) }
        #expect(table.usage.count == 4, "as many as are allowed")
        #expect(known(table, ids[0]), "used again, so that the second is the oldest")
        ids.append(table.add(Self.point, tool: "t", site: "s", at: 0))
        #expect(table.usage.count == 4)
        #expect(ids.map { known(table, $0) } == [true, false, true, true])
        #expect(known(table, other, site: "other"), "another site's are untouched")
    }

    @Test func allTogetherKeepSoManyBytes() {
        let size = { () -> Int in
            let table = CursorTable()
            _ = table.add(Self.point, tool: "t", site: "s", at: 0)
            return table.usage.bytes
        }()
        let small = CursorTable(.init(bytes: 3 * size - 1))
        for site in 0..<3 { _ = small.add(Self.point, tool: "t", site: "s\(site)", at: 0) }
        #expect(small.usage == (2, 2 * size), "one byte less is one cursor less")
        let table = CursorTable(.init(bytes: 3 * size))
        var ids = (0..<3).map { table.add(Self.point, tool: "t", site: "s\($0)", at: 0) }
        #expect(table.usage == (3, 3 * size))
        ids.append(table.add(Self.point, tool: "t", site: "s3", at: 0))
        #expect(table.usage == (3, 3 * size))
        #expect(ids.enumerated().map { known(table, $1, site: "s\($0)") } == [false, true, true, true])
    }

    @Test func onePointBeyondAllBytesIsNotKept() {
        let table = CursorTable(.init(bytes: 2_000))
        let id = table.add(
            ListPoint(page: .cursor(String(repeating: "x", count: 2_000))), tool: "t", site: "s", at: 0)
        #expect(table.usage == (0, 0))
        #expect(!known(table, id))
    }

    /// Many loops page at once; nobody gets a point of another.
    @Test func loopsShareIt() async {
        let table = CursorTable(.init(perSite: 40))
        let wrong = await withTaskGroup(of: Int.self) { group in
            for worker in 0..<8 {
                group.addTask { @concurrent in
                    var wrong = 0
                    for step in 1...500 {
                        let point = ListPoint(page: .offset(worker * 1_000 + step))
                        let site = "s\(worker % 2)"
                        let id = table.add(point, tool: "t", site: site, at: UInt64(step))
                        let found = try? table.point(id, tool: "t", site: site, at: UInt64(step))
                        // Pushed out by others meanwhile, or the very point.
                        if let found, found != point { wrong += 1 }
                    }
                    return wrong
                }
            }
            return await group.reduce(0, +)
        }
        #expect(wrong == 0)
        #expect(table.usage.count == 80)
    }

    @Test func theOrderOfUse() {
        var order = RecencyOrder()
        for key in ["a", "b", "c", "a", "d", "c"] { order.use(key) }
        var oldest: [String] = []
        while let key = order.oldest {
            oldest.append(key)
            order.remove(key)
        }
        #expect(oldest == ["b", "a", "d", "c"])
        #expect(order.count == 0)
        order.use("x")
        order.remove("y")
        #expect(order.oldest == "x")
    }
}
