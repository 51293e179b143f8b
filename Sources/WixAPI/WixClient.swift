package import EventLoop
package import HTTPClient
import HTTPCore
import JSON

/// What an observer is told of each HTTP request to Wix, retries and token renewals included.
package struct WixRequestRecord: Sendable {
    package let method: String
    package let path: String
    /// Nil when no answer came.
    package let status: Int?
    package let duration: Duration
    fileprivate let fields: ResponseFields?

    /// Wix's trace id of the answer.
    package var wixRequestID: String? { fields.flatMap(WixRequestID.of) }
}

/// Sends requests to Wix from one loop with all that Wix asks of every caller. Call on the loop.
package final class WixClient: Sendable {
    package let http: HTTPClient
    /// Of one request; the deadline of a call shortens them.
    let limits: HTTPClientLimits
    let onRequest: (@Sendable (WixRequestRecord) -> Void)?

    package init(
        http: HTTPClient, limits: HTTPClientLimits = HTTPClientLimits(),
        onRequest: (@Sendable (WixRequestRecord) -> Void)? = nil
    ) {
        self.http = http
        self.limits = limits
        self.onRequest = onRequest
    }

    package var loop: EventLoop { http.loop }

    /// Sends one request with the site's credential and returns Wix's 2xx answer.
    ///
    /// Retries only what `request.retry` allows, within `deadline` (by default a budget of its own that starts now).
    /// Cancelling the task cancels the transfer; a write cancelled after it was sent is `.unknown`.
    package func send(_ request: WixRequest, to site: WixSite, deadline: WixDeadline? = nil) async throws(WixError)
        -> WixResponse
    {
        let deadline = deadline ?? WixDeadline(on: loop)
        var policy = RetryPolicy(request)
        while true {
            let authorization = try await authorization(for: request, site: site, deadline: deadline)
            do throws(WixError) {
                return try await attempt(request, site, authorization, deadline)
            } catch {
                if authorization.token != nil, policy.renewsToken(after: error, credential: site.credential) {
                    site.token.forget { $0 == authorization.token }
                    continue
                }
                guard let wait = policy.wait(after: error, chance: .random(in: 0...1)),
                    wait < deadline.remaining(on: loop), !Task.isCancelled
                else { throw error }
                await loop.pause(wait)
            }
        }
    }

    private func attempt(
        _ request: WixRequest, _ site: WixSite, _ authorization: Authorization, _ deadline: WixDeadline
    ) async throws(WixError) -> WixResponse {
        let isRead = request.retry == .read
        guard site.takeRequest() else { throw WixError(overBudget: site) }
        let message = try message(for: request, site, authorization, deadline)
        let answer: HTTPClientResponse
        do throws(HTTPClientError) {
            answer = try await exchange(message, path: request.path.text)
        } catch {
            throw WixError(transport: error, isRead: isRead)
        }
        let rateLimit = RateLimitStatus.after(answer, counted: site.rateLimit)
        if request.answersLocation, (300..<400).contains(answer.status), answer.fields["location"] != nil,
            let document = Self.document([])
        {
            return WixResponse(status: answer.status, document: document, fields: answer.fields, rateLimit: rateLimit)
        }
        guard (200..<300).contains(answer.status) else {
            throw WixError(answer: answer, isRead: isRead, rateLimit: rateLimit)
        }
        guard let document = Self.document(answer.body) else { throw WixError(unreadable: answer, isRead: isRead) }
        return WixResponse(status: answer.status, document: document, fields: answer.fields, rateLimit: rateLimit)
    }

    /// The body as JSON, after mending what a cut emoji leaves: one lone surrogate must not cost a whole page.
    private static func document(_ body: [UInt8]) -> JSONDocument? {
        var body = body.isEmpty ? Array("{}".utf8) : body
        do throws(JSONError) {
            return try JSONDocument(body)
        } catch {
            guard error.reason == .badEscape, JSONBytes.replaceLoneSurrogates(in: &body) > 0 else { return nil }
        }
        return try? JSONDocument(body)
    }

    /// Sends an HTTP request and tells the observer.
    func exchange(_ message: HTTPClientRequest, path: String) async throws(HTTPClientError) -> HTTPClientResponse {
        let start = loop.now
        do throws(HTTPClientError) {
            let answer = try await http.send(message)
            observe(message, path, answer, since: start)
            return answer
        } catch {
            observe(message, path, nil, since: start)
            throw error
        }
    }

    private func observe(
        _ message: HTTPClientRequest, _ path: String, _ answer: HTTPClientResponse?, since start: UInt64
    ) {
        guard let onRequest else { return }
        onRequest(
            WixRequestRecord(
                method: message.method, path: path, status: answer?.status,
                duration: .nanoseconds(loop.now &- start), fields: answer?.fields))
    }
}

extension EventLoop {
    /// Lets `duration` pass. Call on the loop; meant for waits of under a second, which cancelling does not shorten.
    func pause(_ duration: Duration) async {
        await withUnsafeContinuation { continuation in
            schedule(after: duration) { continuation.resume() }
        }
    }
}
