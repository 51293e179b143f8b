import Crypto

/// Seals what must not be readable in the store: AES-256-GCM under the daemon's secret key.
///
/// A sealed value is a version byte, the 8-byte id of its key, a 12-byte nonce, the ciphertext and a 16-byte tag. The id
/// tells after a rotation which key opens it. `context` (e.g. the account's id) is authenticated with it: a value moved
/// to another row does not open.
package struct SecretSealer: Sendable {
    /// The first bytes of the SHA-256 of the key: names a key and gives nothing of it away.
    package let keyID: [UInt8]
    private let key: SymmetricKey

    private static let version: UInt8 = 1
    private static let idLength = 8
    private static let headLength = 1 + idLength
    private static let nonceLength = 12
    private static let tagLength = 16

    /// - Parameter key: the secret key, 32 bytes. What seals is derived from it (RFC 5869), so that the key can serve
    ///   other purposes one day.
    package init(key: [UInt8]) {
        keyID = Array(SHA256.hash(data: key).prefix(SecretSealer.idLength))
        self.key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: key), info: Array("wixmcpd sealed value".utf8), outputByteCount: 32)
    }

    package func seal(_ secret: [UInt8], context: String) throws(SealError) -> [UInt8] {
        let head = [SecretSealer.version] + keyID
        do {
            let box = try AES.GCM.seal(secret, using: key, authenticating: head + Array(context.utf8))
            return head + Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
        } catch {
            throw .unreadable
        }
    }

    package func open(_ sealed: [UInt8], context: String) throws(SealError) -> [UInt8] {
        guard let id = SecretSealer.keyID(of: sealed) else { throw .unreadable }
        guard id == keyID else { throw .wrongKey }
        let head = sealed.prefix(SecretSealer.headLength)
        do {
            let box = try AES.GCM.SealedBox(combined: sealed.dropFirst(SecretSealer.headLength))
            return Array(try AES.GCM.open(box, using: key, authenticating: head + Array(context.utf8)))
        } catch {
            throw .unreadable
        }
    }

    /// The id of the key that a value was sealed under; nil for what `seal` cannot have made.
    package static func keyID(of sealed: [UInt8]) -> [UInt8]? {
        guard sealed.count >= headLength + nonceLength + tagLength, sealed.first == version else { return nil }
        return Array(sealed[1..<headLength])
    }
}

package enum SealError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Sealed under another key.
    case wrongKey
    /// Not what `seal` made, or changed since.
    case unreadable

    package var description: String {
        switch self {
        case .wrongKey: "it is sealed under another secret key"
        case .unreadable: "it is not what was sealed, or was changed since"
        }
    }
}
