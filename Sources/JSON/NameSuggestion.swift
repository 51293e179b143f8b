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
