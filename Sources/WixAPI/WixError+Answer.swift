import HTTPClient

extension WixError {
    /// The error that an answer outside 2xx is.
    init(answer: HTTPClientResponse, isRead: Bool, rateLimit: RateLimitStatus?) {
        let body = WixErrorBody(answer.body)
        let meaning = StatusMeaning.of(answer.status)
        // An ordinary refusal can wear a 500; then it has a code (platform.md 2.1).
        let isPlainFault = answer.status != 500 || body.code == nil
        let isUnknown = !isRead && meaning.leavesWriteUnknown && isPlainFault
        let isFault = isRead && meaning.isTransient && isPlainFault && answer.status != 429
        let code = body.code ?? (body.violations.isEmpty ? meaning.code : "VALIDATION_ERROR")
        let message = body.message.isEmpty ? meaning.message : Redaction.redact(body.message)
        self.init(
            outcome: isUnknown ? .unknown : isFault ? .failed : .refused, status: answer.status, code: code,
            message: message,
            fieldViolations: body.violations, data: body.data, wixRequestID: WixRequestID.of(answer.fields),
            retryable: meaning.isTransient && !isUnknown && rateLimit?.quotaCode == nil,
            hint: isUnknown
                ? WixErrorHint.unknownOutcome
                : WixErrorHint.text(status: answer.status, code: code, message: message),
            rateLimit: rateLimit)
    }

    /// The error of a 2xx answer that is not JSON.
    init(unreadable answer: HTTPClientResponse, isRead: Bool) {
        self.init(
            outcome: isRead ? .failed : .unknown, status: answer.status, code: "INVALID_ANSWER",
            // Nothing of the answer itself: it may hold what customers wrote.
            message: "Wix's answer of \(answer.body.count) bytes is not JSON or not whole",
            wixRequestID: WixRequestID.of(answer.fields),
            retryable: isRead, hint: isRead ? "Try again in a minute." : WixErrorHint.unknownOutcome)
    }
}

/// Wix's trace id of an answer (platform.md 2.3).
enum WixRequestID {
    private static let maximumBytes = 200

    static func of(_ fields: ResponseFields) -> String? {
        let text = fields.bytes("x-wix-request-id") ?? fields.bytes("x-request-id")
        return text.map { String(decoding: $0.prefix(maximumBytes), as: UTF8.self) }
    }
}
