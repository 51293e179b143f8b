/// A media type (RFC 9110 section 8.3.1), lowercase but for parameter values.
package struct HTTPMediaType: Sendable, Equatable {
    package struct Parameter: Sendable, Equatable {
        package let name: String
        package let value: String
    }
    /// `*` in a media range.
    package let type: String
    /// `*` in a media range.
    package let subtype: String
    package let parameters: [Parameter]

    /// `type/subtype` without parameters.
    package var essence: String { type + "/" + subtype }

    /// Parses `application/json; charset=utf-8`; nil when it is malformed.
    package init?(_ text: String) { self.init(Array(text.utf8)[...]) }

    init?(_ text: ArraySlice<UInt8>) {
        let parts = HTTPList.split(text, UInt8(ascii: ";"))
        guard let essence = parts.first?.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false),
            essence.count == 2
        else { return nil }
        let (first, second) = (ASCII.trimmed(essence[0]), ASCII.trimmed(essence[1]))
        guard first.count == essence[0].count, second.count == essence[1].count, ASCII.isToken(first),
            ASCII.isToken(second)
        else { return nil }
        type = Self.lowercased(first)
        subtype = Self.lowercased(second)
        var parameters: [Parameter] = []
        for part in parts.dropFirst() where !part.isEmpty {
            guard let equals = part.firstIndex(of: UInt8(ascii: "=")), ASCII.isToken(part[..<equals]),
                let value = HTTPList.unquoted(part[(equals + 1)...])
            else { return nil }
            parameters.append(Parameter(name: Self.lowercased(part[..<equals]), value: value))
        }
        self.parameters = parameters
    }

    /// The first value of a parameter; `name` in lowercase.
    package func parameter(_ name: String) -> String? { parameters.first { $0.name == name }?.value }

    /// How closely this media range covers `essence`: 3 for the type itself, 2 for `type/*`, 1 for `*/*`, nil when it
    /// does not.
    func specificity(for other: HTTPMediaType) -> Int? {
        switch (type, subtype) {
        case ("*", "*"): 1
        case (other.type, "*"): 2
        case (other.type, other.subtype): 3
        default: nil
        }
    }

    private static func lowercased(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.map(ASCII.lowercased), as: UTF8.self)
    }
}

/// What a client takes, and how gladly (RFC 9110 section 12.5.1).
package struct HTTPAccept: Sendable {
    private var ranges: [(range: HTTPMediaType, quality: Int)] = []
    private let isAbsent: Bool

    /// From the values of the `Accept` fields; none at all accepts everything. Malformed members are passed over.
    package init(_ values: [String]) {
        isAbsent = values.isEmpty
        for value in values {
            for member in HTTPList.split(Array(value.utf8)[...], UInt8(ascii: ",")) {
                guard let range = HTTPMediaType(member) else { continue }
                ranges.append((range, Self.quality(range.parameter("q"))))
            }
        }
    }

    /// The weight of `mediaType` in thousandths: 0 is refused, 1000 is as good as any. The closest range decides.
    package func quality(of mediaType: HTTPMediaType) -> Int {
        if isAbsent { return 1000 }
        var best: (specificity: Int, quality: Int) = (0, 0)
        for (range, quality) in ranges {
            guard let specificity = range.specificity(for: mediaType) else { continue }
            if specificity > best.specificity { best = (specificity, quality) }
        }
        return best.quality
    }

    package func accepts(_ mediaType: HTTPMediaType) -> Bool { quality(of: mediaType) > 0 }

    /// `0`, `0.5`, `1.000`; anything else counts as 1.
    private static func quality(_ text: String?) -> Int {
        guard let text, let first = text.utf8.first, first == UInt8(ascii: "0") || first == UInt8(ascii: "1") else {
            return 1000
        }
        let rest = text.utf8.dropFirst()
        guard let point = rest.first else { return first == UInt8(ascii: "0") ? 0 : 1000 }
        let digits = Array(rest.dropFirst())
        guard point == UInt8(ascii: "."), digits.count <= 3, digits.allSatisfy(ASCII.isDigit) else { return 1000 }
        let padded = digits + [UInt8](repeating: UInt8(ascii: "0"), count: 3 - digits.count)
        return min(1000, (ASCII.decimal(padded) ?? 0) + (first == UInt8(ascii: "1") ? 1000 : 0))
    }
}
