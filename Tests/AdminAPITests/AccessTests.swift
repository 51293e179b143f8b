import Gateway
import HTTPCore
import HTTPServer
import JSON
import Testing

@testable import AdminAPI

@Suite struct AccessTests {
    private static let closed = AdminOperation.allCases.filter { !$0.isOpen }

    @Test func withoutATokenNothingIsDone() async throws {
        try await AdminServer.with { server in
            for route in AdminRoute.table {
                for (method, operation) in route.operations where !operation.isOpen {
                    let path = route.path.replacing("{", with: "").replacing("}", with: "")
                    let reply = try await server.raw(method, path)
                    #expect(reply.status == 401, "\(method) \(path)")
                    #expect(reply.field("www-authenticate") == "Bearer realm=\"wixmcpd\"")
                    #expect(reply.message.contains("the admin token is needed"))
                }
            }
            #expect(server.api.guesses.sourceCount == 0)
        }
    }

    @Test func openPathsNeedNoToken() async throws {
        try await AdminServer.with { server in
            for path in ["/openapi.json", "/console", "/console/console.js", "/console/console.css"] {
                let reply = try await server.raw("GET", path)
                #expect(reply.status == 200, "\(path)")
            }
        }
    }

    @Test(arguments: [
        "Bearer wrong", "Bearer \(AdminServer.token)x", "Bearer \(AdminServer.token.dropLast())", "bearer  wrong",
    ])
    func aWrongTokenIsRefusedAndCounted(_ authorization: String) async throws {
        try await AdminServer.with { server in
            let reply = try await server.raw("GET", "/status", fields: [("authorization", authorization)])
            #expect(reply.status == 401)
            #expect(reply.field("www-authenticate") == "Bearer realm=\"wixmcpd\", error=\"invalid_token\"")
            #expect(reply.message.contains("the admin token is wrong"))
            #expect(server.api.guesses.sourceCount == 1)
            #expect(server.api.guesses.heldCount == 0)
        }
    }

    @Test func theRightTokenIsNotHeldBack() async throws {
        try await AdminServer.with { server in
            // So many guesses that the next answer comes after 30 s.
            for _ in 0..<40 { if server.api.guesses.hold("127.0.0.1", now: 0) != nil { server.api.guesses.release() } }
            async let late = server.raw("GET", "/status", fields: [("authorization", "Bearer wrong")])
            let right = try await server.send("GET", "/status")
            #expect(right.status == 200)
            // The end of the daemon frees whoever waits.
            await server.drain()
            let answer = try await late
            #expect(answer.status == 401)
        }
    }

    @Test func otherSchemesAreNoGuess() async throws {
        try await AdminServer.with { server in
            let reply = try await server.raw("GET", "/status", fields: [("authorization", "Basic YTpi")])
            #expect(reply.status == 401)
            #expect(reply.field("www-authenticate") == "Bearer realm=\"wixmcpd\"")
            #expect(server.api.guesses.sourceCount == 0)
        }
    }

    @Test func beyondTheAnswersHeldBackGuessesAreTurnedAway() async throws {
        try await AdminServer.with { server in
            for number in 0..<GuessTable.heldLimit {
                #expect(server.api.guesses.hold("10.0.0.\(number)", now: 0) != nil)
            }
            let reply = try await server.raw("GET", "/status", fields: [("authorization", "Bearer wrong")])
            #expect(reply.status == 429)
            #expect(reply.field("retry-after") == "60")
            let right = try await server.send("GET", "/status")
            #expect(right.status == 200)
        }
    }

    // MARK: Unix sockets

    private func peer(_ user: UInt32?) -> HTTPPeer { HTTPPeer(address: "unix", isLocalLoopback: true, userID: user) }

    private func admission(_ user: UInt32?, _ fields: [(String, String)]) async throws -> AdminAdmission {
        let server = try await AdminServer(options: { $0.trustedUsers = [0, 1000] })
        let head = HTTPRequestHead(
            method: "DELETE", target: "/api-token/x", minorVersion: 1, fields: HTTPFields(fields))
        let admission = server.api.admission(of: head, to: .deleteAPIToken, from: peer(user), now: 0)
        await server.drain()
        return admission
    }

