import JSON
import WixAPI
import WixCatalogue

extension ToolFailure {
    /// What Wix said, where it did.
    var cause: WixError? {
        switch self {
        case .wix(let error), .partial(_, _, let error): error
        case .argument, .problem, .finding: nil
        }
    }

    /// What the model reads: one plain sentence, then the error (design 6).
    /// - Parameter fault: why Wix refuses the whole credential or site, when it does.
    func outcome(of tool: Tool, site: WixSite, fault: String?) -> ToolOutcome {
        switch self {
        case .argument(let name, let message):
            return .result(Self.result(of: [(name, message)]))
        case .problem(let code, let message, let hint):
            return .result(Self.result(message, Self.error(code: code, hint: hint), rateLimit: site.rateLimit))
        case .finding(let code, let message, let hint):
            let error = Self.error(.refused, code: code, hint: hint)
            return .result(Self.result(message, error, rateLimit: site.rateLimit))
        case .wix(let error):
            if let status = error.rateLimit, error.status == 429, status.quotaCode == nil {
                return .rateLimited(status, wixRequestID: error.wixRequestID)
            }
            let rateLimit = error.rateLimit ?? site.rateLimit
            guard let fault else {
                let error = error.inTerms(of: tool.plan)
                let sentence = error.words(for: tool)
                return .result(Self.result(sentence, error.told(for: tool, beside: sentence), rateLimit: rateLimit))
            }
            var refusal = error
            refusal.hint = "No other call on this account works either until its owner acts."
            var result = Self.result(fault, refusal.json(beside: fault), rateLimit: rateLimit)
            result.credentialFault = fault
            return .result(result)
        case .partial(let done, let message, let cause):
            var object = done
            object["message"] = .string(message)
            object["error"] = cause.told(for: tool, beside: message)
            return .result(
                ToolResult(
                    structured: JSONValue.object(object).bytes, isError: true,
                    rateLimit: cause.rateLimit ?? site.rateLimit, credentialFault: fault))
        }
    }

    /// The result for arguments that do not conform to the schema.
    static func result(of violations: [JSONSchema.Violation]) -> ToolResult {
        result(of: violations.map { ($0.pointer.split(separator: "/").joined(separator: "."), $0.message) })
    }

    /// Says each thing once: what is wrong in `message`, and where by field.
    private static func result(of violations: [(field: String, description: String)]) -> ToolResult {
        result(
            violations.map(\.description).joined(separator: " "),
            error(
                code: "INVALID_ARGUMENT", hint: "Nothing was sent to Wix.",
                violations: violations.map { .init(field: $0.field, description: "") }), rateLimit: nil)
    }

    private static func result(_ message: String, _ error: JSONValue, rateLimit: RateLimitStatus?) -> ToolResult {
        let structured: JSONValue = ["message": .string(message), "error": error]
        return ToolResult(structured: structured.bytes, isError: true, rateLimit: rateLimit)
    }

    private static func error(
        _ outcome: WixError.Outcome = .notSent, code: String, hint: String,
        violations: [WixError.FieldViolation] = []
    ) -> JSONValue {
        WixError(outcome: outcome, code: code, message: "", fieldViolations: violations, hint: hint).json(beside: "")
    }
}

extension WixError {
    /// One sentence for the model.
    func words(for tool: Tool) -> String {
        guard outcome == .unknown else { return sentence }
        return "The answer was lost, so it is unknown whether \(tool.name) took effect. \(tool.checkSentence)"
    }

    /// The error with what only the tool knows: the permission, the app, and where to check.
    /// - Parameter sentence: what the model reads beside it.
    func told(for tool: Tool, beside sentence: String) -> JSONValue {
        var error = self
        var words = hint.isEmpty ? [] : [hint]
        if outcome == .unknown { words.append(tool.checkSentence) }
        if status == 403, let permission = tool.permission { words.append("Permission needed: \(permission).") }
        if mayLackApp, let app = tool.app { words.append("It needs \(app) on the site.") }
        error.hint = words.joined(separator: " ")
        return error.json(beside: sentence)
    }

    /// True when the app may be missing on the site: most preconditions that are not met prove that it is there.
    private var mayLackApp: Bool {
        switch status {
        case 403: true
        case 428: code.contains("INSTALLED") || message.lowercased().contains("install")
        default: false
        }
    }
}

extension Tool {
    /// What to do after a write whose outcome is not known.
    var checkSentence: String {
        if let unverifiable { return "No tool can check it. \(unverifiable)" }
        return verifier.map { "Check with \($0) before you repeat it." } ?? "Read it again before you repeat it."
    }
}
