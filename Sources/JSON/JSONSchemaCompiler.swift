/// Turns a schema document into nodes. A referenced schema is compiled once, so recursive definitions end.
struct JSONSchemaCompiler {
    private let document: JSONValue
    private var nodes: [JSONSchema.Node] = []
    private var references: [String: Int] = [:]

    /// Keywords that describe and do not check.
    private static let annotations: Set<String> = [
        "$schema", "$id", "$comment", "$defs", "definitions", "title", "description", "default", "examples",
        "deprecated",
        "readOnly", "writeOnly", "contentEncoding", "contentMediaType",
    ]

    init(document: JSONValue) { self.document = document }

    /// The compiled nodes, when no schema leads back to itself without going into the value.
    func finish() throws(JSONSchema.CompileError) -> [JSONSchema.Node] {
        var states = [UInt8](repeating: 0, count: nodes.count)
        for index in nodes.indices where Self.isCircular(index, nodes, &states) {
            throw .malformed("$ref leads back to itself")
        }
        return nodes
    }

    private static func isCircular(_ index: Int, _ nodes: [JSONSchema.Node], _ states: inout [UInt8]) -> Bool {
        if states[index] != 0 { return states[index] == 1 }
        states[index] = 1
        for next in nodes[index].inPlace where isCircular(next, nodes, &states) { return true }
        states[index] = 2
        return false
    }

    /// The node of the schema at a JSON Pointer fragment such as `#/$defs/Price`.
    mutating func reference(_ pointer: String) throws(JSONSchema.CompileError) -> Int {
        if let known = references[pointer] { return known }
        guard pointer.utf8.first == UInt8(ascii: "#") else { throw .unsupportedKeyword("$ref \(pointer)") }
        var target = document
        for token in pointer.utf8.dropFirst().split(separator: UInt8(ascii: "/")) {
            guard let next = target[JSONPointer.unescaped(token)] else {
                throw .malformed("$ref \(pointer) names nothing")
            }
            target = next
        }
        let index = reserve()
        references[pointer] = index
        nodes[index] = try node(target)
        return index
    }

    private mutating func reserve() -> Int {
        nodes.append(JSONSchema.Node())
        return nodes.count - 1
    }

    private mutating func compile(_ schema: JSONValue) throws(JSONSchema.CompileError) -> Int {
        let index = reserve()
        nodes[index] = try node(schema)
        return index
    }

    private mutating func node(_ schema: JSONValue) throws(JSONSchema.CompileError) -> JSONSchema.Node {
        var node = JSONSchema.Node()
        switch schema {
        case .bool(let isAllowed): node.isNever = !isAllowed
        case .object(let object):
            for member in object.members where !Self.annotations.contains(member.key) {
                if try readShape(member.key, member.value, &node) { continue }
                if try readBounds(member.key, member.value, &node) { continue }
                if try readCombination(member.key, member.value, &node) { continue }
                // `x-` names are the usual private notes.
                guard member.key.hasPrefix("x-") else { throw .unsupportedKeyword(member.key) }
            }
        default: throw .malformed("a schema is an object or a boolean")
        }
        return node
    }

    private mutating func readShape(
        _ keyword: String, _ value: JSONValue, _ node: inout JSONSchema.Node
    ) throws(JSONSchema.CompileError) -> Bool {
        switch keyword {
        case "type": node.types = try types(value)
        case "enum":
            guard let allowed = value.arrayValue else { throw .malformed(keyword) }
            node.allowed = allowed
        case "const": node.const = value
        case "properties":
            guard let properties = value.objectValue else { throw .malformed(keyword) }
            for member in properties.members { node.properties.append((member.key, try compile(member.value))) }
        case "required":
            guard let names = value.arrayValue?.compactMap(\.stringValue), names.count == value.arrayValue?.count
            else { throw .malformed(keyword) }
            node.required = names
        case "additionalProperties":
            switch value {
            case .bool(let isAllowed): node.additional = isAllowed ? .allowed : .forbidden
            default: node.additional = .node(try compile(value))
            }
        case "items": node.items = try compile(value)
        case "uniqueItems":
            guard let isUnique = value.boolValue else { throw .malformed(keyword) }
            node.hasUniqueItems = isUnique
        case "pattern":
            guard let text = value.stringValue else { throw .malformed(keyword) }
            guard let pattern = JSONPattern(text) else { throw .unsupportedKeyword("pattern \(text)") }
            node.pattern = pattern
        case "format": node.format = value.stringValue.flatMap(JSONSchemaFormat.init(rawValue:))
        default: return false
        }
        return true
    }

    private func readBounds(
        _ keyword: String, _ value: JSONValue, _ node: inout JSONSchema.Node
    ) throws(JSONSchema.CompileError) -> Bool {
        switch keyword {
        case "minLength": node.length.minimum = try count(keyword, value)
        case "maxLength": node.length.maximum = try count(keyword, value)
        case "minItems": node.itemCount.minimum = try count(keyword, value)
        case "maxItems": node.itemCount.maximum = try count(keyword, value)
        case "minProperties": node.propertyCount.minimum = try count(keyword, value)
        case "maxProperties": node.propertyCount.maximum = try count(keyword, value)
        case "minimum": node.minimum = try number(keyword, value)
        case "maximum": node.maximum = try number(keyword, value)
        case "exclusiveMinimum": node.exclusiveMinimum = try number(keyword, value)
        case "exclusiveMaximum": node.exclusiveMaximum = try number(keyword, value)
        case "multipleOf":
            let divisor = try number(keyword, value)
            guard divisor.doubleValue > 0 else { throw .malformed(keyword) }
            node.multipleOf = divisor
        default: return false
        }
        return true
    }

    private mutating func readCombination(
        _ keyword: String, _ value: JSONValue, _ node: inout JSONSchema.Node
    ) throws(JSONSchema.CompileError) -> Bool {
        switch keyword {
        case "allOf": node.allOf = try list(keyword, value)
        case "anyOf": node.anyOf = try list(keyword, value)
        case "oneOf": node.oneOf = try list(keyword, value)
        case "not": node.not = try compile(value)
        case "$ref":
            guard let pointer = value.stringValue else { throw .malformed(keyword) }
            node.reference = try reference(pointer)
        default: return false
        }
        return true
    }

    private mutating func list(_ keyword: String, _ value: JSONValue) throws(JSONSchema.CompileError) -> [Int] {
        guard let schemas = value.arrayValue, !schemas.isEmpty else { throw .malformed(keyword) }
        var indices: [Int] = []
        for schema in schemas { indices.append(try compile(schema)) }
        return indices
    }

    private func count(_ keyword: String, _ value: JSONValue) throws(JSONSchema.CompileError) -> Int {
        guard let count = value.intValue, count >= 0 else { throw .malformed(keyword) }
        return count
    }

    private func number(_ keyword: String, _ value: JSONValue) throws(JSONSchema.CompileError) -> JSONNumber {
        guard let number = value.numberValue else { throw .malformed(keyword) }
        return number
    }

    private func types(_ value: JSONValue) throws(JSONSchema.CompileError) -> JSONSchema.Types {
        var types: JSONSchema.Types = []
        for name in value.arrayValue ?? [value] {
            guard let known = JSONSchema.Types.words.first(where: { $0.keyword == name.stringValue }) else {
                throw .malformed("type")
            }
            types.insert(known.type)
        }
        return types
    }
}
