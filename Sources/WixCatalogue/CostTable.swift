import CCatalogueRecords
import JSON

/// What definitions and answers cost a model, as `make cost` counted it with a real tokenizer. Nothing here counts tokens.
package struct CostTable: Sendable {
    /// What an everyday question costs on the sandbox's data.
    package struct Answer: Sendable, Equatable {
        package let question: String
        package let tool: String
        package let calls: Int
        /// Tokens of the bodies that Wix answers.
        package let wix: Int
        /// Tokens of what the tool makes of them.
        package let answer: Int
    }

    private struct Count {
        let tokens: Int
        let fingerprint: String
    }

    package let answers: [Answer]
    private let definitions: [String: Count]

    /// The table of this program; empty when it is damaged, so that all is estimated.
    package static let embedded: CostTable = {
        let file = wix_costs()
        return CostTable(Array(UnsafeBufferPointer(start: file.bytes, count: file.count)))
    }()

    init(_ bytes: [UInt8]) {
        let json = (try? JSONValue(parsing: bytes)) ?? .null
        var definitions: [String: Count] = [:]
        for member in json["definitions"]?.objectValue?.members ?? [] {
            guard let cells = member.value.arrayValue, cells.count == 2, let tokens = cells[0].intValue,
                let fingerprint = cells[1].stringValue
            else { continue }
            definitions[member.key] = Count(tokens: tokens, fingerprint: fingerprint)
        }
        self.definitions = definitions
        answers = (json["answers"]?.arrayValue ?? []).compactMap { row in
            guard let cells = row.arrayValue, cells.count == 5, let question = cells[0].stringValue,
                let tool = cells[1].stringValue, let calls = cells[2].intValue, let wix = cells[3].intValue,
                let answer = cells[4].intValue
            else { return nil }
            return Answer(question: question, tool: tool, calls: calls, wix: wix, answer: answer)
        }
    }

    /// The count of the tool's definition; a definition that changed since it was counted is estimated.
    package func cost(of tool: Tool) -> TokenCost {
        let definition = tool.definition
        guard let count = definitions[tool.name], count.fingerprint == Self.fingerprint(definition) else {
            return TokenCost(tokens: (definition.count + 3) / 4, isEstimate: true)
        }
        return TokenCost(tokens: count.tokens, isEstimate: false)
    }

    /// FNV-1a, as Benchmarks/cost.py makes it: it finds a definition that was changed, and guards nothing.
    static func fingerprint(_ bytes: [UInt8]) -> String {
        let value = bytes.reduce(UInt32(0x811C_9DC5)) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}

/// Tokens, and whether they were counted.
package struct TokenCost: Sendable, Equatable, CustomStringConvertible {
    package let tokens: Int
    package let isEstimate: Bool

    /// The number, behind `~` when it is estimated.
    package var description: String { (isEstimate ? "~" : "") + String(tokens) }

    package static let zero = TokenCost(tokens: 0, isEstimate: false)

    package static func + (left: TokenCost, right: TokenCost) -> TokenCost {
        TokenCost(tokens: left.tokens + right.tokens, isEstimate: left.isEstimate || right.isEstimate)
    }
}

extension Tool {
    /// What the definition costs in a model's context.
    package var cost: TokenCost { CostTable.embedded.cost(of: self) }
}
