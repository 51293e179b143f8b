import HTTPCore
import Testing

@Suite struct HTTPMediaTypeTests {
    @Test func parsesTypeAndParameters() throws {
        let type = try #require(HTTPMediaType(#" Application/JSON ; Charset="utf-8;\"x" ;a=b;"#))
        #expect(type.type == "application" && type.subtype == "json" && type.essence == "application/json")
        #expect(type.parameter("charset") == "utf-8;\"x")
        #expect(type.parameter("a") == "b")
        #expect(type.parameter("z") == nil)
        #expect(try #require(HTTPMediaType("text/plain")).parameters.isEmpty)
    }

    @Test(arguments: [
        "", "json", "/", "a/", "/b", "a/b/c", "a /b", "a/ b", "a/b;x", "a/b;x=", "a/b;=y", #"a/b;x="y"#, "a/b;x=y z",
        "a,b/c", "é/b",
    ])
    func refusesMalformedTypes(text: String) { #expect(HTTPMediaType(text) == nil) }

    static let accepts: [(accept: [String], json: Int, events: Int)] = [
        ([], 1000, 1000), (["*/*"], 1000, 1000), (["application/json"], 1000, 0),
        (["application/json, text/event-stream"], 1000, 1000),
        (["text/event-stream", "application/json;q=0.5"], 500, 1000), (["application/*;q=0.2, */*;q=0.1"], 200, 100),
        (["*/*, application/json;q=0"], 0, 1000), (["APPLICATION/JSON;Q=0.25"], 250, 0), (["text/html"], 0, 0),
        ([""], 0, 0),
        (["nonsense, application/json"], 1000, 0), (["application/json;q=1.000"], 1000, 0),
        (["application/json;q=1.5"], 1000, 0),
        (["application/json;q=x"], 1000, 0), (["application/json;q=0.1234"], 1000, 0),
        (["application/json;q=0."], 0, 0),
        ([#"application/json;x="a,b";q=0.3"#], 300, 0), (["text/*;q=0.3, text/event-stream;q=0.7"], 0, 700),
    ]

    @Test(arguments: accepts)
    func weighsWhatIsAccepted(accept: [String], json: Int, events: Int) throws {
        let accept = HTTPAccept(accept)
        let jsonType = try #require(HTTPMediaType("application/json"))
        let eventType = try #require(HTTPMediaType("text/event-stream"))
        #expect(accept.quality(of: jsonType) == json)
        #expect(accept.quality(of: eventType) == events)
        #expect(accept.accepts(jsonType) == (json > 0))
    }
}
