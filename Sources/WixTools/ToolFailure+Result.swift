import JSON
import WixAPI
import WixCatalogue

extension ToolFailure {
    /// What the model reads: one plain sentence, then the error (design 6).
    func outcome(of tool: Tool, site: WixSite) -> ToolOutcome {
        switch self {
        case .argument(let name, let message):
            return .result(
                Self.result(
                    message,
                    Self.error(
                        code: "INVALID_ARGUMENT", message: message, hint: "Nothing was sent to Wix.",
                        violations: [(name, message)]),
                    rateLimit: nil))
        case .problem(let code, let message, let hint):
            return .result(
                Self.result(message, Self.error(code: code, message: message, hint: hint), rateLimit: site.rateLimit))
        case .wix(let error):
            if let status = error.rateLimit, error.status == 429, status.quotaCode == nil {
                return .rateLimited(status, wixRequestID: error.wixRequestID)
            }
            return .result(
                Self.result(error.words(for: tool), error.told(for: tool), rateLimit: error.rateLimit ?? site.rateLimit)
            )
        case .partial(let done, let message, let cause):
            var object = done
            object["message"] = .string(message)
            object["error"] = cause.told(for: tool)
            return .result(
                ToolResult(
                    structured: JSONValue.object(object).bytes, isError: true,
                    rateLimit: cause.rateLimit ?? site.rateLimit))
        }
    }

    /// The result for arguments that do not conform to the schema.
    static func result(of violations: [JSONSchema.Violation]) -> ToolResult {
        let message = violations.map(\.message).joined(separator: " ")
        let fields = violations.map { ($0.pointer.split(separator: "/").joined(separator: "."), $0.message) }
        return result(
            message,
            error(code: "INVALID_ARGUMENT", message: message, hint: "Nothing was sent to Wix.", violations: fields),
            rateLimit: nil)
    }

    private static func result(_ message: String, _ error: JSONValue, rateLimit: RateLimitStatus?) -> ToolResult {
        let structured: JSONValue = ["message": .string(message), "error": error]
        return ToolResult(structured: structured.bytes, isError: true, rateLimit: rateLimit)
    }

    private static func error(
        code: String, message: String, hint: String, violations: [(field: String, description: String)] = []
    ) -> JSONValue {
        var error = WixError(
            outcome: .notSent, code: code, message: message,
            fieldViolations: violations.map { .init(field: $0.field, description: $0.description) })
        error.hint = hint
        return error.json
    }
}

extension WixError {
    /// One sentence for the model.
    func words(for tool: Tool) -> String {
        guard outcome == .unknown else { return sentence }
        return "The answer was lost, so it is unknown whether \(tool.name) took effect. \(check(for: tool))"
    }

    /// The error with what only the tool knows: the permission, the app, and where to check.
    func told(for tool: Tool) -> JSONValue {
        var error = self
        var words = hint.isEmpty ? [] : [hint]
        if outcome == .unknown { words.append(check(for: tool)) }
        if status == 403, let permission = tool.permission { words.append("Permission needed: \(permission).") }
        if status == 403 || status == 428, let app = tool.app { words.append("It needs \(app) on the site.") }
        error.hint = words.joined(separator: " ")
        return error.json
    }

    private func check(for tool: Tool) -> String {
        guard let verifier = tool.verifier else { return "Read it again before you repeat it." }
        return "Check with \(verifier) before you repeat it."
    }
}
