/// The keys that the daemon made for itself: random, kept in the store, sealed under the secret key.
struct KeyRing: Sendable {
    private let store: any RegistryStore
    private let sealer: SecretSealer
    private var sealed: [String: [UInt8]]

    init(store: any RegistryStore, sealer: SecretSealer, sealed: [String: [UInt8]]) {
        self.store = store
        self.sealer = sealer
        self.sealed = sealed
    }

    func has(_ name: String) -> Bool { sealed[name] != nil }

    /// The 32 bytes of a key; made and written down when there is none yet.
    mutating func key(named name: String) throws(RegistryError) -> [UInt8] {
        // The name is authenticated with the key: one key does not open in another's place.
        let context = "key:\(name)"
        do throws(SealError) {
            if let sealed = sealed[name] { return try sealer.open(sealed, context: context) }
        } catch {
            throw .sealed(what: "the \(name) key", error)
        }
        var generator = SystemRandomNumberGenerator()
        let key = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let new: [UInt8]
        do throws(SealError) {
            new = try sealer.seal(key, context: context)
        } catch {
            throw .sealed(what: "the \(name) key", error)
        }
        do throws(StoreError) {
            try store.apply([.putKey(name: name, sealed: new)])
        } catch {
            throw .store(error)
        }
        sealed[name] = new
        return key
    }
}
