import JSON
import Testing
import WixCatalogue

/// What a record says of places, times, masks and answers, as it reaches Wix.
@Suite struct RequestFormTests {
    /// Calls `wix_things_do`, whose one request Wix answers with `answer`.
    private func call(
        _ members: String, _ arguments: String, effect: String = "update", answer: String = #"{"thing":{"id":"t"}}"#
    ) async throws -> (sent: [ScriptedOrigin.Request], value: JSONValue, isError: Bool) {
        let origin = ScriptedOrigin()
        origin.answer("/things", answer)
        let record = TestCatalogue.record("wix_things_do", members, effect: effect)
        let catalogue = try TestCatalogue.of(TestCatalogue.reader, record)
        let result = try await origin.bench(catalogue).call("wix_things_do", arguments)
        return (origin.requests, result.value, result.isError)
    }

    private static let id = #"{"name":"id","schema":{"type":"string"},"required":true,"to":"path:id"}"#

    @Test func aDeleteSendsItsBody() async throws {
        let call = try await call(
            #"""
            "request":{"verb":"DELETE","path":"/things/{id}","body":true},
            "arguments":[\#(Self.id),{"name":"memberIds","schema":{"type":"array"},"required":true}],
            "answer":{"entity":"","name":"thing"}
            """#, #"{"id":"t","memberIds":["a","b"]}"#, effect: "delete", answer: "{}")
        #expect(call.sent == [.init(line: "DELETE /things/t", body: #"{"memberIds":["a","b"]}"#)])
        #expect(call.value.text == #"{"id":"t","done":true}"#)
    }

    /// A write whose answer is empty and that has no id says that it is done, and no more.
    @Test func whatIsDoneHasNoIdOfItsOwn() async throws {
        let call = try await call(
            #""request":{"verb":"POST","path":"/things"},"answer":{"entity":"","name":"thing"}"#, "{}", answer: "{}")
        #expect(call.value.text == #"{"done":true}"#)
    }

    @Test func theSiteIsNamedByTheDaemon() async throws {
        let members = #"""
            "request":{"verb":"POST","path":"/things","constants":[{"to":"body:tenant.id","from":"site.id"}]},
            "arguments":[{"name":"name","schema":{"type":"string"}}],"answer":{"entity":"thing","name":"thing"}
            """#
        let call = try await call(members, #"{"name":"x"}"#)
        #expect(call.sent.map(\.body) == [#"{"tenant":{"id":"s"},"name":"x"}"#])
        // There is no argument that could name another.
        #expect(try await self.call(members, #"{"tenant":{"id":"other"}}"#).sent.isEmpty)
    }

    @Test(arguments: [
        ("2026-12-01T00:00:00Z", 1_796_083_200_000), ("2026-12-01T01:30:00.000+01:30", 1_796_083_200_000),
        ("1970-01-01T00:00:01Z", 1_000),
    ])
    func timesBecomeMilliseconds(text: String, expected: Int) async throws {
        let call = try await call(
            #"""
            "request":{"verb":"POST","path":"/things"},"answer":{"entity":"thing","name":"thing"},
            "arguments":[{"name":"start","schema":{"type":"string","format":"date-time"},"as":"milliseconds"}]
            """#, #"{"start":"\#(text)"}"#)
        #expect(call.sent.map(\.body) == [#"{"start":\#(expected)}"#])
    }

    @Test(arguments: ["2026-12-01", "tomorrow", "1796083200000", "2026-12-01T00:00:00"])
    func whatIsNoTimeIsRefused(text: String) async throws {
        let call = try await call(
            #"""
            "request":{"verb":"POST","path":"/things"},"answer":{"entity":"thing","name":"thing"},
            "arguments":[{"name":"start","schema":{"type":"string","format":"date-time"},"as":"milliseconds"}]
            """#, #"{"start":"\#(text)"}"#)
        #expect(call.isError && call.sent.isEmpty)
        #expect(call.value["message"]?.stringValue?.contains("start") == true)
    }

    private static let masking = #"""
        "request":{"verb":"PATCH","path":"/things/{id}","wrapper":"thing","mask":"body:mask.paths"},
        "arguments":[\#(id),{"name":"city","schema":{"type":"string"},"to":"body:thing.address.city"},
         {"name":"size","schema":{"type":"object"},"mask":"inside"},{"name":"kind","schema":{"type":"string"},"mask":"never"}],
        "answer":{"entity":"thing","name":"thing"}
        """#

    @Test(arguments: [
        (#"{"id":"t","city":"Rome"}"#, #"{"thing":{"address":{"city":"Rome"}},"mask":{"paths":["address.city"]}}"#),
        (
            #"{"id":"t","size":{"a":{"b":1},"c":[2]},"kind":"k"}"#,
            #"{"thing":{"size":{"a":{"b":1},"c":[2]},"kind":"k"},"mask":{"paths":["size.a.b","size.c"]}}"#
        ),
        (#"{"id":"t","size":{}}"#, #"{"thing":{"size":{}},"mask":{"paths":["size"]}}"#),
    ])
    func aMaskNamesWhatIsGiven(arguments: String, body: String) async throws {
        let call = try await call(Self.masking, arguments)
        #expect(call.sent.map(\.body) == [body])
    }

    /// What Wix wants beside a change is none.
    @Test func aMaskOfNothingIsRefused() async throws {
        let call = try await call(Self.masking, #"{"id":"t","kind":"k"}"#)
        #expect(call.sent.isEmpty && call.isError)
        #expect(call.value["message"]?.stringValue?.contains("city, size") == true)
    }

    @Test func whatWixWantsAgainIsReadFirst() async throws {
        let origin = ScriptedOrigin()
        origin.answer("/things/t", #"{"thing":{"id":"t","revision":"4","name":"Kept","size":9}}"#)
        origin.answer("/things/t", #"{"thing":{"id":"t"}}"#)
        let record = TestCatalogue.record(
            "wix_things_do",
            #"""
            "request":{"verb":"PATCH","path":"/things/{id}","wrapper":"thing"},
            "arguments":[\#(Self.id),{"name":"size","schema":{"type":"integer"}}],
            "revision":{"from":"wix_thing_get","at":"revision","to":"body:thing.revision","keep":["name"]},
            "answer":{"entity":"thing","name":"thing"}
            """#)
        let bench = try origin.bench(try TestCatalogue.of(TestCatalogue.reader, record))
        _ = try await bench.call("wix_things_do", #"{"id":"t","size":1,"revision":"3"}"#)
        #expect(origin.requests.map(\.line) == ["GET /things/t", "PATCH /things/t"])
        #expect(origin.requests.last?.body == #"{"thing":{"size":1,"revision":"3","name":"Kept"}}"#)
    }

    @Test func membersAreLaidOverWhatIsThere() async throws {
        let origin = ScriptedOrigin()
        origin.answer("/things/t", #"{"thing":{"id":"t","data":{"_id":"t","a":1,"5":2}}}"#)
        origin.answer("/things/t", #"{"thing":{"id":"t"}}"#)
        let record = TestCatalogue.record(
            "wix_things_do",
            #"""
            "request":{"verb":"PUT","path":"/things/{id}","wrapper":"thing"},
            "arguments":[\#(Self.id),{"name":"data","schema":{"type":"object"},"as":"members"}],
            "revision":{"from":"wix_thing_get","merge":true,"without":["data._id","nothing.here"]},
            "answer":{"entity":"thing","name":"thing"}
            """#)
        let bench = try origin.bench(try TestCatalogue.of(TestCatalogue.reader, record))
        _ = try await bench.call("wix_things_do", #"{"id":"t","data":{"a":7,"x.y":8,"5":3}}"#)
        #expect(origin.requests.last?.body == #"{"thing":{"id":"t","data":{"a":7,"5":3,"x.y":8}}}"#)
    }
}
