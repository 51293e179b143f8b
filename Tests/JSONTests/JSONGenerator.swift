import JSON

/// A repeatable source of random numbers (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Makes random values: every kind, awkward strings, keys that are prefixes of one another.
struct JSONGenerator {
    private var random: SeededGenerator
    private static let pieces = [
        "", "a", "id", "price", "amount", "\"", "\\", "/", "\n", "\u{0}", "\u{1F}", "\u{7F}", "é", "שלום", "😀",
        "\u{2028}",
        "12345678", "1234567\"", "0123456789abcdef", "{\"x\":[1]}", "\\u0041", ".",
    ]
    private static let numbers = [
        "0", "-0", "1", "-12.50", "1e5", "3E-7", "9007199254740993", "0.1", "123456789.123456789",
    ]

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func value(depth: Int) throws -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return try JSONValue(parsing: Self.numbers.randomElement(using: &random) ?? "0")
        case 3, 4: return .string(text())
        case 5:
            var elements: [JSONValue] = []
            for _ in 0..<count() { elements.append(try value(depth: depth - 1)) }
            return .array(elements)
        default:
            var object = JSONObject()
            for _ in 0..<count() { object[text()] = try value(depth: depth - 1) }
            return .object(object)
        }
    }

    mutating func count() -> Int { Int.random(in: 0...5, using: &random) }

    mutating func text() -> String {
        (0..<Int.random(in: 0...4, using: &random)).map { _ in Self.pieces.randomElement(using: &random) ?? "" }
            .joined()
    }

    mutating func pick<T>(_ items: [T]) -> T? { items.randomElement(using: &random) }
}