    @Test(
        arguments: [
            (UInt32?.some(0), [], AdminAdmission.admitted), (1000, [], .admitted),
            (1001, [], .refused(.tokenMissing)), (nil, [], .refused(.tokenMissing)),
            // What is given counts, and a proxy's own user speaks for nobody.
            (0, [("authorization", "Bearer wrong")], .wrongToken),
            (0, [("x-forwarded-for", "10.0.0.1")], .refused(.tokenMissing)),
            (0, [("via", "1.1 proxy")], .refused(.tokenMissing)),
            (1001, [("authorization", "Bearer \(AdminServer.token)")], .admitted),
        ] as [(UInt32?, [(String, String)], AdminAdmission)])
    func trustedUsers(_ user: UInt32?, _ fields: [(String, String)], _ expected: AdminAdmission) async throws {
        #expect(try await admission(user, fields) == expected)
    }

    @Test func aTrustedPeerOfASocketNeedsNoToken() async throws {
        let path = "/tmp/wixmcpd-admin-\(ServerToken.generate().prefix(8)).sock"
        try await AdminServer.with(unixPath: path, options: { $0.localURL = "http://127.0.0.1:9999" }) { server in
            let reply = try await HTTPTestClient.send("GET", "/status", fields: [], to: .path(path))
            #expect(reply.status == 200, "\(reply.text)")
            #expect(reply.json["base_url"] == "http://127.0.0.1:9999")
        }
        try await AdminServer.with(unixPath: path, options: { $0.trustedUsers = [] }) { server in
            let reply = try await HTTPTestClient.send("GET", "/status", fields: [], to: .path(path))
            #expect(reply.status == 401)
        }
    }
}

@Suite struct GuessTableTests {
    private static let second: UInt64 = 1_000_000_000

    private func delays(_ count: Int, _ table: GuessTable, from source: String = "a", now: UInt64 = 0) -> [Duration?] {
        (0..<count).map { _ in
            let delay = table.hold(source, now: now)
            if delay != nil { table.release() }
            return delay
        }
    }

    @Test func delaysDoubleToALimit() {
        let expected = [100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000]
        #expect(delays(11, GuessTable()) == expected.map { .milliseconds($0) })
        let table = GuessTable()
        _ = delays(100, table)
        #expect(delays(1, table) == [.seconds(30)])
    }

    @Test func sourcesAreCountedApart() {
        let table = GuessTable()
        _ = delays(5, table)
        #expect(delays(1, table, from: "b") == [.milliseconds(100)])
    }

    @Test(arguments: [(899, 400), (900, 100)])
    func quietIsForgiven(_ seconds: UInt64, _ expected: Int) {
        let table = GuessTable()
        _ = delays(2, table, now: 5 * Self.second)
        #expect(delays(1, table, now: (5 + seconds) * Self.second) == [.milliseconds(expected)])
    }

    @Test func theTableIsBounded() {
        let table = GuessTable()
        for number in 0...GuessTable.sourceLimit {
            _ = delays(2, table, from: "\(number)", now: UInt64(number))
        }
        #expect(table.sourceCount == GuessTable.sourceLimit / 2 + 1)
        // The newest are kept.
        let now = UInt64(GuessTable.sourceLimit)
        #expect(delays(1, table, from: "\(GuessTable.sourceLimit)", now: now) == [.milliseconds(400)])
        #expect(delays(1, table, from: "\(GuessTable.sourceLimit - 1)", now: now) == [.milliseconds(400)])
        #expect(delays(1, table, from: "0", now: now) == [.milliseconds(100)])
    }

    @Test func soManyAnswersAreHeldAndNoMore() {
        let table = GuessTable()
        for _ in 0..<GuessTable.heldLimit { #expect(table.hold("a", now: 0) != nil) }
        #expect(table.hold("b", now: 0) == nil)
        table.release()
        #expect(table.hold("b", now: 0) == .milliseconds(200))
        #expect(table.hold("b", now: 0) == nil)
    }

    @Test(arguments: [
        ("127.0.0.1:5000", "127.0.0.1"), ("unix", "unix"), ("[::1]:80", "0:0:0:0"),
        ("[2001:db8::1]:80", "2001:db8:0:0"), ("[2001:db8:1:2:3:4:5:6]:80", "2001:db8:1:2"),
        ("[fe80::a:b:c:d]:80", "fe80:0:0:0"), ("[2001:db8:1:2::]:80", "2001:db8:1:2"),
    ])
    func theSourceOfAnAddress(_ address: String, _ source: String) {
        #expect(HTTPPeer(address: address, isLocalLoopback: false).source == source)
    }
}
