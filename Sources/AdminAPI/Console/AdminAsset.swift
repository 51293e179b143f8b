import CAdminAssets
import Crypto
import Gateway
import HTTPCore
import HTTPServer

/// A file that is embedded in the binary.
struct AdminAsset: Sendable {
    let bytes: [UInt8]
    private let type: String
    /// Weak (RFC 9110 section 8.8.1): the server may send the bytes compressed.
    private let tag: String

    static let openAPI = AdminAsset("openapi.json", type: "application/json")
    static let console = AdminAsset("console.html", type: "text/html; charset=utf-8")
    /// What the page loads, by name.
    static let consoleFiles: [String: AdminAsset] = {
        var files: [String: AdminAsset] = [:]
        for index in 0..<admin_asset_count() {
            let name = String(cString: admin_asset_at(index).name)
            if name.hasSuffix(".css") { files[name] = AdminAsset(name, type: "text/css; charset=utf-8") }
            if name.hasSuffix(".js") { files[name] = AdminAsset(name, type: "text/javascript; charset=utf-8") }
        }
        return files
    }()

    private init(_ name: String, type: String) {
        self.type = type
        bytes = Self.embedded(name)
        tag = "W/\"\(Base64.encode(Array(SHA256.hash(data: bytes).prefix(12)), .url))\""
    }

    private static func embedded(_ name: String) -> [UInt8] {
        for index in 0..<admin_asset_count() {
            let asset = admin_asset_at(index)
            guard String(cString: asset.name) == name else { continue }
            return Array(UnsafeBufferPointer(start: asset.bytes, count: asset.count))
        }
        return []
    }

    /// Only what the console itself brings may run, and nobody may frame it.
    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        + "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"

    /// The file, or 304 when the client has it (RFC 9110 section 13.1.2).
    func response(to head: HTTPRequestHead) -> HTTPResponse {
        var fields = HTTPFields([
            ("cache-control", "no-cache"), ("etag", tag), ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"), ("content-security-policy", Self.policy),
        ])
        if isKnown(to: head.fields) { return HTTPResponse(status: 304, fields: fields) }
        fields.append("content-type", type)
        return HTTPResponse(status: 200, fields: fields, body: bytes)
    }

    /// Tags are compared without their weakness (RFC 9110 section 8.8.3.2).
    private func isKnown(to fields: HTTPFields) -> Bool {
        let known = fields.values("if-none-match").flatMap { $0.split(separator: ",") }
        return known.contains { text in
            let text = text.drop { $0 == " " }
            return text == "*" || (text.hasPrefix("W/") ? text.dropFirst(2) : text) == tag.dropFirst(2)
        }
    }
}
