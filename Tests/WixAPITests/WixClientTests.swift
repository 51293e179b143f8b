import EventLoop
import HTTPClient
import HTTPCore
import JSON
import Synchronization
import Testing

@testable import WixAPI

@Suite struct WixClientTests {
    static let read = WixRequest("GET", WixPath("/things/v1/things"), retry: .read)
    static let write = WixRequest("POST", WixPath("/things/v1/things"), body: Array(#"{"thing":{}}"#.utf8))

    @Test func apiKeyIsRawWithExactlyOneScope() async throws {
        let wix = try ScriptedWix { _, _ in json(#"{"a":1}"#, fields: [("x-wix-request-id", "trace-1")]) }
        let response = try await wix.send(Self.write, to: wix.site())
        var account = Self.write
        account.scope = .account
        _ = try await wix.send(account, to: wix.site())
        #expect(response.status == 200 && response.body == Array(#"{"a":1}"#.utf8))
        #expect(response.wixRequestID == "trace-1")
        #expect(wix.seen.map { $0.fields["authorization"] } == ["IST.key", "IST.key"])
        #expect(wix.seen.map { $0.fields["wix-site-id"] } == ["site-1", nil])
        #expect(wix.seen.map { $0.fields["wix-account-id"] } == [nil, "account-1"])
        #expect(wix.seen.map { $0.fields["content-type"] } == ["application/json", "application/json"])
    }

    @Test func bodiesByMethod() async throws {
        let wix = try ScriptedWix { _, _ in json("{}") }
        for method in ["GET", "DELETE", "POST", "PATCH"] {
            _ = try await wix.send(WixRequest(method, WixPath("/x")), to: wix.site())
            _ = try await wix.send(WixRequest(method, WixPath("/x"), body: Array(#"{"b":2}"#.utf8)), to: wix.site())
        }
        #expect(wix.seen.map(\.body) == ["", "", "", #"{"b":2}"#, "{}", #"{"b":2}"#, "{}", #"{"b":2}"#])
        #expect(wix.seen.map(\.method) == ["GET", "GET", "DELETE", "DELETE", "POST", "POST", "PATCH", "PATCH"])
        let types = wix.seen.map { $0.fields["content-type"] }
        #expect(types == [nil, nil, nil] + [String](repeating: "application/json", count: 5))
        #expect(wix.seen[3].fields["content-length"] == "7" && wix.seen[3].fields["transfer-encoding"] == nil)
    }

    @Test func queryIsEncodedInOrder() async throws {
        let wix = try ScriptedWix { _, _ in json("{}") }
        let query = [("fields", "A"), ("fields", "B"), ("paging.limit", "5"), ("q", "a b&c=d/é?#")]
        _ = try await wix.send(WixRequest("GET", WixPath("/x"), query: query, retry: .read), to: wix.site())
        #expect(wix.seen[0].target == "/x?fields=A&fields=B&paging.limit=5&q=a%20b%26c%3Dd%2F%C3%A9%3F%23")
    }

    @Test func missingScopeSendsNothing() async throws {
        let wix = try ScriptedWix { _, _ in json("{}") }
        let keyOnly = WixSite(credential: .apiKey("k", siteID: nil, accountID: nil), endpoints: wix.endpoints)
        var account = Self.read
        account.scope = .account
        #expect(try await wix.failure(of: Self.read, to: keyOnly)?.code == "NO_SITE_ID")
        #expect(try await wix.failure(of: account, to: keyOnly)?.code == "NO_ACCOUNT_ID")
        #expect(try await wix.failure(of: account, to: wix.oauthSite())?.outcome == .notSent)
        #expect(wix.seen.isEmpty)
    }

    @Test func bothIdsWhereAskedFor() async throws {
        let wix = try ScriptedWix { _, _ in json("{}") }
        var request = Self.write
        request.scope = .accountAndSite
        _ = try await wix.send(request, to: wix.site())
        #expect(wix.seen.map { $0.fields["authorization"] } == ["IST.key"])
        #expect(wix.seen.map { $0.fields["wix-site-id"] } == ["site-1"])
        #expect(wix.seen.map { $0.fields["wix-account-id"] } == ["account-1"])
        for (siteID, accountID, code) in [
            ("s", nil, "NO_ACCOUNT_ID"), (nil, "a", "NO_SITE_ID"), (nil, nil, "NO_SITE_ID"),
        ] {
            let site = WixSite(
                credential: .apiKey("k", siteID: siteID, accountID: accountID), endpoints: wix.endpoints)
            #expect(try await wix.failure(of: request, to: site)?.code == code)
        }
        #expect(try await wix.failure(of: request, to: wix.oauthSite())?.outcome == .notSent)
        #expect(wix.seen.count == 1)
    }

    /// Not even a token is asked for, and a 401 renews none.
    @Test func anAnonymousRequestProvesNothing() async throws {
        let wix = try ScriptedWix { _, number in json("{}", status: number == 2 ? 401 : 200) }
        var request = Self.write
        request.scope = .none
        let nothing = WixSite(credential: .apiKey("k", siteID: nil, accountID: nil), endpoints: wix.endpoints)
        for site in [nothing, wix.oauthSite()] { _ = try await wix.send(request, to: site) }
        #expect(try await wix.failure(of: request, to: wix.oauthSite())?.status == 401)
        #expect(wix.seen.count == 3)
        for sent in wix.seen {
            #expect(sent.fields["authorization"] == nil)
            #expect(sent.fields["wix-site-id"] == nil && sent.fields["wix-account-id"] == nil)
            #expect(sent.fields["content-type"] == "application/json")
        }
    }

    @Test func aRedirectIsAnAnswerWhereAskedFor() async throws {
        let wix = try ScriptedWix { _, number in
            HTTPResponse(
                status: 302, fields: HTTPFields(number == 2 ? [] : [("location", "https://shop.example/c?x=1")]),
                body: Array("<html>".utf8))
        }
        var request = Self.read
        #expect(try await wix.failure(of: request, to: wix.site())?.status == 302)
        request.answersLocation = true
        let response = try await wix.send(request, to: wix.site())
        #expect(response.location == "https://shop.example/c?x=1" && response.body == Array("{}".utf8))
        // Without an address there is nothing to answer.
        #expect(try await wix.failure(of: request, to: wix.site())?.status == 302)
        #expect(wix.seen.count == 3)
    }

    @Test func cutEmojiCostsOneCharacter() async throws {
        let wix = try ScriptedWix { _, _ in json(#"{"name":"Mug \ud83d","id":"7"}"#) }
        let body = try await wix.send(Self.read, to: wix.site()).body
        #expect(try JSONValue(parsing: body)["name"] == "Mug \u{FFFD}")
    }

    @Test func emptyAnswerIsAnEmptyObject() async throws {
        let wix = try ScriptedWix { _, _ in HTTPResponse(status: 200) }
        #expect(try await wix.send(Self.read, to: wix.site()).body == Array("{}".utf8))
    }

    @Test(arguments: [(true, WixError.Outcome.failed), (false, .unknown)])
    func successThatIsNotJSON(_ isRead: Bool, _ outcome: WixError.Outcome) async throws {
        let wix = try ScriptedWix { _, _ in html("<html><b>Maintenance</b></html>", status: 200) }
        let error = try await wix.failure(of: isRead ? Self.read : Self.write, to: wix.site())
        #expect(error?.code == "INVALID_ANSWER")
        #expect(error?.outcome == outcome)
        #expect(error?.message == "Wix's answer of 31 bytes is not JSON or not whole", "nothing of the answer")
    }

    @Test func observerIsToldOfEachRequest() async throws {
        let records = Mutex<[WixRequestRecord]>([])
        let wix = try ScriptedWix(onRequest: { record in records.withLock { $0.append(record) } }) { _, number in
            number == 0
                ? json("{}", status: 503, fields: [("x-wix-request-id", "a")])
                : json("{}", fields: [("x-wix-request-id", "b")])
        }
        _ = try await wix.send(Self.read, to: wix.site())
        let seen = records.withLock { $0 }
        #expect(seen.map(\.status) == [503, 200])
        #expect(seen.map(\.wixRequestID) == ["a", "b"])
        #expect(seen.allSatisfy { $0.method == "GET" && $0.path == "/things/v1/things" })
    }

    @Test func cancelledWriteIsUnknown() async throws {
        let (arrived, arrivals) = AsyncStream<Void>.makeStream()
        var limits = HTTPClientLimits()
        limits.firstByteTime = .seconds(3600)
        limits.totalTime = .zero
        let wix = try ScriptedWix(limits: limits) { _, _ in
            arrivals.yield()
            return nil
        }
        // To the end the server must hold the exchange: one that it forgets is answered with a 500.
        defer { withExtendedLifetime(wix) {} }
        let site = wix.site()
        let client = wix.client
        let task = Task(executorPreference: client.loop) {
            do throws(WixError) {
                // However long a busy machine takes until the cancel.
                _ = try await client.send(
                    Self.write, to: site, deadline: WixDeadline(on: client.loop, after: .seconds(3600)))
                return WixError?.none
            } catch {
                return error
            }
        }
        for await _ in arrived { break }
        task.cancel()
        let error = await task.value
        #expect(error?.code == "CANCELLED")
        #expect(error?.outcome == .unknown)
    }

    @Test func usedUpDeadlineSendsNothing() async throws {
        let wix = try ScriptedWix { _, _ in json("{}") }
        let site = wix.site()
        let error = try await wix.run { client in
            do throws(WixError) {
                _ = try await client.send(Self.read, to: site, deadline: WixDeadline(on: client.loop, after: .zero))
                return WixError?.none
            } catch {
                return error
            }
        }
        #expect(error?.code == "TIMEOUT" && error?.outcome == .notSent)
        #expect(wix.seen.isEmpty)
    }

    @Test func noConnectionSendsNothing() async throws {
        let wix = try ScriptedWix { _, _ in json("{}") }
        let site = WixSite(
            credential: .apiKey("k", siteID: "s", accountID: nil),
            endpoints: WixEndpoints(baseURL: "http://127.0.0.1:1", oauthURL: ""))
        let error = try await wix.failure(of: Self.write, to: site)
        #expect(error?.outcome == .notSent)
        #expect(error?.code == "CONNECTION_FAILED")
        #expect(error?.status == nil)
    }
}
