import Crypto

/// The file with the daemon's secret key, under which `SecretSealer` seals. All calls block.
package enum SecretKeyFile {
    /// In bytes.
    package static let keyLength = 32
    /// The shortest text that a key may be made of, in characters.
    package static let minimumLength = 32
    private static let maximumLength = 4096

    /// The 32 bytes of the key: 64 hexadecimal digits (`openssl rand -hex 32`) and base64 of 32 bytes (`openssl rand
    /// -base64 32`) are decoded, any other text of at least 32 characters is hashed. Space at the end does not count.
    /// - Parameter credentialsDirectory: `$CREDENTIALS_DIRECTORY`; systemd keeps others out of it, whatever the mode of
    ///   its files is.
    /// - Returns: nil when there is no such file.
    package static func load(
        _ path: String, credentialsDirectory: String? = nil
    ) throws(PrivateFileError) -> [UInt8]? {
        let isCredential = isCredential(path, of: credentialsDirectory)
        guard let text = try PrivateFile.read(path, limit: maximumLength, allowsOthers: isCredential) else {
            return nil
        }
        guard let key = key(of: text) else {
            throw .unacceptable(
                path: path,
                problem: "holds a key that is too short (\(minimumLength) characters are needed); "
                    + "`openssl rand -hex 32` makes one")
        }
        return key
    }

    /// A fresh random key in a new file, as 64 hexadecimal digits.
    package static func make(_ path: String) throws(PrivateFileError) -> [UInt8] {
        let key = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        let digits = Array("0123456789abcdef".utf8)
        let text = key.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] } + [UInt8(ascii: "\n")]
        guard try PrivateFile.make(path, text) else { throw .unacceptable(path: path, problem: "exists already") }
        return key
    }

    /// True for a file in systemd's folder of credentials (systemd.exec(5)).
    private static func isCredential(_ path: String, of directory: String?) -> Bool {
        guard let directory, !directory.isEmpty, path.hasPrefix(directory + "/") else { return false }
        return !path.utf8.split(separator: UInt8(ascii: "/")).contains { $0.elementsEqual("..".utf8) }
    }

    private static func key(of content: [UInt8]) -> [UInt8]? {
        var text = content[...]
        while let last = text.last, last == 0x20 || (0x09...0x0D).contains(last) { text.removeLast() }
        guard text.count >= minimumLength else { return nil }
        if let key = hexadecimal(text) { return key }
        if let key = Base64.decode(Array(text)), key.count == keyLength { return key }
        let derived = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: text), info: Array("wixmcpd secret key".utf8),
            outputByteCount: keyLength)
        return derived.withUnsafeBytes { Array($0) }
    }

    private static func hexadecimal(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        guard text.count == 2 * keyLength else { return nil }
        var key: [UInt8] = []
        var high: UInt8?
        for character in text {
            guard let digit = Character(UnicodeScalar(character)).hexDigitValue.map(UInt8.init) else { return nil }
            if let first = high {
                key.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        return key
    }
}
