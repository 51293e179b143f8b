import Gateway
import JSON
import WixCatalogue

extension ServerGrant {
    /// The server as the API shows it.
    var json: JSONValue {
        [
            "id": .string(id), "name": .string(name), "config": .object(record.configuration.json),
            "integrated_account_id": .string(accountID), "managed_by": .string(record.manager.rawValue),
            "tool_count": .number(JSONNumber(tools.count)), "read_only": .bool(isReadOnly),
            "created_at": .string(record.createdAt.text), "updated_at": .string(record.updatedAt.text),
            "expires_at": .init(record.expiresAt),
        ]
    }

    var position: ListPosition { ListPosition(createdAt: record.createdAt, id: id) }
}

extension Tool {
    /// The tool as the preview shows it.
    var json: JSONValue {
        let cost = cost
        return [
            "name": .string(name), "title": .string(title), "description": .string(description),
            "input_schema": inputSchema, "method": .string(effect.rawValue),
            "tags": .array(tags.map(JSONValue.string)), "effect": .string(effect.rawValue),
            "marks": .array(marks.map { .string($0.rawValue) }), "tokens": .number(JSONNumber(cost.tokens)),
            "tokens_estimated": .bool(cost.isEstimate),
        ]
    }
}

extension APITokenRecord {
    /// The API token as the API shows it; the token itself is known to its holder only.
    var json: JSONValue {
        [
            "id": .string(id), "name": .string(name),
            "integrated_account_ids": accountIDs.map { .array($0.map(JSONValue.string)) } ?? .null,
            "created_at": .string(createdAt.text), "expires_at": .init(expiresAt), "last_used_at": .init(lastUsedAt),
        ]
    }

    var position: ListPosition { ListPosition(createdAt: createdAt, id: id) }
}
