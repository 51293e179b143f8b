import JSON

/// One request to the admin API.
struct AdminRequest: Sendable {
    var method = "GET"
    /// Starts with `/`; the ids in it are escaped (`AdminRequest.escaped`).
    var path: String
    /// Items without a value are left out.
    var query: [(name: String, value: String?)] = []
    var body: JSONValue?
    /// Waits for minutes: the daemon walks its whole audit log, or asks Wix many things.
    var isSlow = false

    /// Reads.
    init(_ path: String, query: [(name: String, value: String?)] = [], isSlow: Bool = false) {
        self.path = path
        self.query = query
        self.isSlow = isSlow
    }

    /// Does something.
    init(_ method: String, _ path: String, body: JSONValue? = nil, isSlow: Bool = false) {
        self.method = method
        self.path = path
        self.body = body
        self.isSlow = isSlow
    }

    /// The path with its query.
    var target: String {
        let items = query.compactMap { item in item.value.map { "\(item.name)=\(Self.escaped($0))" } }
        return items.isEmpty ? path : "\(path)?\(items.joined(separator: "&"))"
    }

    /// Percent-encodes all but unreserved characters (RFC 3986 section 2.3).
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for byte in text.utf8 {
            if byte.isLetterOrDigit || "-._~".utf8.contains(byte) {
                escaped.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                escaped += (byte < 16 ? "%0" : "%") + digits
            }
        }
        return escaped
    }
}
