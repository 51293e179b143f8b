import JSON
import Testing
import WixCatalogue

/// Merges, masks, counts and filters that must not be empty.
@Suite struct WriteFormTests {
    private static let merging = TestCatalogue.record(
        "wix_thing_put",
        #"""
        "request":{"verb":"PUT","path":"/things/{id}","wrapper":"thing"},
        "arguments":[{"name":"id","schema":{"type":"string"},"required":true,"to":"path:id"},
         {"name":"name","schema":{"type":"string"}},{"name":"size","schema":{"type":"object"}},
         {"name":"city","schema":{"type":"string"},"to":"body:thing.address.city"}],
        "revision":{"from":"wix_thing_get","at":"revision","to":"body:thing.revision","merge":true},
        "answer":{"entity":"thing","name":"thing"}
        """#)
    private static let thing =
        #"{"thing":{"id":"t","revision":"3","name":"Old","size":{"a":1},"address":{"city":"X","zip":"1"}}}"#

    private func put(_ arguments: String, reads: [String] = [thing], writes: [(Int, String)] = [(200, thing)])
        async throws -> (requests: [ScriptedOrigin.Request], isError: Bool)
    {
        let origin = ScriptedOrigin()
        // Reads and writes have one path, so they are told apart by their order.
        for (index, write) in writes.enumerated() {
            if index < reads.count { origin.answer("/things/t", reads[index]) }
            origin.answer("/things/t", write.1, status: write.0)
        }
        let catalogue = try TestCatalogue.of(TestCatalogue.reader, Self.merging)
        let result = try await origin.bench(catalogue).call("wix_thing_put", arguments)
        return (origin.requests, result.isError)
    }

    @Test func whatWixReplacesIsMerged() async throws {
        let (requests, isError) = try await put(#"{"id":"t","name":"New","size":{"b":2},"city":"Y"}"#)
        #expect(!isError)
        #expect(requests.map(\.line) == ["GET /things/t", "PUT /things/t"])
        #expect(
            requests.last?.body
                == #"{"thing":{"id":"t","revision":"3","name":"New","size":{"b":2},"address":{"city":"Y","zip":"1"}}}"#)
    }

    @Test func theCallersRevisionWins() async throws {
        let (requests, _) = try await put(#"{"id":"t","name":"New","revision":"9"}"#)
        #expect(requests.count == 2)
        #expect(requests.last?.body.contains(#""revision":"9""#) == true)
        #expect(requests.last?.body.contains(#""size":{"a":1}"#) == true)
    }

    @Test func aCallerMayReplaceAfterAll() async throws {
        let (requests, _) = try await put(#"{"id":"t","name":"New","replace":true}"#)
        #expect(requests.last?.body == #"{"thing":{"name":"New","revision":"3"}}"#)
        let (direct, _) = try await put(#"{"id":"t","name":"New","replace":true,"revision":"3"}"#, reads: [])
        #expect(direct.map(\.line) == ["PUT /things/t"])
    }

    @Test func aStaleMergeIsMadeAnewOnce() async throws {
        let stale = #"{"message":"","details":{"applicationError":{"code":"INVALID_REVISION"}}}"#
        let newer = #"{"thing":{"id":"t","revision":"4","name":"Other","size":{"a":2}}}"#
        let (requests, isError) = try await put(
            #"{"id":"t","city":"Y"}"#, reads: [Self.thing, newer], writes: [(409, stale), (200, newer)])
        #expect(!isError)
        #expect(requests.count == 4)
        #expect(requests.last?.body.contains(#""revision":"4","name":"Other""#) == true)
    }

    // MARK: Masks

    private func masked(_ arguments: String) async throws -> (value: JSONValue, bodies: [String]) {
        let origin = ScriptedOrigin()
        origin.answer("/profile", "{}")
        let record = TestCatalogue.record(
            "wix_profile_update",
            #"""
            "request":{"verb":"PATCH","path":"/profile/{id}","wrapper":"profile","mask":"body:fields.paths"},
            "arguments":[{"name":"id","schema":{"type":"string"},"required":true,"to":["path:id","body:profile.id"]},
             {"name":"timeZone","schema":{"type":"string"}},{"name":"city","schema":{"type":["string","null"]},"to":"body:profile.address.city"},
             {"name":"notify","schema":{"type":"boolean"},"to":"body:notify"}],
            "answer":{"entity":"","name":"profile"}
            """#)
        let catalogue = try TestCatalogue.of(TestCatalogue.reader, record)
        let result = try await origin.bench(catalogue).call("wix_profile_update", arguments)
        return (result.value, origin.requests.map(\.body))
    }

    @Test func theMaskNamesWhatIsGiven() async throws {
        let bodies = try await masked(#"{"id":"p","timeZone":"Europe/Rome","city":"Bari","notify":true}"#).bodies
        #expect(
            bodies == [
                #"{"profile":{"id":"p","timeZone":"Europe/Rome","address":{"city":"Bari"}},"notify":true,"fields":{"paths":["timeZone","address.city"]}}"#
            ])
    }

    @Test func aMaskOfNothingSendsNothing() async throws {
        let (value, bodies) = try await masked(#"{"id":"p","notify":true}"#)
        #expect(bodies.isEmpty)
        #expect(value["message"]?.stringValue == "Give what changes: timeZone, city.")
    }

    // MARK: Counts

    @Test(arguments: [
        (#"{"count":7}"#, 7), (#"{"count":"12"}"#, 12), ("{}", 0), (#"{"other":1}"#, nil), (#"{"count":[]}"#, nil),
    ])
    func aCountIsANumber(body: String, count: Int?) async throws {
        let origin = ScriptedOrigin()
        origin.answer("/things/count", body)
        let record = TestCatalogue.record(
            "wix_things_count",
            #""request":{"verb":"POST","path":"/things/count"},"answer":{"entity":"","name":"things","count":"count"}"#,
            effect: "read")
        let result = try await origin.bench(try TestCatalogue.of(record)).call("wix_things_count")
        #expect(result.isError == (count == nil))
        if let count { #expect(result.value.text == #"{"count":\#(count)}"#) }
    }

    // MARK: Filters that must not be empty

    private func deletion(_ arguments: String, refuse: String) async throws -> (value: JSONValue, sent: [String]) {
        let origin = ScriptedOrigin()
        origin.answer("/things/delete", "{}")
        let record = TestCatalogue.record(
            "wix_things_delete_by_filter",
            #"""
            "request":{"verb":"POST","path":"/things/delete"},"answer":{"entity":"","name":"things"},
            "arguments":[{"name":"search","schema":{"type":"string"}}],
            "filter":{"to":"body:filter","refuseEmpty":\#(refuse),"groups":[{"fields":["*"],"operators":"$eq $in"}]}
            """#, effect: "delete")
        let catalogue = try TestCatalogue.of(TestCatalogue.reader, record)
        let result = try await origin.bench(catalogue).call("wix_things_delete_by_filter", arguments)
        return (result.value, origin.requests.map(\.body))
    }

    @Test(arguments: [
        "{}", #"{"filter":{}}"#, #"{"filter":{"$and":[{}]}}"#, #"{"filter":{"$or":[{"a":1},{}]}}"#, #"{"search":"x"}"#,
        #"{"filter":{"$not":{}}}"#,
    ])
    func anEmptyFilterIsRefused(arguments: String) async throws {
        let (value, sent) = try await deletion(arguments, refuse: "true")
        #expect(sent.isEmpty)
        #expect(value.value(at: "error.code") == "INVALID_ARGUMENT")
        #expect(value["message"]?.stringValue?.contains("filter") == true)
    }

    @Test func aFilterWithAConditionIsSent() async throws {
        let sent = try await deletion(#"{"filter":{"anything.at.all":{"$in":["x"]}}}"#, refuse: "true").sent
        #expect(sent == [#"{"filter":{"anything.at.all":{"$in":["x"]}}}"#])
    }

    @Test func anotherArgumentMayStandForIt() async throws {
        #expect(try await deletion("{}", refuse: #""search""#).sent.isEmpty)
        #expect(try await deletion(#"{"search":"Ada"}"#, refuse: #""search""#).sent == [#"{"search":"Ada"}"#])
        #expect(try await deletion(#"{"filter":{"a":1}}"#, refuse: #""search""#).sent == [#"{"filter":{"a":1}}"#])
    }
}
