import Gateway
import Glibc
import TestSupport
import Testing

@Suite struct SecretFileTests {
    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private static let digits = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
    private static let base64 = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

    @Test(arguments: [
        digits, digits.uppercased(), digits + "\n", digits + " \r\n\n", base64, base64 + "\n",
        String(base64.dropLast()),
    ]) func readsTheSpellingsOfAKey(_ text: String) throws {
        let path = try folder.write("key", Array(text.utf8))
        #expect(try SecretKeyFile.load(path) == [UInt8](0..<32))
    }

    @Test func hashesAnyOtherText() throws {
        let texts = [
            "correct horse battery staple etc.", Self.digits + "0", Self.base64 + "=", String(Self.digits.dropLast()),
            String(repeating: "é", count: 16), String(repeating: "-", count: 44),
        ]
        let keys = try texts.map { text in
            let key = try #require(try SecretKeyFile.load(try folder.write("key", Array(text.utf8))))
            #expect(key.count == 32)
            let padded = try folder.write("key", Array("\(text)\n".utf8))
            #expect(try SecretKeyFile.load(padded) == key)
            return key
        }
        #expect(Set(keys).count == texts.count)
        // HKDF-SHA256 (RFC 5869) of the first one, as two calls of HMAC elsewhere give it.
        #expect(keys.first?.prefix(8) == [0x13, 0xF8, 0xA6, 0xC6, 0x00, 0x28, 0x1F, 0x14])
    }

    @Test(arguments: ["", "\n", String(repeating: "a", count: 31), String(repeating: "a", count: 31) + "\n\n"])
    func refusesWhatIsTooShort(_ text: String) throws {
        let path = try folder.write("key", Array(text.utf8))
        let problem = "holds a key that is too short (32 characters are needed); `openssl rand -hex 32` makes one"
        #expect(throws: PrivateFileError.unacceptable(path: path, problem: problem)) { try SecretKeyFile.load(path) }
    }

    @Test func refusesWhatIsNoKeyFile() throws {
        let long = try folder.write("long", [UInt8](repeating: 65, count: 5000))
        #expect(throws: PrivateFileError.unacceptable(path: long, problem: "has more than 4096 bytes")) {
            try SecretKeyFile.load(long)
        }
        #expect(throws: PrivateFileError.unacceptable(path: folder.path, problem: "is not a file")) {
            try SecretKeyFile.load(folder.path)
        }
        let pipe = folder.path + "/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(throws: PrivateFileError.unacceptable(path: pipe, problem: "is not a file")) {
            try SecretKeyFile.load(pipe)
        }
        #expect(try SecretKeyFile.load(folder.path + "/none") == nil)
    }

    @Test(arguments: [mode_t(0o644), 0o640, 0o604, 0o620, 0o601])
    func refusesWhatOthersCanRead(_ mode: mode_t) throws {
        let path = try folder.write("key", Array(Self.digits.utf8), mode: mode)
        let error = PrivateFileError.exposed(path: path, mode: String(mode, radix: 8))
        for directory in [nil, "", "/run/credentials/wixmcpd.service", String(folder.path.dropLast())] {
            #expect(throws: error) { try SecretKeyFile.load(path, credentialsDirectory: directory) }
        }
        #expect(error.description.contains("chmod 600 \(path)"))
        // systemd's credentials are kept from others by their folder.
        #expect(try SecretKeyFile.load(path, credentialsDirectory: folder.path) == [UInt8](0..<32))
    }

    @Test func aPathThatLeavesTheCredentialsIsNone() throws {
        let path = try folder.write("key", Array(Self.digits.utf8), mode: 0o644)
        let name = path.split(separator: "/").dropFirst().joined(separator: "/")
        #expect(throws: PrivateFileError.self) {
            try SecretKeyFile.load("/tmp/../tmp/\(name)", credentialsDirectory: "/tmp")
        }
    }

    @Test func makesAKeyForTheOwnerOnly() throws {
        let before = umask(0)
        defer { umask(before) }
        let path = folder.path + "/secret.key"
        let key = try SecretKeyFile.make(path)
        #expect(key.count == 32)
        #expect(folder.mode("secret.key") == 0o600)
        #expect(folder.names == ["secret.key"])
        #expect(try PrivateFile.read(path, limit: 100)?.count == 65)
        #expect(try SecretKeyFile.load(path) == key)
        // Never over another one.
        #expect(throws: PrivateFileError.unacceptable(path: path, problem: "exists already")) {
            try SecretKeyFile.make(path)
        }
        #expect(try SecretKeyFile.load(path) == key)
        #expect(try SecretKeyFile.make(folder.path + "/other.key") != key)
    }

    @Test func aFolderThatIsMissingIsNamed() {
        let path = folder.path + "/none/secret.key"
        let error = PrivateFileError.failed(path: path, what: "cannot be made", reason: "No such file or directory")
        #expect(throws: error) { try SecretKeyFile.make(path) }
        #expect(error.description == "the file \(path) cannot be made: No such file or directory")
    }

    @Test func theAdminTokenIsMadeOnce() throws {
        let path = folder.path + "/admin.token"
        let token = try AdminTokenFile.loadOrMake(path)
        #expect(ServerToken.isAcceptable(token))
        #expect(folder.mode("admin.token") == 0o600)
        #expect(try AdminTokenFile.loadOrMake(path) == token)
        #expect(try PrivateFile.read(path, limit: 100) == Array("\(token)\n".utf8))
    }

    @Test(arguments: ["", "short", "0123456789abcdef 0123456789abcdef"])
    func refusesAnAdminTokenThatIsNone(_ text: String) throws {
        let path = try folder.write("admin.token", Array(text.utf8))
        #expect(throws: PrivateFileError.self) { try AdminTokenFile.loadOrMake(path) }
        let exposed = try folder.write("exposed", Array("0123456789abcdef".utf8), mode: 0o644)
        #expect(throws: PrivateFileError.exposed(path: exposed, mode: "644")) { try AdminTokenFile.loadOrMake(exposed) }
    }
}
