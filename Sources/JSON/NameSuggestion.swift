/// Finds the name that somebody probably meant.
package enum NameSuggestion {
    /// Longer names are not compared: the work grows with the square of the length.
    private static let longestName = 64

    /// The nearest of `names` by edit distance, when it is near enough to be meant; letter case and `_` or `-` do not
    /// count.
    package static func nearest(to name: String, among names: [String]) -> String? {
        let wanted = folded(name)
        guard !wanted.isEmpty, wanted.count <= longestName else { return nil }
        // Doubled, so that of two equally near names the one with the same first letter comes first.
        var best: (name: String, rank: Int)?
        for candidate in names {
            let other = folded(candidate)
            guard other.count <= longestName else { continue }
            let distance = editDistance(wanted, other)
            guard distance <= allowance(min(wanted.count, other.count)) else { continue }
            let rank = distance * 2 + (wanted.first == other.first ? 0 : 1)
            if best.map({ rank < $0.rank }) ?? true { best = (candidate, rank) }
        }
        return best?.name
    }

    /// ` Did you mean "limit"?` with a space in front, or nothing.
    package static func sentence(for name: String, among names: [String]) -> String {
        nearest(to: name, among: names).map { " Did you mean \"\($0)\"?" } ?? ""
    }

    /// The nearest of `values`, for words that mean something: a slip of the pen is corrected and one denial is another
    /// (`UNPAID` is `NOT_PAID`), but no value is turned round (`UNPAID` is not `PAID`).
    package static func nearestValue(to value: String, among values: [String]) -> String? {
        let wanted = folded(value)
        guard wanted.count <= longestName else { return nil }
        if let denied = denied(by: wanted), let same = values.first(where: { self.denied(by: folded($0)) == denied }) {
            return same
        }
        var best: (value: String, distance: Int)?
        for candidate in values {
            let other = folded(candidate)
            guard other.count <= longestName, wanted.first == other.first, !negates(wanted, other) else { continue }
            let distance = editDistance(wanted, other)
            guard distance <= valueAllowance(min(wanted.count, other.count)) else { continue }
            if best.map({ distance < $0.distance }) ?? true { best = (candidate, distance) }
        }
        return best?.value
    }

    /// ` Did you mean "CANCELED"?` with a space in front, or nothing.
    package static func sentence(forValue value: String, among values: [String]) -> String {
        nearestValue(to: value, among: values).map { " Did you mean \"\($0)\"?" } ?? ""
    }

    private static func valueAllowance(_ length: Int) -> Int { length < 7 ? 1 : 2 }

    private static let denials = ["not", "non", "un", "dis"].map { Array($0.utf8) }

    /// What a word denies: `paid` of `unpaid`.
    private static func denied(by word: [UInt8]) -> ArraySlice<UInt8>? {
        denials.first { word.starts(with: $0) && word.count > $0.count + 2 }.map { word.dropFirst($0.count) }
    }

    /// What turns a word round when it is all that is added.
    private static let negations: Set<String> = ["not", "non", "no", "un", "in", "im", "ir", "dis", "de", "mis"]

    /// True when one of the two is the other with a negation put in.
    private static func negates(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        let (long, short) = left.count > right.count ? (left, right) : (right, left)
        let added = long.count - short.count
        guard added > 0 else { return false }
        return (0...short.count).contains { place in
            long[..<place] == short[..<place] && long[(place + added)...] == short[place...]
                && isNegation(String(decoding: long[place..<(place + added)], as: UTF8.self), in: long)
        }
    }

    /// Of operators a single letter is enough: `$ne`, `$nin`.
    private static func isNegation(_ added: String, in word: [UInt8]) -> Bool {
        negations.contains(added) || (added == "n" && word.first == UInt8(ascii: "$"))
    }

    private static func allowance(_ length: Int) -> Int {
        switch length {
        case ..<4: 1
        case ..<8: 2
        default: 3
        }
    }

    private static func folded(_ name: String) -> [UInt8] {
        name.utf8.compactMap { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
            case UInt8(ascii: "_"), UInt8(ascii: "-"): nil
            default: byte
            }
        }
    }

    /// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
    private static func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1]
            for column in right.indices {
                var distance = min(
                    last[column + 1] + 1, current[column] + 1, last[column] + (left[row] == right[column] ? 0 : 1))
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    distance = min(distance, beforeLast[column - 1] + 1)
                }
                current.append(distance)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
