package import JSON

extension WixError {
    /// The `error` member of a tool result (design 6): `{status?, code, message?, fieldViolations?, data?,
    /// wixRequestId?, retryable, outcome, hint?}`.
    /// - Parameter sentence: what the caller reads beside it; none of it is said again.
    package func json(beside sentence: String) -> JSONValue {
        var object = JSONObject()
        object["status"] = status.map { .number(JSONNumber($0)) }
        object["code"] = .string(code)
        if !message.isEmpty, !sentence.contains(message) { object["message"] = .string(message) }
        let violations = fieldViolations.map { $0.json(beside: sentence) }.filter { !$0.isEmpty }
        if !violations.isEmpty { object["fieldViolations"] = .array(violations.map { .object($0) }) }
        object["data"] = data
        object["wixRequestId"] = wixRequestID.map { .string($0) }
        object["retryable"] = .bool(retryable)
        object["outcome"] = .string(outcome.rawValue)
        if !hint.isEmpty { object["hint"] = .string(hint) }
        return .object(object)
    }

    /// One plain sentence that says what happened and, for a write without an answer, that this is not known.
    package var sentence: String {
        switch (outcome, status) {
        case (.unknown, _):
            "It is not known whether Wix applied this change: \(ended(message)) Check before you repeat it."
        case (.notSent, _): "Nothing was sent to Wix: \(ended(message))"
        case (.refused, let status?), (.failed, let status?): "Wix answered \(status): \(ended(message))"
        case (.refused, nil), (.failed, nil): "Wix did not answer: \(ended(message))"
        }
    }

    private func ended(_ text: String) -> String {
        guard let last = text.last else { return "no reason was given." }
        return ".!?".contains(last) ? text : text + "."
    }
}

extension WixError.FieldViolation {
    fileprivate func json(beside sentence: String) -> JSONObject {
        var object = JSONObject()
        if !field.isEmpty { object["field"] = .string(field) }
        if !description.isEmpty, !sentence.contains(description) { object["description"] = .string(description) }
        if let rule { object["rule"] = .string(rule) }
        return object
    }
}
