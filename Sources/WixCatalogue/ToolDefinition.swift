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
        if let revision = plan.revision {
            if revision.path != nil, properties[revision.argument] == nil {
                properties[revision.argument] = revisionSchema
            }
            if revision.isMerging { properties[RevisionRule.replaceArgument] = replaceSchema }
        }
        if plan.entries?.reading?.merge != nil { properties[RevisionRule.replaceArgument] = replaceSchema }
        if let filter = plan.filter {
            properties["filter"] = filterSchema(filter)
            if filter.emptiness == .refused, !plan.isNarrowedByArguments { required.append("filter") }
        }
        if let sort = plan.sort { properties["sort"] = sortSchema(sort, fields: plan.sortableFields) }
        if let paging = plan.paging {
            properties["limit"] = [
                "type": "integer", "minimum": 1, "maximum": .number(JSONNumber(PagingRule.callLimit)),
                "default": .number(JSONNumber(paging.defaultLimit)),
            ]
        }
        // Wix may send a list whole that does not fit into one answer.
        if plan.paging != nil || plan.answer.isList && plan.job == nil {
            properties["next_cursor"] = ["type": "string"]
        }
        if plan.job != nil { properties[JobRule.waitArgument] = waitSchema }
        if effect == .read, plan.view != nil {
            // What these and next_cursor mean is said once, in the server's instructions.
            properties["fields"] = ["type": "array", "items": ["type": "string"]]
            properties["view"] = ["type": "string", "enum": ["lean", "full"]]
        }
        var schema: JSONValue = ["type": "object", "properties": .object(properties)]
        if !required.isEmpty { schema["required"] = .array(required) }
        // No oneOf: what models are shown may not have one at the top.
        if !plan.choices.isEmpty {
            schema["description"] = .string(plan.choices.map(\.sentence).joined(separator: " "))
        }
        schema["additionalProperties"] = false
        return schema
    }

    private static let revisionSchema: JSONValue = [
        "type": ["string", "integer"], "description": "Current revision; read when left out.",
    ]

    private static let replaceSchema: JSONValue = ["type": "boolean", "description": "true clears what is not given."]

    private static let waitSchema: JSONValue = [
        "type": "integer", "minimum": 0, "maximum": .number(JSONNumber(JobRule.longestWait)),
        "default": .number(JSONNumber(JobRule.defaultWait)), "description": "How long to wait for the job's end.",
    ]

    private static func filterSchema(_ rule: FilterRule) -> JSONValue {
        let groups = rule.groups.filter { !$0.operators.isEmpty && !$0.isHidden }
        // What nearly every field takes is said once, and the exceptions say so.
        let common = ["$eq", "$ne"].filter { word in
            groups.count { !$0.operators.contains(word) } <= (groups.count - 1) / 3
        }
        var text = "{field: value} or {field: {operator: value}}, all must hold."
        if !common.isEmpty { text += " Fields take " + common.joined(separator: " ") + "." }
        for group in groups {
            let fields = group.fields.map { $0 == "*" ? "any field" : $0 }
            let isException = !common.allSatisfy { group.operators.contains($0) }
            let operators = isException ? group.operators : group.operators.filter { !common.contains($0) }
            text += " " + fields.joined(separator: ", ")
            if !operators.isEmpty { text += (isException ? ": only " : ": ") + operators.joined(separator: " ") }
            text += "."
        }
        if groups.contains(where: { !$0.timeFields.isEmpty }) { text += " Dates: 2026-12-01." }
        if let hint = rule.hint { text += " " + hint }
        return ["type": "object", "description": .string(text)]
    }

    private static func sortSchema(_ rule: SortRule, fields: [String]) -> JSONValue {
        // A wildcard cannot be listed in an enum; the check in the executor covers it.
        let isOpen = fields.contains { $0.hasSuffix("*") }
        var fieldName: JSONValue = ["type": "string"]
        if isOpen {
            let named = fields.filter { !$0.hasSuffix("*") }
            if !named.isEmpty { fieldName["description"] = .string(named.joined(separator: ", ")) }
        } else {
            fieldName["enum"] = .array(fields.map { .string($0) })
        }
        return [
            "type": "array", "maxItems": .number(JSONNumber(rule.maximumCount)),
            "items": [
                "type": "object",
                "properties": ["fieldName": fieldName, "order": ["type": "string", "enum": ["ASC", "DESC"]]],
                "required": ["fieldName"], "additionalProperties": false,
            ],
        ]
    }

    /// What `structuredContent` conforms to (design 6), that of a failure too: some clients check it as well and would keep
    /// the words from the model.
    static func outputSchema(of plan: ToolPlan) -> JSONValue {
        if plan.job != nil { return jobSchema }
        switch plan.answer.shape {
        case .list: return listSchema
        case .bulk: return bulkSchema
        case .count: return countSchema
        case .entity, .pick, .location: return ["type": "object"]
        }
    }

    private static let countSchema: JSONValue = [
        "type": "object", "properties": ["count": ["type": "integer"]], "anyOf": answerOrError(["count"]),
    ]

    private static let bulkSchema: JSONValue = [
        "type": "object",
        "properties": [
            "succeeded": ["type": "array", "items": ["type": "object"]],
            "failed": ["type": "array", "items": ["type": "object"]], "unknown": ["type": "integer"],
            "truncated": ["type": "object"],
        ],
        "anyOf": answerOrError(["succeeded", "failed", "unknown"]),
    ]

    private static let jobSchema: JSONValue = [
        "type": "object",
        "properties": [
            "jobId": ["type": "string"], "status": ["type": "string"], "done": ["type": "boolean"],
            "succeeded": ["type": "integer"], "failed": ["type": "integer"],
            "failures": ["type": "array", "items": ["type": "object"]], "hint": ["type": "string"],
        ],
        "anyOf": answerOrError(["jobId", "status", "done"]),
    ]

    private static let listSchema: JSONValue = [
        "type": "object",
        "properties": ["result": ["type": "array"], "next_cursor": ["type": ["string", "null"]]],
        "anyOf": answerOrError(["result", "next_cursor"]),
    ]

    private static func answerOrError(_ required: [JSONValue]) -> JSONValue {
        [["required": .array(required)], ["required": ["message", "error"]]]
    }

    /// Only what MCP does not assume by itself (a tool is taken for a destructive write that must not be repeated): each word
    /// is paid for in every conversation. Whether it reads is always said.
    static func annotations(_ effect: Effect, isDestructive: Bool, _ retry: RetryClass) -> JSONValue {
        guard effect != .read else { return ["readOnlyHint": true] }
        var annotations: JSONValue = ["readOnlyHint": false, "destructiveHint": .bool(isDestructive)]
        if retry == .idempotent { annotations["idempotentHint"] = true }
        return annotations
    }

    /// The output schema as it is listed: which members an answer has and which a failure is not worth its tokens.
    private static func shown(output schema: JSONValue) -> JSONValue {
        var schema = schema
        schema["anyOf"] = nil
        return schema
    }

    /// The schema as a model is shown it: without the bounds that only a wrong argument meets. They are checked all the
    /// same, and the refusal names them.
    static func shown(_ schema: JSONValue, isRoot: Bool = true) -> JSONValue {
        switch schema {
        case .array(let values): return .array(values.map { shown($0, isRoot: false) })
        case .object(let object):
            var kept = JSONObject()
            for member in object.members {
                switch member.key {
                case "minLength", "minItems": if member.value.intValue == 1 { continue }
                case "maxItems": continue
                case "maxLength" where (member.value.intValue ?? 0) > 200: continue
                case "pattern" where object["description"] != nil: continue
                case let name where name.hasPrefix("x-"): continue
                case "additionalProperties" where !isRoot && member.value == false: continue
                default: break
                }
                // The names of properties are the tool's own and stay, whatever they are called.
                kept[member.key] =
                    member.key == "properties"
                    ? shownProperties(member.value) : shown(member.value, isRoot: false)
            }
            return .object(kept)
        default: return schema
        }
    }

    private static func shownProperties(_ value: JSONValue) -> JSONValue {
        guard let object = value.objectValue else { return value }
        var kept = JSONObject()
        for member in object.members where member.value["x-always"] == nil {
            kept[member.key] = shown(member.value, isRoot: false)
        }
        return .object(kept)
    }

    /// The MCP tool object.
    static func bytes(
        name: String, title: String, description: String, inputSchema: JSONValue, outputSchema: JSONValue,
        annotations: JSONValue
    ) -> [UInt8] {
        let value: JSONValue = [
            "name": .string(name), "title": .string(title), "description": .string(description),
            "inputSchema": shown(inputSchema), "outputSchema": shown(output: outputSchema), "annotations": annotations,
        ]
        return value.bytes
    }
}
