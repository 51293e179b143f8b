/// A JSON Schema (2020-12; the keywords that tool definitions use) compiled once and checked often.
///
/// Known: `type`, `enum`, `const`, `properties`, `required`, `additionalProperties`, `minProperties`, `maxProperties`,
/// `items`, `minItems`, `maxItems`, `uniqueItems`, `minLength`, `maxLength`, `pattern` (see `JSONPattern`), `format`
/// (date, date-time, uuid, email, uri; others are notes), `minimum`, `maximum`, `exclusiveMinimum`,
/// `exclusiveMaximum`, `multipleOf`, `allOf`, `anyOf`, `oneOf`, `not`, `$ref` within the document, `$defs`.
/// Annotations are passed over; any other keyword is refused, so that a misspelt one does not silently check nothing.
package struct JSONSchema: Sendable {
    package struct Violation: Sendable, Equatable {
        /// JSON Pointer of the offending value, or of the one that is missing; `""` for the root.
        package let pointer: String
        /// One plain sentence for the caller, naming what is allowed; suggests the nearest name for an unknown
        /// property.
        package let message: String
        package init(pointer: String, message: String) {
            self.pointer = pointer
            self.message = message
        }
    }
    package enum CompileError: Error, Sendable, Equatable { case unsupportedKeyword(String), malformed(String) }

    /// After this many violations the check stops: more would not help anybody.
    package static let maximumViolations = 32

    let nodes: [Node]
    let root: Int

    /// Compiles `schema`, or the part of it that `pointer` names (`#/$defs/Tool`).
    package init(_ schema: JSONValue, at pointer: String = "#") throws(CompileError) {
        var compiler = JSONSchemaCompiler(document: schema)
        root = try compiler.reference(pointer)
        nodes = try compiler.finish()
    }

    /// All violations, in document order; empty when the value conforms.
    package func violations(in value: JSONValue) -> [Violation] {
        var check = JSONSchemaCheck(nodes: nodes)
        check.check(value, root, .root)
        if check.isGivenUp { return [Violation(pointer: "", message: "The value is too complex to check.")] }
        return check.violations
    }
}

extension JSONSchema {
    /// One compiled schema. Other schemas are named by their index in `nodes`.
    struct Node: Sendable {
        var isNever = false
        var types: Types?
        var allowed: [JSONValue]?
        var const: JSONValue?
        var properties: [(name: String, node: Int)] = []
        var required: [String] = []
        var additional = Additional.allowed
        var propertyCount = Bounds()
        var items: Int?
        var itemCount = Bounds()
        var hasUniqueItems = false
        var length = Bounds()
        var pattern: JSONPattern?
        var format: JSONSchemaFormat?
        var minimum: JSONNumber?
        var maximum: JSONNumber?
        var exclusiveMinimum: JSONNumber?
        var exclusiveMaximum: JSONNumber?
        var multipleOf: JSONNumber?
        var allOf: [Int] = []
        var anyOf: [Int] = []
        var oneOf: [Int] = []
        var not: Int?
        var reference: Int?

        /// The schemas that apply to the very same value.
        var inPlace: [Int] { allOf + anyOf + oneOf + [not, reference].compactMap { $0 } }
    }

    enum Additional: Sendable {
        case allowed, forbidden
        case node(Int)
    }

    struct Bounds: Sendable {
        var minimum = 0
        var maximum = Int.max
    }

    struct Types: OptionSet, Sendable {
        let rawValue: UInt8
        static let null = Types(rawValue: 1)
        static let boolean = Types(rawValue: 2)
        static let integer = Types(rawValue: 4)
        static let number = Types(rawValue: 8)
        static let string = Types(rawValue: 16)
        static let array = Types(rawValue: 32)
        static let object = Types(rawValue: 64)

        /// With the indefinite article where one is due, in the order they are told.
        static let words: [(type: Types, keyword: String, word: String)] = [
            (.string, "string", "a string"), (.integer, "integer", "an integer"), (.number, "number", "a number"),
            (.boolean, "boolean", "true or false"), (.array, "array", "an array"), (.object, "object", "an object"),
            (.null, "null", "null"),
        ]

        /// What `value` is; a number without a fraction is an integer and a number.
        init(of value: JSONValue) {
            self =
                switch value {
                case .null: .null
                case .bool: .boolean
                case .number(let number): number.isIntegral ? [.integer, .number] : .number
                case .string: .string
                case .array: .array
                case .object: .object
                }
        }
        init(rawValue: UInt8) { self.rawValue = rawValue }

        /// `a string, an integer or null`.
        var sentencePart: String {
            let words = Self.words.filter { contains($0.type) }.map(\.word)
            guard let last = words.last, words.count > 1 else { return words.first ?? "nothing" }
            return words.dropLast().joined(separator: ", ") + " or " + last
        }
    }
}
