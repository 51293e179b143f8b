import HTTPCore

/// What the server itself says.
enum ServerAnswers {
    /// Shown to every client that waits with its body (RFC 9110 section 10.1.1).
    static let continuation = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

    private static let jsonFields = HTTPFields([("content-type", "application/json")])

    /// `{"statusCode":413,"error":"Content Too Large","message":"…"}`. `message` is the server's own wording.
    static func failure(_ status: Int, _ message: String) -> HTTPResponse {
        var body: [UInt8] = []
        body.append(contentsOf: #"{"statusCode":"#.utf8)
        body.append(contentsOf: String(status).utf8)
        body.append(contentsOf: #","error":""#.utf8)
        body.append(contentsOf: HTTPStatus.reasonPhrase(status).utf8)
        body.append(contentsOf: #"","message":""#.utf8)
        for byte in message.utf8 {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { body.append(UInt8(ascii: "\\")) }
            body.append(byte < 0x20 ? UInt8(ascii: " ") : byte)
        }
        body.append(contentsOf: #""}"#.utf8)
        return HTTPResponse(status: status, fields: jsonFields, body: body)
    }
}
