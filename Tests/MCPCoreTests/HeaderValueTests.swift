import Testing

@testable import MCPCore

@Suite struct HeaderValueTests {
    @Test(
        arguments: [
            ("plain", "plain"), ("", ""), ("=?base64?SGVsbG8=?=", "Hello"), ("=?base64??=", ""),
            ("=?base64?w6k=?=", "é"),
            ("=?base64?+/+/?=", nil),  // not UTF-8
            ("=?base64?SGVsbG8?=", nil), ("=?base64?SGVsbG8==?=", nil), ("=?base64?SGVs bG8=?=", nil),
            ("=?base64?SGVsbG8=x?=", nil), ("=?base64?SGVsbG9=?=", nil),  // stray bits
            ("=?base64?SGVsbA==?=", "Hell"), ("=?base64?SGVsbB==?=", nil), ("=?base64?=SGV?=", nil),
            ("=?base64?====?=", nil),
            ("=?base64?SGVs_-8=?=", nil),
            ("=?BASE64?SGVsbG8=?=", "=?BASE64?SGVsbG8=?="), ("=?base64?SGVsbG8=", "=?base64?SGVsbG8="),
            ("?base64?SGVsbG8=?=", "?base64?SGVsbG8=?="), ("=?base64?=", "=?base64?="),
        ] as [(String, String?)])
    func decode(_ value: String, _ expected: String?) { #expect(HeaderValue.decode(value) == expected) }
}
