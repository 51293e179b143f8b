package import JSON

extension WixError {
    /// The `error` member of a tool result (design 6): `{status, code, message, fieldViolations?, data?,
    /// wixRequestId, retryable, outcome, hint}`.
    package var json: JSONValue {
        var object: JSONObject = [
            "status": status.map { .number(JSONNumber($0)) } ?? .null, "code": .string(code),
            "message": .string(message),
        ]
        if !fieldViolations.isEmpty { object["fieldViolations"] = .array(fieldViolations.map(\.json)) }
        object["data"] = data
        object["wixRequestId"] = wixRequestID.map { .string($0) } ?? .null
        object["retryable"] = .bool(retryable)
        object["outcome"] = .string(outcome.rawValue)
        object["hint"] = .string(hint)
        return .object(object)
    }

    /// One plain sentence that says what happened and, for a write without an answer, that this is not known.
    package var sentence: String {
        switch (outcome, status) {
        case (.unknown, _):
            "It is not known whether Wix applied this change: \(ended(message)) Check before you repeat it."
        case (.notSent, _): "Nothing was sent to Wix: \(ended(message))"
        case (.refused, let status?): "Wix answered \(status): \(ended(message))"
        case (.refused, nil): "Wix did not answer: \(ended(message))"
        }
    }

    private func ended(_ text: String) -> String {
        guard let last = text.last else { return "no reason was given." }
        return ".!?".contains(last) ? text : text + "."
    }
}

extension WixError.FieldViolation {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["field": .string(field), "description": .string(description)]
        if let rule { object["rule"] = .string(rule) }
        return .object(object)
    }
}
