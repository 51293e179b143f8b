import Gateway
import Testing

@Suite struct SecretSealerTests {
    private let key = [UInt8](0..<32)
    private let other = [UInt8](repeating: 7, count: 32)

    @Test(arguments: [0, 1, 16, 43, 5000]) func opensWhatItSealed(_ length: Int) throws {
        let secret = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
        let sealed = try SecretSealer(key: key).seal(secret, context: "account")
        #expect(try SecretSealer(key: key).open(sealed, context: "account") == secret)
        #expect(sealed.count == 1 + 8 + 12 + length + 16)
        #expect(sealed.first == 1)
        #expect(SecretSealer.keyID(of: sealed) == SecretSealer(key: key).keyID)
    }

    @Test func theSecretIsNotInTheSealedValueAndNoTwoAreAlike() throws {
        let secret = Array("a secret that is long enough to find".utf8)
        let sealer = SecretSealer(key: key)
        let sealed = try (0..<20).map { _ in try sealer.seal(secret, context: "") }
        #expect(Set(sealed).count == 20)
        #expect(Set(sealed.map { Array($0[9..<21]) }).count == 20)
        for value in sealed { #expect(!String(decoding: value, as: UTF8.self).contains("secret")) }
    }

    @Test func anotherContextDoesNotOpenIt() throws {
        let sealer = SecretSealer(key: key)
        let sealed = try sealer.seal([1, 2, 3], context: "a")
        #expect(throws: SealError.unreadable) { try sealer.open(sealed, context: "b") }
        #expect(throws: SealError.unreadable) { try sealer.open(sealed, context: "") }
    }

    @Test func anotherKeyIsToldApartFromDamage() throws {
        let sealed = try SecretSealer(key: key).seal([1, 2, 3], context: "a")
        #expect(throws: SealError.wrongKey) { try SecretSealer(key: other).open(sealed, context: "a") }
        // Nor does it help to put the other key's name in.
        let renamed = [1] + SecretSealer(key: other).keyID + sealed.dropFirst(9)
        #expect(throws: SealError.unreadable) { try SecretSealer(key: other).open(renamed, context: "a") }
    }

    @Test func noByteCanBeChangedTakenAwayOrAdded() throws {
        let sealer = SecretSealer(key: key)
        let sealed = try sealer.seal(Array("secret".utf8), context: "a")
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(throws: SealError.self) { try sealer.open(changed, context: "a") }
            #expect(throws: SealError.self) { try sealer.open(Array(sealed.prefix(index)), context: "a") }
        }
        #expect(throws: SealError.unreadable) { try sealer.open(sealed + [0], context: "a") }
    }

    @Test func theNameOfAKeyIsTheBeginningOfItsHash() {
        // SHA-256 of "abc" (FIPS 180-4).
        #expect(
            SecretSealer(key: Array("abc".utf8)).keyID == [0xBA, 0x78, 0x16, 0xBF, 0x8F, 0x01, 0xCF, 0xEA])
    }
}
