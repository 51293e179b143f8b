import HTTPClient

extension WixError {
    /// The error of a request that got no whole answer.
    init(transport error: HTTPClientError, isRead: Bool) {
        let outcome: Outcome = !error.wasSent ? .notSent : isRead ? .failed : .unknown
        let (code, message, advice) = WixError.words(for: error.reason)
        let isFinal =
            switch error.reason {
            case .invalidRequest, .tooLarge: true
            default: false
            }
        self.init(
            outcome: outcome, code: code, message: message, retryable: outcome != .unknown && !isFinal,
            hint: outcome == .unknown ? WixErrorHint.unknownOutcome : advice)
    }

    private static func words(for reason: HTTPClientError.Reason) -> (code: String, message: String, advice: String) {
        let later = "Try again in a minute."
        let network = "Check the network of the machine that runs wixmcpd, and wix.base_url in its configuration."
        return switch reason {
        case .invalidRequest:
            ("INVALID_REQUEST", "The request cannot be sent as HTTP", "Check wix.base_url in the configuration.")
        case .resolve: ("NAME_NOT_RESOLVED", "The name of Wix's server was not found", network)
        case .connect: ("CONNECTION_FAILED", "No connection to Wix's server was made", network)
        case .tls:
            (
                "TLS_FAILED", "Wix's server could not be trusted (TLS)",
                "Check the machine's clock and its CA certificates."
            )
        case .timeout(.connect): ("CONNECT_TIMEOUT", "Connecting to Wix took too long", network)
        case .timeout(.firstByte), .timeout(.total): ("TIMEOUT", "Wix did not answer in time", later)
        case .connectionLost: ("CONNECTION_LOST", "The connection to Wix ended before the answer", later)
        case .truncated: ("TRUNCATED_ANSWER", "Wix's answer broke off", later)
        case .tooLarge: ("ANSWER_TOO_LARGE", "Wix's answer is too large", "Ask for fewer items.")
        case .badAnswer: ("INVALID_ANSWER", "Wix's answer is not HTTP", later)
        case .cancelled: ("CANCELLED", "The call was cancelled", "")
        case .other: ("TRANSPORT_ERROR", "The request could not be carried out", later)
        }
    }
}
