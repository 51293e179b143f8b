/// A small, linear-time part of ECMA regular expressions for the `pattern` keyword: literals, `.`, classes such as
/// `[A-Za-z0-9_-]` and `[^x]`, `\d \w \s` and their opposites, escaped punctuation, the quantifiers `? * + {n} {n,}
/// {n,m}`, and the anchors `^` at the start and `$` at the end. No groups and no alternatives: use `enum` or `anyOf`.
struct JSONPattern: Sendable {
    /// The pattern as written.
    let text: String

    /// One step of the pattern: characters it takes, and whether it may be left out or repeated.
    private struct Step: Sendable {
        let set: CharacterSet
        var isOptional = false
        var isRepeated = false
    }

    struct CharacterSet: Sendable {
        var ranges: [ClosedRange<UInt32>]
        var isNegated = false
        func contains(_ scalar: Unicode.Scalar) -> Bool {
            ranges.contains { $0.contains(scalar.value) } != isNegated
        }
    }

    private static let maximumSteps = 512

    private var steps: [Step] = []
    private var startsAtStart = false
    private var endsAtEnd = false

    /// Nil for anything outside the part described above.
    init?(_ text: String) {
        self.text = text
        var reader = JSONPatternReader(text)
        startsAtStart = reader.take("^")
        while !reader.isAtEnd {
            if reader.take("$") {
                endsAtEnd = true
                guard reader.isAtEnd else { return nil }
                return
            }
            guard let set = reader.characterSet(), let (least, most) = reader.quantifier(), least <= most ?? .max,
                steps.count + (most ?? least) < Self.maximumSteps
            else { return nil }
            let step = Step(set: set)
            steps += [Step](repeating: step, count: least)
            if let most {
                steps += [Step](repeating: Step(set: set, isOptional: true), count: most - least)
            } else {
                steps.append(Step(set: set, isOptional: true, isRepeated: true))
            }
        }
    }

    /// True when the pattern is found in `subject`. Time grows with the length of both, never faster.
    func matches(_ subject: String) -> Bool {
        var active = [Bool](repeating: false, count: steps.count + 1)
        active[0] = true
        skipOptional(&active)
        for scalar in subject.unicodeScalars {
            if active[steps.count], !endsAtEnd { return true }
            var next = [Bool](repeating: false, count: steps.count + 1)
            next[0] = !startsAtStart
            for index in steps.indices where active[index] && steps[index].set.contains(scalar) {
                next[steps[index].isRepeated ? index : index + 1] = true
            }
            skipOptional(&next)
            active = next
        }
        return active[steps.count]
    }

    private func skipOptional(_ active: inout [Bool]) {
        for index in steps.indices where active[index] && steps[index].isOptional { active[index + 1] = true }
    }
}

/// Reads the parts of a pattern.
private struct JSONPatternReader {
    private let scalars: [Unicode.Scalar]
    private var offset = 0

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    var isAtEnd: Bool { offset >= scalars.count }

    private var next: Unicode.Scalar? { isAtEnd ? nil : scalars[offset] }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        offset += 1
        return true
    }

    mutating func characterSet() -> JSONPattern.CharacterSet? {
        guard let scalar = next else { return nil }
        offset += 1
        switch scalar {
        case ".": return JSONPattern.CharacterSet(ranges: [0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029], isNegated: true)
        case "[": return bracketed()
        case "\\": return escaped()
        case "(", ")", "|", "*", "+", "?", "{", "}", "]", "^": return nil
        default: return JSONPattern.CharacterSet(ranges: [scalar.value...scalar.value])
        }
    }

    private mutating func bracketed() -> JSONPattern.CharacterSet? {
        var set = JSONPattern.CharacterSet(ranges: [], isNegated: take("^"))
        while let scalar = next, scalar != "]" {
            offset += 1
            guard scalar != "\\" else {
                guard let escape = escaped(), !escape.isNegated else { return nil }
                set.ranges += escape.ranges
                continue
            }
            guard offset + 1 < scalars.count, scalars[offset] == "-", scalars[offset + 1] != "]" else {
                set.ranges.append(scalar.value...scalar.value)
                continue
            }
            let upper = scalars[offset + 1]
            guard upper != "\\", scalar <= upper else { return nil }
            set.ranges.append(scalar.value...upper.value)
            offset += 2
        }
        return take("]") ? set : nil
    }

    /// What follows a backslash.
    private mutating func escaped() -> JSONPattern.CharacterSet? {
        guard let letter = next else { return nil }
        offset += 1
        let ranges: [ClosedRange<UInt32>]
        switch letter {
        case "d", "D": ranges = [0x30...0x39]
        case "w", "W": ranges = [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A]
        case "s", "S": ranges = [0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x2028...0x2029, 0xFEFF...0xFEFF]
        case "n": ranges = [0x0A...0x0A]
        case "r": ranges = [0x0D...0x0D]
        case "t": ranges = [0x09...0x09]
        case "a"..."z", "A"..."Z", "0"..."9": return nil
        default: ranges = [letter.value...letter.value]
        }
        return JSONPattern.CharacterSet(ranges: ranges, isNegated: ["D", "W", "S"].contains(letter))
    }

    /// How often the step before it may stand; `most` nil is without end. Nil for a malformed quantifier.
    mutating func quantifier() -> (least: Int, most: Int?)? {
        if take("?") { return (0, 1) }
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        guard take("{") else { return (1, 1) }
        guard let least = number() else { return nil }
        if take("}") { return (least, least) }
        guard take(",") else { return nil }
        if take("}") { return (least, nil) }
        guard let most = number(), take("}") else { return nil }
        return (least, most)
    }

    private mutating func number() -> Int? {
        var digits = ""
        while let digit = next, ("0"..."9").contains(digit) {
            digits.unicodeScalars.append(digit)
            offset += 1
        }
        return digits.utf8.count <= 4 ? Int(digits) : nil
    }
}
