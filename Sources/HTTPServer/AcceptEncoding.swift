/// What codings a client takes (RFC 9110 section 12.5.3).
enum AcceptEncoding {
    /// True when `gzip` (or `x-gzip`, or `*` with neither named) is listed with a weight above zero.
    static func allowsGzip(_ value: ArraySlice<UInt8>) -> Bool {
        var byName: Bool?
        var byWildcard = false
        for member in value.split(separator: UInt8(ascii: ",")) {
            let parts = member.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
            guard let coding = parts.first.map(trimmed) else { continue }
            let isTaken = !parts.dropFirst().contains(where: isZeroWeight)
            if isEqual(coding, "gzip") || isEqual(coding, "x-gzip") {
                byName = (byName ?? false) || isTaken
            } else if isEqual(coding, "*") {
                byWildcard = isTaken
            }
        }
        return byName ?? byWildcard
    }

    /// `q=0`, `q=0.0` … `q=0.000`.
    private static func isZeroWeight(_ parameter: ArraySlice<UInt8>) -> Bool {
        let pair = parameter.split(separator: UInt8(ascii: "="), maxSplits: 1)
        guard pair.count == 2, isEqual(trimmed(pair[0]), "q") else { return false }
        let weight = trimmed(pair[1])
        return weight.first == UInt8(ascii: "0")
            && weight.allSatisfy { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ".") }
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        var bytes = bytes.drop(while: isSpace)
        while let last = bytes.last, isSpace(last) { bytes.removeLast() }
        return bytes
    }

    /// `lowercase` is ASCII letters, digits and `-` only.
    private static func isEqual(_ bytes: ArraySlice<UInt8>, _ lowercase: StaticString) -> Bool {
        guard bytes.count == lowercase.utf8CodeUnitCount else { return false }
        return lowercase.withUTF8Buffer { wanted in
            zip(bytes, wanted).allSatisfy { byte, letter in
                byte == letter || (byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") && byte | 0x20 == letter)
            }
        }
    }
}
