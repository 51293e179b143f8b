import Testing

@testable import WixAPI

@Suite struct RedactionTests {
    static let token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"

    @Test(arguments: [
        ("key IST.\(token) end", "key [redacted] end"),
        ("authorization: Bearer abc", "authorization: Bearer [redacted]"),
        ("BEARER  x.y", "BEARER  [redacted]"),
        ("\"OauthNG.JWS.\(token)\"", "\"[redacted]\""),
        ("token=JWS.\(token)&x=1", "[redacted]&x=1"),
        (token, "[redacted]"),
        ("IST.short", "IST.short"), ("nothing here, eyJ", "nothing here, eyJ"), ("", ""),
        ("ünïcode €", "ünïcode €"),
        ("9f3a1c2e-1111-2222-3333-444455556666", "9f3a1c2e-1111-2222-3333-444455556666"),
    ])
    func redacts(_ text: String, _ expected: String) {
        #expect(Redaction.redact(text) == expected)
    }
}
