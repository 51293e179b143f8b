import ArgumentParser
import Gateway
import SQLiteStore

struct SecretCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secret", abstract: "Looks after the key that seals Wix credentials in the store.",
        subcommands: [SecretRotate.self])
}

struct SecretRotate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: "Makes a new secret key and seals everything in the store under it.",
        discussion: """
            Stop the daemon first. No token and no URL changes. A backup of the store from before needs the key from before. \
            A key that comes from a systemd credential is replaced by hand: seal the store under the key in another file with \
            --new-key-file, then make that file the credential's. Run as root it acts as the user who owns the store.
            """)

    @Option(
        help: ArgumentHelp(
            "Seal under the key in this file, and leave it to you to put it where the daemon reads its key.",
            valueName: "file"))
    var newKeyFile: String?
    @OptionGroup var configuration: ConfigurationOptions

    func run() throws {
        let environment = ProcessSetup.environment()
        let settings = try configuration.load().settings
        let state = StateDirectory(settings, environment: environment)
        let place = try settings.secretKeyPlace(environment: environment, state: state)
        guard let store = settings.storeInForce(state), let place else {
            throw CommandFailure("there is no state directory: set STATE_DIRECTORY, XDG_STATE_HOME or HOME")
        }
        guard case .sqlite(let path) = store else {
            throw CommandFailure("store is memory, so nothing is kept and there is nothing to seal again")
        }
        print(try rotate(path, place, credentialsDirectory: environment["CREDENTIALS_DIRECTORY"]))
    }

    /// Answers what was done.
    func rotate(_ path: String, _ place: SecretKeyPlace, credentialsDirectory: String?) throws(CommandFailure) -> String
    {
        guard let owner = FileOwner(of: path) else { throw CommandFailure("there is no store at \(path)") }
        if newKeyFile == nil, place.isCredential {
            throw CommandFailure(
                "the secret key is the systemd credential \(place.path), which only systemd replaces; name a file with the new "
                    + "key with --new-key-file")
        }
        do {
            let next = try newKey()
            try owner.become()
            let store = try SQLiteStore(path: path)
            let count: Int
            if let next {
                let current = try SecretRotation.key(
                    at: place.path, for: store, credentialsDirectory: credentialsDirectory)
                count = try SecretRotation.reseal(store, from: SecretSealer(key: current), to: SecretSealer(key: next))
            } else {
                count = try SecretRotation.rotate(keyAt: place.path, of: store)
            }
            try store.close()
            let sealed = "sealed \(count) secret\(count == 1 ? "" : "s") of \(path) under "
            guard let newKeyFile else { return sealed + "a new key in \(place.path); tokens and URLs stay as they are" }
            return sealed + "the key in \(newKeyFile); put it in the place of \(place.path) before the daemon starts"
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure("\(error)")
        }
    }

    private func newKey() throws -> [UInt8]? {
        guard let newKeyFile else { return nil }
        guard let key = try SecretKeyFile.load(newKeyFile) else {
            throw CommandFailure("there is no file \(newKeyFile)")
        }
        return key
    }
}
