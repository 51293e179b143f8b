import HTTPServer
import Testing

@testable import wixmcpd

@Suite struct ValueTextTests {
    @Test(
        arguments: [
            ("0", 0), ("1", 1), ("1024", 1024), ("64KiB", 65536), ("4MiB", 4 << 20), ("1GiB", 1 << 30), ("KiB", nil),
            ("1.5MiB", nil), ("1 KiB", nil), ("1kb", nil), ("", nil), ("9223372036854775807GiB", nil),
            ("99999999999999999999", nil),
        ] as [(String, Int?)]) func sizes(_ text: String, _ bytes: Int?)
    { #expect(ByteSize.parse(text) == bytes) }

    @Test(arguments: [(0, "0"), (1023, "1023"), (1024, "1KiB"), (1536, "1536"), (4 << 20, "4MiB"), (3 << 30, "3GiB")])
    func sizeTexts(_ bytes: Int, _ text: String) { #expect(ByteSize.text(bytes) == text) }

    @Test(
        arguments: [
            ("10", .seconds(10)), ("10s", .seconds(10)), ("500ms", .milliseconds(500)), ("2m", .seconds(120)),
            ("1h", .seconds(3600)),
            ("90d", .seconds(7_776_000)), ("s", nil), ("1w", nil), ("d", nil), ("", nil), ("1.5s", nil),
            ("9223372036854775807h", nil),
        ] as [(String, Duration?)]) func durations(_ text: String, _ duration: Duration?)
    {
        #expect(DurationText.parse(text) == duration)
    }

    @Test(arguments: [
        (Duration.zero, "0s"), (.milliseconds(1500), "1500ms"), (.seconds(90), "90s"), (.seconds(120), "2m"),
        (.seconds(7200), "2h"), (.seconds(86_400), "24h"), (.seconds(172_800), "2d"), (.seconds(90_000), "25h"),
    ]) func durationTexts(_ duration: Duration, _ text: String) { #expect(DurationText.text(duration) == text) }

    @Test(
        arguments: [
            ("127.0.0.1:80", .tcp(host: "127.0.0.1", port: 80)), ("[::1]:80", .tcp(host: "::1", port: 80)),
            ("localhost:0", .tcp(host: "localhost", port: 0)), (":80", .tcp(host: "0.0.0.0", port: 80)),
            ("*:80", .tcp(host: "0.0.0.0", port: 80)), ("unix:/x", .unix(path: "/x")), ("unix:x", nil), ("unix:", nil),
            ("::1:80", nil), ("a:65536", nil), ("a:-1", nil), ("a:", nil), ("a", nil), ("", nil),
            ("unix:/" + String(repeating: "x", count: 106), .unix(path: "/" + String(repeating: "x", count: 106))),
            ("unix:/" + String(repeating: "x", count: 107), nil),
        ] as [(String, ListenAddress?)]) func addresses(_ text: String, _ address: ListenAddress?)
    {
        #expect(ListenAddress(text) == address)
    }

    @Test(arguments: [
        ("http://127.0.0.1:8787/mcp/x?y=1#z", "http://127.0.0.1:8787", "127.0.0.1", "/mcp/x?y=1"),
        ("HTTPS://Example.COM", "https://example.com", "example.com", "/"),
        ("http://[::1]:80/a", "http://[::1]:80", "[::1]", "/a"), ("http://[::1]/a", "http://[::1]", "[::1]", "/a"),
        ("http://x?q", "http://x", "x", "/?q"),
    ]) func urls(_ text: String, _ origin: String, _ host: String, _ target: String) throws {
        let url = try #require(WebURL(text))
        #expect(url.origin == origin)
        #expect(url.host == host)
        #expect(url.target == target)
    }

    @Test(arguments: ["", "ftp://x/", "http://", "http://:80/", "x", "http://a b/", "http://user@host/"])
    func noURLs(_ text: String) { #expect(WebURL(text) == nil) }

    @Test(arguments: [
        ("/messages?sessionId=1", "http://a:1/messages?sessionId=1"), ("http://b/x", "http://b/x"),
        ("//b/x", "http://b/x"),
        ("?s=1", "http://a:1/p/sse?s=1"), ("messages", "http://a:1/p/messages"),
    ]) func references(_ reference: String, _ expected: String) throws {
        let base = try #require(WebURL("http://a:1/p/sse?t=2"))
        #expect(base.resolving(reference)?.text == expected)
    }

    @Test(arguments: [
        ("Authorization: Bearer t", "Authorization", "Bearer t"),
        ("Authorization:Bearer t", "Authorization", "Bearer t"),
        ("X:${TOKEN}!", "X", "secret!"), ("X:a${TOKEN}b${NONE}c", "X", "asecretbc"), ("X:", "X", ""),
        ("X:${open", "X", "${open"),
    ]) func fields(_ text: String, _ name: String, _ value: String) throws {
        let field = try #require(BridgeField(text, environment: ["TOKEN": "secret"]))
        #expect(field.name == name)
        #expect(field.value == value)
    }

    @Test(arguments: ["no colon", ": x", "a b: x", "X:a\r\nY: b", "X:${EVIL}"]) func noFields(_ text: String) {
        #expect(BridgeField(text, environment: ["EVIL": "a\nb"]) == nil)
    }
}
