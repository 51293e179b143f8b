import JSON

/// An answer that is not 2xx, with Wix's body for it (platform reference 2.1).
struct WixError: Error, Sendable, Equatable {
    let status: Int
    let body: JSONValue

    /// What a call without a usable credential gets: the body says nothing, as measured on Wix.
    static let forbidden = WixError(status: 403, body: ["message": "", "details": [:]])

    /// The business logic said no.
    static func application(
        _ status: Int, _ code: String, _ message: String, data: JSONValue = [:]
    ) -> WixError {
        let error: JSONValue = ["code": .string(code), "description": .string(message), "data": data]
        return WixError(status: status, body: ["message": .string(message), "details": ["applicationError": error]])
    }

    static func notFound(_ code: String, _ message: String) -> WixError { .application(404, code, message) }

    static func staleRevision(_ entity: String) -> WixError {
        .application(409, "INVALID_REVISION", "\(entity) has already changed since the requested revision")
    }

    /// One violated rule of a request field.
    static func violation(
        _ field: String, _ description: String, rule: String = "CUSTOM", ruleName: String? = nil, threshold: Int? = nil
    ) -> WixError {
        var violation: JSONValue = [
            "field": .string(field), "description": .string(description), "violatedRule": .string(rule),
        ]
        if let ruleName { violation["ruleName"] = .string(ruleName) }
        if let threshold { violation["data"] = ["threshold": JSONValue(integerLiteral: threshold)] }
        return validation("INVALID_ARGUMENT: \"\(field)\" \(description)", violation)
    }

    /// Several violated rules at once.
    static func violations(_ found: [(field: String, description: String)]) -> WixError {
        let words = found.map { "\"\($0.field)\" \($0.description)" }.joined(separator: "; ")
        let violations = found.map { violation -> JSONValue in
            [
                "field": .string(violation.field), "description": .string(violation.description),
                "violatedRule": "CUSTOM", "ruleName": "SHAPE",
            ]
        }
        return WixError(
            status: 400,
            body: [
                "message": .string("INVALID_ARGUMENT: \(words)"),
                "details": ["validationError": ["fieldViolations": .array(violations)]],
            ])
    }

    /// A mistake in a filter or sort, in the form measured on Wix: the field is always `value`.
    static func filter(_ description: String) -> WixError {
        validation("value \(description)", ["field": "value", "description": .string(description)])
    }

    static func required(_ field: String) -> WixError {
        .violation(field, "must not be empty", rule: "REQUIRED_FIELD")
    }

    /// The value has the wrong JSON type; Wix's parser says no more than this.
    static func expected(_ kind: String, at field: String) -> WixError {
        .violation(field, "Expected \(kind)", rule: "FORMAT")
    }

    private static func validation(_ message: String, _ violation: JSONValue) -> WixError {
        WixError(
            status: 400,
            body: [
                "message": .string(message), "details": ["validationError": ["fieldViolations": .array([violation])]],
            ])
    }
}
