/// Words that a person or a model may have meant, for messages about unknown names.
package enum NearestName {
    /// The candidate closest to `name`, or nil when none is close enough to be worth suggesting. Case does not count.
    package static func of(_ name: String, in candidates: some Sequence<String>) -> String? {
        let wanted = Array(name.lowercased().utf8.prefix(80))
        let tolerance = max(1, wanted.count / 3)
        var best: (name: String, distance: Int)?
        for candidate in candidates {
            let other = Array(candidate.lowercased().utf8)
            guard abs(other.count - wanted.count) <= tolerance else { continue }
            let distance = editDistance(wanted, other)
            if distance <= tolerance, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// Insertions, deletions, substitutions and swaps of neighbours between two byte strings (optimal string
    /// alignment).
    static func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var before: [Int] = []
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var next = [i + 1]
            for (j, b) in right.enumerated() {
                var distance = min(row[j] + (a == b ? 0 : 1), row[j + 1] + 1, next[j] + 1)
                if i > 0, j > 0, a == right[j - 1], left[i - 1] == b { distance = min(distance, before[j - 1] + 1) }
                next.append(distance)
            }
            before = row
            row = next
        }
        return row[right.count]
    }
}
