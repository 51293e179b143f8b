import HTTPClient

extension WixClient {
    /// The HTTP request for a Wix request: host, query, scope, body.
    func message(
        for request: WixRequest, _ site: WixSite, _ authorization: Authorization, _ deadline: WixDeadline
    ) throws(WixError) -> HTTPClientRequest {
        let hasBody = request.method != "GET" && (request.method != "DELETE" || request.body != nil)
        let remaining = deadline.remaining(on: loop)
        guard remaining > .zero else {
            throw WixError(
                outcome: .notSent, code: "TIMEOUT", message: "The time for this call was used up before this request",
                retryable: true, hint: "Try again, or ask for less in one call.")
        }
        return HTTPClientRequest(
            method: request.method, url: url(of: request, site),
            fields: hasBody ? authorization.fieldsWithBody : authorization.fields,
            body: hasBody ? request.body ?? Array("{}".utf8) : nil, limits: limits.shortened(to: remaining),
            isRepeatable: request.retry == .read)
    }

    private func url(of request: WixRequest, _ site: WixSite) -> String {
        var url = site.endpoints.baseURL
        if url.utf8.last == UInt8(ascii: "/") { url.removeLast() }
        url += request.path.text
        for (index, item) in request.query.enumerated() {
            url += index == 0 ? "?" : "&"
            PercentEncoding.append(item.name, to: &url)
            url += "="
            PercentEncoding.append(item.value, to: &url)
        }
        return url
    }
}

extension HTTPClientLimits {
    /// The same limits within what is left of a call.
    func shortened(to remaining: Duration) -> HTTPClientLimits {
        var limits = self
        limits.totalTime = totalTime == .zero ? remaining : min(totalTime, remaining)
        return limits
    }
}
