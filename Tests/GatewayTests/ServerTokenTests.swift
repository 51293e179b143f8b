import Testing

@testable import Gateway

@Suite struct ServerTokenTests {
    @Test func generatedTokensHave256BitsAndNeedNoEscape() {
        let tokens = (0..<50).map { _ in ServerToken.generate() }
        #expect(Set(tokens).count == 50)
        for token in tokens {
            #expect(token.utf8.count == 43)
            #expect(ServerToken.isAcceptable(token))
        }
    }

    @Test(arguments: [
        (String(repeating: "a", count: 15), false), (String(repeating: "a", count: 16), true),
        (String(repeating: "a", count: 256), true), (String(repeating: "a", count: 257), false),
        ("0123456789abcde/", false), ("0123456789abcde%", false), ("0123456789abcde ", false),
        ("0123456789abcdeé", false),
        ("0123456789-._~AZaz", true),
    ]) func accepts(_ token: String, _ expected: Bool) {
        #expect(ServerToken.isAcceptable(token) == expected)
    }

    // RFC 4648 section 10, without and with padding; and the two characters that differ.
    @Test(arguments: [
        ("", "", ""), ("f", "Zg", "Zg=="), ("fo", "Zm8", "Zm8="), ("foo", "Zm9v", "Zm9v"),
        ("foob", "Zm9vYg", "Zm9vYg=="),
        ("fooba", "Zm9vYmE", "Zm9vYmE="), ("foobar", "Zm9vYmFy", "Zm9vYmFy"),
    ]) func encodesBase64(_ text: String, _ url: String, _ standard: String) {
        #expect(Base64.encode(Array(text.utf8), .url) == url)
        #expect(Base64.encode(Array(text.utf8), .standard) == standard)
    }

    @Test func alphabetsDiffer() {
        #expect(Base64.encode([0xFB, 0xFF], .url) == "-_8")
        #expect(Base64.encode([0xFB, 0xFF], .standard) == "+/8=")
    }
}

@Suite struct TokenHashTests {
    @Test func sameTokenSameHash() {
        let hasher = TokenHasher(key: Array("key".utf8))
        #expect(hasher.hash("token") == hasher.hash("token"))
        #expect(hasher.hash("token").hashValue == hasher.hash("token").hashValue)
    }

    @Test(arguments: ["tokem", "toke", "token ", "Token", ""]) func otherTokenOtherHash(_ other: String) {
        let hasher = TokenHasher(key: Array("key".utf8))
        #expect(hasher.hash("token") != hasher.hash(other))
    }

    @Test func theKeyMatters() {
        #expect(TokenHasher(key: Array("key".utf8)).hash("token") != TokenHasher(key: Array("kez".utf8)).hash("token"))
        #expect(TokenHasher().hash("token") != TokenHasher().hash("token"))
    }

    /// HMAC-SHA256 with key "key" of the usual pangram, as published with RFC 2104's examples and by every HMAC tool.
    @Test func isHMACWithSHA256() {
        let hash = TokenHasher(key: Array("key".utf8)).hash("The quick brown fox jumps over the lazy dog")
        #expect(hash.hexadecimal == "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8")
    }
}
