/// The id of an event on a resumable stream: `<stream>_<sequence>`, unique in its session.
package struct EventID: Sendable, Hashable {
    /// `g` for the stream that a GET opens, `s1`, `s2`, … for the answers to POSTs.
    package enum Stream: Sendable, Hashable {
        case standalone
        case reply(Int)
    }
    package let stream: Stream
    package let sequence: Int

    package init(_ stream: Stream, _ sequence: Int) {
        self.stream = stream
        self.sequence = sequence
    }

    /// Reads a `Last-Event-ID`; nil for anything this server cannot have written.
    package init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
        guard parts.count == 2, let sequence = Self.number(parts[1]) else { return nil }
        switch parts[0].first {
        case UInt8(ascii: "g") where parts[0].count == 1: self.init(.standalone, sequence)
        case UInt8(ascii: "s"):
            guard let number = Self.number(parts[0].dropFirst()) else { return nil }
            self.init(.reply(number), sequence)
        default: return nil
        }
    }

    package var text: String {
        switch stream {
        case .standalone: "g_\(sequence)"
        case .reply(let number): "s\(number)_\(sequence)"
        }
    }

    /// Decimal digits only, few enough for `Int`.
    private static func number(_ digits: Substring.UTF8View) -> Int? {
        guard digits.count <= 15, digits.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) else {
            return nil
        }
        return Int(Substring(digits))
    }
}
