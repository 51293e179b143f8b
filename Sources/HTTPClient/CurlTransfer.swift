import CCurl
import HTTPCore

/// One libcurl easy handle and the transfer it carries. Pooled: used for one transfer after another.
///
/// Confined to the loop of its `CurlMulti`, which keeps it alive while libcurl points to it.
final class CurlTransfer: @unchecked Sendable {  // confined to the loop of its CurlMulti
    /// Where the answer goes.
    enum Sink {
        /// Kept whole, at most so many bytes.
        case buffer(limit: Int)
        case stream(onHead: (Int, HTTPFields) -> Void, onBody: ([UInt8]) -> Void)
    }

    enum Phase { case idle, connecting, waiting, receiving }

    /// Options that stay from one transfer to the next; nil when not set yet.
    struct RequestOptions {
        var url: String?
        var unixSocketPath: String?
        var method: String?
        var hasBody = false
        var isStream: Bool?
        var isRepeatable: Bool?
        var fields: HTTPFields?
        var fieldsHaveBody = false
    }

    let easy: UnsafeMutableRawPointer
    let errorText: UnsafeMutablePointer<CChar>
    /// Of the current transfer; tells a late cancel that its transfer is over.
    var id: UInt64 = 0
    /// Its place in the table of running transfers.
    var slot = 0
    var phase = Phase.idle
    var sink = Sink.buffer(limit: 0)
    var limits = HTTPClientLimits()
    var isRepeatable = false
    /// Instants on the loop's clock; `.max` is never.
    var phaseDeadline = UInt64.max
    var totalDeadline = UInt64.max
    /// Why we ended the transfer ourselves, in place of libcurl's reason.
    var stopReason: HTTPClientError.Reason?
    var head = ResponseHead()
    var body: [UInt8] = []
    /// The head has been handed to a stream's reader.
    var isHeadDelivered = false
    /// Listed for delivery at the end of the action.
    var isDeliveryDue = false
    /// The request options that the handle has now.
    var set = RequestOptions()
    /// What CURLOPT_HTTPHEADER points to.
    var requestFields: UnsafeMutablePointer<curl_slist>?
    var completion: UnsafeContinuation<Result<HTTPClientResponse, HTTPClientError>, Never>?
    unowned let multi: CurlMulti

    init?(multi: CurlMulti) {
        guard let easy = curl_easy_init() else { return nil }
        self.easy = easy
        self.multi = multi
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        setFixedOptions()
    }

    deinit {
        curl_easy_cleanup(easy)
        curl_slist_free_all(requestFields)
        errorText.deallocate()
    }

    var deadline: UInt64 { min(phaseDeadline, totalDeadline) }

    /// Which limit ends the transfer at `now`.
    func limitReached(at now: UInt64) -> HTTPClientError.Limit {
        guard phaseDeadline <= now else { return .total }
        return phase == .connecting ? .connect : .firstByte
    }

    /// Takes on a request; `CurlMulti.start` sends it.
    func prepare(_ request: HTTPClientRequest, sink: Sink) throws(HTTPClientError) {
        self.sink = sink
        limits = request.limits
        isRepeatable = request.isRepeatable
        if case .stream = sink {
            try setOptions(for: request, isStream: true)
        } else {
            try setOptions(for: request, isStream: false)
        }
    }

    /// True when any byte of the request may have left.
    var wasSent: Bool {
        var headBytes = 0
        var bodyBytes: curl_off_t = 0
        wix_curl_easy_get_long(easy, CURLINFO_REQUEST_SIZE, &headBytes)
        wix_curl_easy_get_offset(easy, CURLINFO_SIZE_UPLOAD_T, &bodyBytes)
        return headBytes > 0 || bodyBytes > 0
    }

    /// Connections that this transfer opened.
    var connectionsOpened: Int {
        var count = 0
        wix_curl_easy_get_long(easy, CURLINFO_NUM_CONNECTS, &count)
        return max(0, count)
    }

    /// The result, from libcurl's code and what was collected.
    func result(_ code: CURLcode) -> Result<HTTPClientResponse, HTTPClientError> {
        if code == CURLE_OK || isEarlyRefusal(code), stopReason == nil, head.isComplete {
            return .success(HTTPClientResponse(status: head.status, fields: head.fields, body: body))
        }
        if code == CURLE_OK, stopReason == nil {
            return .failure(failure(.truncated, fallback: "the head of the answer has no end"))
        }
        let words = String(cString: curl_easy_strerror(code))
        return .failure(failure(stopReason ?? HTTPClientError.Reason(code), fallback: words))
    }

    /// An origin may refuse before it has read the request and close the HTTP/2 stream (RFC 9113 section 8.1).
    /// libcurl 7.88 calls that a stream error when the request's body was not out yet; the refusal stands.
    private func isEarlyRefusal(_ code: CURLcode) -> Bool {
        code == CURLE_HTTP2_STREAM && head.isComplete && head.status >= 400
    }

    func failure(_ reason: HTTPClientError.Reason, fallback: String) -> HTTPClientError {
        let words = String(cString: errorText)
        // A connection that broke within the answer is a truncated answer.
        let isCut = reason == .connectionLost && phase == .receiving
        return HTTPClientError(
            reason: isCut ? .truncated : reason, wasSent: wasSent, detail: words.isEmpty ? fallback : words)
    }

    /// Makes the handle ready for the next transfer. Called when it is out of the multi handle.
    func clear() {
        phase = .idle
        sink = .buffer(limit: 0)
        stopReason = nil
        head = ResponseHead()
        body = []
        isHeadDelivered = false
        phaseDeadline = .max
        totalDeadline = .max
        errorText[0] = 0
    }
}
