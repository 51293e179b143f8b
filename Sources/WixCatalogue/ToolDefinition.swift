import JSON

/// Derives what MCP shows of a tool from its record.
enum ToolDefinition {
    /// The flat object of arguments; nothing else is accepted.
    static func inputSchema(of plan: ToolPlan, effect: Effect) -> JSONValue {
        var properties = JSONObject()
        var required: [JSONValue] = []
        for argument in plan.arguments where !argument.isDerived {
            properties[argument.name] = argument.schema
            if argument.isRequired { required.append(.string(argument.name)) }
        }
        if let revision = plan.revision, properties[revision.argument] == nil {
            properties[revision.argument] = revisionSchema
        }
        if let filter = plan.filter { properties["filter"] = filterSchema(filter) }
        if let sort = plan.sort { properties["sort"] = sortSchema(sort, fields: plan.sortableFields) }
        if let paging = plan.paging {
            properties["limit"] = [
                "type": "integer", "minimum": 1, "maximum": .number(JSONNumber(PagingRule.callLimit)),
                "default": .number(JSONNumber(paging.defaultLimit)),
            ]
            properties["next_cursor"] = ["type": "string", "description": "next_cursor of the previous answer."]
        }
        if effect == .read, plan.view != nil {
            properties["fields"] = [
                "type": "array", "items": ["type": "string"],
                "description": "Paths to answer with, in place of the default view.",
            ]
            properties["view"] = ["type": "string", "enum": ["lean", "full"]]
        }
        var schema: JSONValue = ["type": "object", "properties": .object(properties)]
        if !required.isEmpty { schema["required"] = .array(required) }
        schema["additionalProperties"] = false
        return schema
    }

    private static let revisionSchema: JSONValue = [
        "type": ["string", "integer"], "description": "Current revision; read when left out.",
    ]

    private static func filterSchema(_ rule: FilterRule) -> JSONValue {
        var text = "{field: value} or {field: {operator: value}}, all must hold."
        for group in rule.groups where !group.operators.isEmpty && !group.isHidden {
            text += " " + group.fields.joined(separator: ", ") + ": " + group.operators.joined(separator: " ") + "."
        }
        if let hint = rule.hint { text += " " + hint }
        return ["type": "object", "description": .string(text)]
    }

    private static func sortSchema(_ rule: SortRule, fields: [String]) -> JSONValue {
        // A wildcard cannot be listed in an enum; the check in the executor covers it.
        let isOpen = fields.contains { $0.hasSuffix(".*") }
        var fieldName: JSONValue = ["type": "string"]
        if !isOpen { fieldName["enum"] = .array(fields.map { .string($0) }) }
        return [
            "type": "array", "maxItems": .number(JSONNumber(rule.maximumCount)),
            "items": [
                "type": "object",
                "properties": ["fieldName": fieldName, "order": ["type": "string", "enum": ["ASC", "DESC"]]],
                "required": ["fieldName"], "additionalProperties": false,
            ],
        ]
    }

    /// What `structuredContent` of a successful call conforms to (design 6).
    static func outputSchema(of plan: ToolPlan) -> JSONValue {
        guard plan.answer.isList else { return ["type": "object"] }
        return [
            "type": "object",
            "properties": [
                "result": ["type": "array", "items": ["type": "object"]], "result_count": ["type": "integer"],
                "next_cursor": ["type": ["string", "null"]], "total": ["type": "integer"],
                "truncated": ["type": "object"],
            ],
            "required": ["result", "result_count", "next_cursor"],
        ]
    }

    /// The MCP tool object.
    static func bytes(
        name: String, title: String, description: String, inputSchema: JSONValue, outputSchema: JSONValue,
        annotations: JSONValue
    ) -> [UInt8] {
        let value: JSONValue = [
            "name": .string(name), "title": .string(title), "description": .string(description),
            "inputSchema": inputSchema, "outputSchema": outputSchema, "annotations": annotations,
        ]
        return value.bytes
    }
}
