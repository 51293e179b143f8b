import HTTPCore

/// What is sent for a response: its body, compressed where that is asked for and worth it, or nothing.
struct ResponseCoding {
    let fields: HTTPFields
    let framing: ResponseFraming
    /// Nil when the answer has no content (HEAD, 204, 304).
    let body: [UInt8]?

    /// Below this, the head costs more than compression saves.
    private static let smallestCompressed = 1024

    init(_ response: HTTPResponse, _ terms: HTTPConnection.Terms, _ compressor: (([UInt8]) -> [UInt8]?)) {
        if HTTPStatus.isBodyless(response.status) {
            self.init(fields: response.fields, framing: .none, body: nil)
            return
        }
        guard response.body.count >= ResponseCoding.smallestCompressed, ResponseCoding.isCompressible(response.fields)
        else {
            self.init(
                fields: response.fields, framing: .length(response.body.count),
                body: terms.isHead ? nil : response.body)
            return
        }
        var fields = response.fields
        fields.append("vary", "Accept-Encoding")
        if terms.allowsGzip, !terms.isHead, let compressed = compressor(response.body) {
            fields.append("content-encoding", "gzip")
            self.init(fields: fields, framing: .length(compressed.count), body: compressed)
        } else {
            self.init(fields: fields, framing: .length(response.body.count), body: terms.isHead ? nil : response.body)
        }
    }

    private init(fields: HTTPFields, framing: ResponseFraming, body: [UInt8]?) {
        self.fields = fields
        self.framing = framing
        self.body = body
    }

    /// JSON and text, unless the handler coded it already.
    private static func isCompressible(_ fields: HTTPFields) -> Bool {
        guard !fields.contains("content-encoding"), let type = fields.bytes("content-type") else { return false }
        let essence = type.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") }
        return essence.starts(with: "text/".utf8) || essence.elementsEqual("application/json".utf8)
            || essence.elementsEqual("application/javascript".utf8) || essence.suffix(5).elementsEqual("+json".utf8)
    }
}
