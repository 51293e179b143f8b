/// The file with the token of the admin API. All calls block.
package enum AdminTokenFile {
    /// The token in the file; a fresh one in a new file (mode 0600) when there is none.
    package static func loadOrMake(_ path: String) throws(PrivateFileError) -> String {
        if let token = try load(path) { return token }
        let token = ServerToken.generate()
        if try PrivateFile.make(path, Array("\(token)\n".utf8)) { return token }
        // Another process was faster.
        guard let token = try load(path) else { throw .missing(path: path) }
        return token
    }

    /// Nil when there is no such file.
    private static func load(_ path: String) throws(PrivateFileError) -> String? {
        guard let content = try PrivateFile.read(path, limit: 2 * ServerToken.maximumLength) else { return nil }
        var text = content[...]
        while let last = text.last, last == 0x20 || (0x09...0x0D).contains(last) { text.removeLast() }
        let token = String(decoding: text, as: UTF8.self)
        guard ServerToken.isAcceptable(token) else {
            throw .unacceptable(
                path: path,
                problem: "must hold a token of \(ServerToken.minimumLength) to \(ServerToken.maximumLength) characters "
                    + "of A-Z a-z 0-9 - . _ ~; remove it and the next start makes one")
        }
        return token
    }
}
