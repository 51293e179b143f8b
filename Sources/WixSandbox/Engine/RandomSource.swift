/// A small seeded generator (SplitMix64): the same seed gives the same shop on every machine.
struct RandomSource: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number in `0..<bound`; 0 when there is nothing to choose from.
    mutating func below(_ bound: Int) -> Int { bound > 0 ? Int(next() % UInt64(bound)) : 0 }

    mutating func number(in range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

    /// True with a probability of `percent` in a hundred.
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    /// An element; `options` must not be empty.
    mutating func pick<Element>(_ options: [Element]) -> Element { options[below(options.count)] }

    /// `count` different elements in random order, or all when there are fewer.
    mutating func sample<Element>(_ options: [Element], _ count: Int) -> [Element] {
        var rest = options
        var chosen: [Element] = []
        while chosen.count < count, !rest.isEmpty { chosen.append(rest.remove(at: below(rest.count))) }
        return chosen
    }

    /// A version 4 GUID.
    mutating func guid() -> String {
        let high = next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let low = next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        let digits = hexadecimal(high) + hexadecimal(low)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(index) { text.append("-") }
            text.append(digit)
        }
        return text
    }
}

/// Sixteen lower-case hexadecimal digits.
func hexadecimal(_ number: UInt64) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
}
