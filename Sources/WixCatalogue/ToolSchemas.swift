import JSON

/// What is derived from a record for MCP.
final class ToolSchemas: Sendable {
    let input: JSONValue
    let output: JSONValue
    /// The names that `input` requires.
    let required: [String]
    /// `input`, compiled. Nil when it is no schema: a defect of the record, which the tests of the catalogue find.
    let arguments: JSONSchema?
    /// The MCP tool object.
    let definition: [UInt8]

    init(_ tool: Tool) {
        input = ToolDefinition.inputSchema(of: tool.plan, effect: tool.effect)
        output = ToolDefinition.outputSchema(of: tool.plan)
        required = input["required"]?.arrayValue?.compactMap(\.stringValue) ?? []
        arguments = try? JSONSchema(input)
        definition = ToolDefinition.bytes(
            name: tool.name, title: tool.title, description: tool.description, inputSchema: input,
            outputSchema: output,
            annotations: ToolDefinition.annotations(
                tool.effect, isDestructive: tool.effect == .delete || tool.marks.contains(.destructive), tool.retry))
    }
}
