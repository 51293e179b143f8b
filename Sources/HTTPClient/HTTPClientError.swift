/// Why no whole answer came. `wasSent` tells whether any byte of the request may have reached the server, so that a
/// write's outcome is not misreported.
package struct HTTPClientError: Error, Sendable, Equatable {
    package enum Limit: String, Sendable { case connect, firstByte, total }

    package enum Reason: Sendable, Equatable {
        /// The URL, method or a field cannot be sent.
        case invalidRequest
        case resolve, connect, tls
        case timeout(Limit)
        /// The connection ended before the first byte of an answer.
        case connectionLost
        /// The answer began and ended early.
        case truncated
        /// The answer is larger than `responseBytes`.
        case tooLarge
        /// The answer is not HTTP, its head is over 64 KB, or its coding cannot be decoded.
        case badAnswer
        case cancelled
        /// libcurl's code.
        case other(Int32)
    }

    package let reason: Reason
    package let wasSent: Bool
    /// libcurl's words, for logs.
    package let detail: String
    package init(reason: Reason, wasSent: Bool, detail: String) {
        self.reason = reason
        self.wasSent = wasSent
        self.detail = detail
    }
}
