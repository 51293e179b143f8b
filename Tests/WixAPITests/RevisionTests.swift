import EventLoop
import HTTPCore
import HTTPServer
import Testing

@testable import WixAPI

@Suite struct RevisionTests {
    static let read = WixRequest("GET", WixPath("/thing"), retry: .read)

    private func update(_ wix: ScriptedWix, revision: String?) async throws -> WixResponse {
        let site = wix.site()
        return try await wix.run { client in
            try await client.withFreshRevision(revision, read: Self.read, path: ["thing", "revision"], site: site) {
                revision, entity throws(WixError) in
                let body = #"{"revision":"\#(revision)","read":\#(entity != nil)}"#
                return try await client.send(WixRequest("PATCH", WixPath("/thing"), body: Array(body.utf8)), to: site)
            }
        }
    }

    private func wix(refusing count: Int, revision: String = #""7""#) throws -> ScriptedWix {
        try ScriptedWix { request, number in
            guard request.head.method == "PATCH" else { return json(#"{"thing":{"id":"a","revision":\#(revision)}}"#) }
            let isRefused = number < 2 * count
            return isRefused
                ? json(#"{"message":"x","details":{"applicationError":{"code":"INVALID_REVISION"}}}"#, status: 409)
                : json("{}")
        }
    }

    @Test(arguments: [(#""7""#, "7"), ("12", "12")]) func missingRevisionIsRead(_ sent: String, _ used: String)
        async throws
    {
        let wix = try wix(refusing: 0, revision: sent)
        _ = try await update(wix, revision: nil)
        #expect(wix.seen.map(\.method) == ["GET", "PATCH"])
        #expect(wix.seen[1].body == #"{"revision":"\#(used)","read":true}"#)
    }

    @Test func givenRevisionIsUsedAsItIs() async throws {
        let wix = try wix(refusing: 0)
        _ = try await update(wix, revision: "3")
        #expect(wix.seen.map(\.body) == [#"{"revision":"3","read":false}"#])
    }

    @Test func givenOldRevisionIsTheCallersConflict() async throws {
        let wix = try wix(refusing: 1)
        await #expect(throws: WixError.self) { try await update(wix, revision: "3") }
        #expect(wix.seen.count == 1)
    }

    @Test func conflictIsMetOnce() async throws {
        let wix = try wix(refusing: 1)
        _ = try await update(wix, revision: nil)
        #expect(wix.seen.map(\.method) == ["GET", "PATCH", "GET", "PATCH"])
    }

    @Test func secondConflictIsFinal() async throws {
        let wix = try wix(refusing: 2)
        await #expect(throws: WixError.self) { try await update(wix, revision: nil) }
        #expect(wix.seen.count == 4)
    }

    @Test func entityWithoutRevision() async throws {
        let wix = try wix(refusing: 0, revision: "null")
        do {
            _ = try await update(wix, revision: nil)
            Issue.record("an entity without a revision was updated")
        } catch let error as WixError {
            #expect(error.code == "NO_REVISION" && error.outcome == .notSent)
        }
        #expect(wix.seen.map(\.method) == ["GET"])
    }
}
