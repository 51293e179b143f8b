import ArgumentParser
import Glibc
import TestSupport
import Testing

@testable import wixmcpd

@Suite struct SecretCommandTests {
    /// An empty file is an empty database.
    private let store: TemporaryFile
    private let folder: TemporaryFolder
    private var place: SecretKeyPlace { SecretKeyPlace(path: "\(folder.path)/secret.key", isCredential: false) }

    init() throws {
        store = try TemporaryFile("", suffix: ".db")
        folder = try TemporaryFolder(["secret.key": String(repeating: "ab", count: 32)])
    }

    private func command(_ more: [String] = []) throws -> SecretRotate {
        try #require(try WixMCPD.parseAsRoot(["secret", "rotate"] + more) as? SecretRotate)
    }

    @Test func aNewKeyTakesThePlaceOfTheOld() throws {
        let before = try FileReader().text(of: place.path)
        let words = try command().rotate(store.path, place, credentialsDirectory: nil)
        let after = try FileReader().text(of: place.path)
        #expect(words.contains("sealed 0 secrets of \(store.path)") && words.contains(place.path))
        #expect(after != before && after.count == 65)
        for suffix in [".lock", "-wal", "-shm"] { unlink(store.path + suffix) }
    }

    @Test func aKeyInAnotherFileIsLeftToTheOperator() throws {
        let next = try TemporaryFile(String(repeating: "cd", count: 32), suffix: ".key")
        let before = try FileReader().text(of: place.path)
        let words = try command(["--new-key-file", next.path]).rotate(store.path, place, credentialsDirectory: nil)
        #expect(words.contains("put it in the place of \(place.path)"))
        #expect(try FileReader().text(of: place.path) == before)
        for suffix in [".lock", "-wal", "-shm"] { unlink(store.path + suffix) }
    }

    @Test func saysWhyNot() throws {
        let nothing = #expect(throws: CommandFailure.self) {
            try command().rotate("/nowhere/wixmcpd.db", place, credentialsDirectory: nil)
        }
        #expect(nothing?.description.contains("no store at /nowhere/wixmcpd.db") == true)
        let credential = #expect(throws: CommandFailure.self) {
            let place = SecretKeyPlace(path: "/run/credentials/x/secret_key", isCredential: true)
            return try command().rotate(store.path, place, credentialsDirectory: "/run/credentials/x")
        }
        #expect(credential?.description.contains("--new-key-file") == true)
        let missing = #expect(throws: CommandFailure.self) {
            try command(["--new-key-file", "/nowhere/key"]).rotate(store.path, place, credentialsDirectory: nil)
        }
        #expect(missing?.description.contains("/nowhere/key") == true)
    }

    @Test func theKeyIsWhereTheConfigurationThenSystemdThenTheStateSays() throws {
        var settings = Settings()
        let state = StateDirectory(path: "/s")
        #expect(
            try settings.secretKeyPlace(environment: [:], state: state)
                == SecretKeyPlace(path: "/s/secret.key", isCredential: false))
        #expect(try settings.secretKeyPlace(environment: [:], state: nil) == nil)
        let credentials = try TemporaryFolder(["secret_key": "0123456789abcdef0123456789abcdef"])
        let environment = ["CREDENTIALS_DIRECTORY": credentials.path]
        let loaded = SecretKeyPlace(path: "\(credentials.path)/secret_key", isCredential: true)
        #expect(try settings.secretKeyPlace(environment: environment, state: state) == loaded)
        settings.secretKeyFile = "credential:secret_key"
        #expect(try settings.secretKeyPlace(environment: environment, state: state) == loaded)
        settings.secretKeyFile = "/etc/key"
        #expect(
            try settings.secretKeyPlace(environment: environment, state: state)
                == SecretKeyPlace(path: "/etc/key", isCredential: false))
        // The unit's default for a file that is not there.
        let none = try TemporaryFolder(["secret_key": "-"])
        settings.secretKeyFile = nil
        #expect(
            try settings.secretKeyPlace(environment: ["CREDENTIALS_DIRECTORY": none.path], state: state)?.path
                == "/s/secret.key")
    }
}
