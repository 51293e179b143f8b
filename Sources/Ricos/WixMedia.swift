package import JSON

/// A picture that Wix already has. Posts show no other: an address elsewhere must be imported first (section 3.2).
package struct WixMedia: Equatable, Sendable {
    package let id: String
    /// In pixels.
    private(set) var width: Int?
    private(set) var height: Int?
    static let addressPrefix = "https://static.wixstatic.com/media/"

    /// The picture that `source` names: a media id (`a1b2c3_…~mv2.jpg`), its address on `static.wixstatic.com`, or a
    /// `wix:image://v1/…` reference; nil for all else.
    package init?(source: String) {
        let internalPrefix = "wix:image://v1/"
        if source.hasPrefix(internalPrefix) {
            self.init(id: source.dropFirst(internalPrefix.count).prefix { $0 != "/" && $0 != "#" })
        } else if source.hasPrefix(Self.addressPrefix) {
            self.init(id: source.dropFirst(Self.addressPrefix.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" })
        } else {
            guard source.contains("~mv2.") else { return nil }
            self.init(id: source.prefix { $0 != "#" })
        }
        readSize(of: source)
    }

    /// A file of Wix Media; nil for an id that is none.
    package init?(id: String, width: Int? = nil, height: Int? = nil) {
        self.init(id: id[...])
        self.width = width
        self.height = height
    }

    /// Where the picture can be seen, with its size behind `#`, so that a text that names it keeps both.
    package var address: String {
        let size = [("originWidth", width), ("originHeight", height)].compactMap { name, pixels in
            pixels.map { "\(name)=\($0)" }
        }
        return Self.addressPrefix + id + (size.isEmpty ? "" : "#" + size.joined(separator: "&"))
    }

    private init?(id: Substring) {
        let letters = id.utf8.allSatisfy { byte in
            switch UnicodeScalar(byte) {
            case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".", "~": true
            default: false
            }
        }
        guard letters, id.contains("."), id.utf8.count <= 200 else { return nil }
        self.id = String(id)
    }

    /// Reads `#originWidth=1600&originHeight=900`, as Wix's own references have it.
    private mutating func readSize(of source: String) {
        guard let fragment = source.split(separator: "#", maxSplits: 1).dropFirst().first else { return }
        for pair in fragment.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, let pixels = Int(parts[1]), (1...100_000).contains(pixels) else { continue }
            switch parts[0] {
            case "originWidth": width = pixels
            case "originHeight": height = pixels
            default: continue
            }
        }
    }

    /// The picture as Ricos has it: `{"src": {"id"}, "width"?, "height"?}`.
    package var json: JSONValue {
        var json: JSONValue = ["src": ["id": .string(id)]]
        if let width { json["width"] = .number(JSONNumber(width)) }
        if let height { json["height"] = .number(JSONNumber(height)) }
        return json
    }
}
