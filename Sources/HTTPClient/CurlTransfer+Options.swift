import CCurl
import HTTPCore

extension CurlTransfer {
    /// What is the same for every transfer of this handle.
    func setFixedOptions() {
        let this = Unmanaged.passUnretained(self).toOpaque()
        wix_curl_easy_set_pointer(easy, CURLOPT_PRIVATE, this)
        wix_curl_easy_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText)
        wix_curl_easy_set_pointer(easy, CURLOPT_WRITEDATA, this)
        wix_curl_easy_set_pointer(easy, CURLOPT_HEADERDATA, this)
        wix_curl_easy_set_pointer(easy, CURLOPT_PREREQDATA, this)
        wix_curl_easy_set_data_callback(easy, CURLOPT_WRITEFUNCTION, takeBody)
        wix_curl_easy_set_data_callback(easy, CURLOPT_HEADERFUNCTION, takeHeadLine)
        wix_curl_easy_set_prerequest_callback(easy, requestIsDue)
        wix_curl_easy_set_long(easy, CURLOPT_NOSIGNAL, 1)
        // Ending a transfer must not wait on the loop for a name server that does not answer.
        wix_curl_easy_set_long(easy, CURLOPT_QUICK_EXIT, 1)
        wix_curl_easy_set_long(easy, CURLOPT_FOLLOWLOCATION, 0)
        wix_curl_easy_set_string(easy, CURLOPT_PROTOCOLS_STR, "http,https")
        // The loop's own deadlines bound a transfer; libcurl's would cost timers per request.
        wix_curl_easy_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, CurlTransfer.never)
        wix_curl_easy_set_long(easy, CURLOPT_PATH_AS_IS, 1)
        wix_curl_easy_set_long(easy, CURLOPT_TCP_KEEPALIVE, 1)
        wix_curl_easy_set_long(easy, CURLOPT_BUFFERSIZE, 64 * 1024)
        wix_curl_easy_set_long(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        wix_curl_easy_set_string(easy, CURLOPT_PROXY, multi.options.proxy ?? "")
        if let file = multi.options.authoritiesFile { wix_curl_easy_set_string(easy, CURLOPT_CAINFO, file) }
    }

    /// Milliseconds that no transfer reaches.
    private static let never = 1_000_000_000
    /// Seconds for which an idle connection is trusted. A write gets a younger one: it is not repeated when the
    /// server has just closed it.
    private static let idleAge = 100
    private static let idleAgeForWrites = 30

    /// What belongs to one request. A handle keeps its options from one transfer to the next: only those that differ
    /// are checked and set.
    func setOptions(for request: HTTPClientRequest, isStream: Bool) throws(HTTPClientError) {
        try setURL(request.url)
        setUnixSocket(request.unixSocketPath)
        if set.isStream != isStream {
            set.isStream = isStream
            wix_curl_easy_set_string(easy, CURLOPT_ACCEPT_ENCODING, isStream ? nil : "")
        }
        if set.isRepeatable != request.isRepeatable {
            set.isRepeatable = request.isRepeatable
            wix_curl_easy_set_long(
                easy, CURLOPT_MAXAGE_CONN, request.isRepeatable ? CurlTransfer.idleAge : CurlTransfer.idleAgeForWrites)
        }
        try setMethod(request.method, hasBody: request.body != nil)
        if let body = request.body { setBody(body) }
        try setFields(request.fields, hasBody: request.body != nil)
    }

    private func setURL(_ url: String) throws(HTTPClientError) {
        guard url != set.url else { return }
        let isSecure = url.hasPrefix("https://")
        guard isSecure || url.hasPrefix("http://"), url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw HTTPClientError(reason: .invalidRequest, wasSent: false, detail: "the URL is not http or https")
        }
        set.url = url
        wix_curl_easy_set_string(easy, CURLOPT_URL, url)
        wix_curl_easy_set_long(
            easy, CURLOPT_HTTP_VERSION, Int(isSecure ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1))
        // Waits for a connection that may carry many requests; without TLS there is none.
        wix_curl_easy_set_long(easy, CURLOPT_PIPEWAIT, isSecure ? 1 : 0)
    }

    /// libcurl keeps connections to a socket apart from those to the URL's host.
    private func setUnixSocket(_ path: String?) {
        guard path != set.unixSocketPath else { return }
        set.unixSocketPath = path
        wix_curl_easy_set_string(easy, CURLOPT_UNIX_SOCKET_PATH, path)
    }

    private func setMethod(_ method: String, hasBody: Bool) throws(HTTPClientError) {
        guard method != set.method || hasBody != set.hasBody else { return }
        guard !method.isEmpty, method.utf8.allSatisfy(CurlTransfer.isTokenByte) else {
            throw HTTPClientError(reason: .invalidRequest, wasSent: false, detail: "the method is not a token")
        }
        set.method = method
        set.hasBody = hasBody
        wix_curl_easy_set_long(easy, CURLOPT_HTTPGET, 1)
        if hasBody {
            wix_curl_easy_set_long(easy, CURLOPT_POST, 1)
        } else if method == "HEAD" {
            wix_curl_easy_set_long(easy, CURLOPT_NOBODY, 1)
        }
        let isPlain = method == (hasBody ? "POST" : "GET") || (method == "HEAD" && !hasBody)
        wix_curl_easy_set_string(easy, CURLOPT_CUSTOMREQUEST, isPlain ? nil : method)
    }

    /// libcurl copies the body.
    private func setBody(_ body: [UInt8]) {
        wix_curl_easy_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
        if body.isEmpty {
            wix_curl_easy_set_string(easy, CURLOPT_COPYPOSTFIELDS, "")
        } else {
            body.withUnsafeBytes { _ = wix_curl_easy_set_pointer(easy, CURLOPT_COPYPOSTFIELDS, $0.baseAddress) }
        }
    }

    private func setFields(_ fields: HTTPFields, hasBody: Bool) throws(HTTPClientError) {
        guard set.fields != fields || set.fieldsHaveBody != hasBody else { return }
        set.fields = nil
        curl_slist_free_all(requestFields)
        requestFields = nil
        // Without a value libcurl leaves the field out: no `Expect: 100-continue`, no form content type.
        if hasBody {
            requestFields = curl_slist_append(requestFields, "Expect:")
            if fields["content-type"] == nil { requestFields = curl_slist_append(requestFields, "Content-Type:") }
        }
        for field in fields.fields {
            guard !field.name.isEmpty, field.name.utf8.allSatisfy(CurlTransfer.isTokenByte),
                field.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 })
            else {
                throw HTTPClientError(
                    reason: .invalidRequest, wasSent: false, detail: "the field \(field.name) has forbidden characters")
            }
            // libcurl spells an empty field with a semicolon.
            let line = field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)"
            requestFields = curl_slist_append(requestFields, line)
        }
        wix_curl_easy_set_list(easy, CURLOPT_HTTPHEADER, requestFields)
        set.fields = fields
        set.fieldsHaveBody = hasBody
    }

    /// RFC 9110 section 5.6.2.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
