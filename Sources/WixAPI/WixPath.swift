/// The path of a Wix request, percent-encoded. Only a template of ours and strictly encoded ids go in, so that no
/// argument can choose another path (design 8).
package struct WixPath: Sendable, Equatable {
    /// The longest value that can be an id, in bytes.
    package static let maximumValueBytes = 512

    /// Encoded, with the leading slash and without a query.
    package let text: String

    /// A path without parameters, written in the source.
    package init(_ literal: StaticString) { text = "\(literal)" }

    /// Fills each `{name}` of `template` with the percent-encoded value for that name.
    ///
    /// Refuses a value that is empty, `.` or `..`, contains `/`, `\` or a control character, or is longer than 512
    /// bytes, and a name without a value.
    package init(template: String, _ values: [String: String]) throws(WixPathError) {
        guard template.utf8.contains(UInt8(ascii: "{")) else {
            text = template
            return
        }
        var text = ""
        var rest = template[...]
        while let open = rest.firstIndex(of: "{") {
            text += rest[..<open]
            rest = rest[rest.index(after: open)...]
            guard let close = rest.firstIndex(of: "}") else { break }
            let name = String(rest[..<close])
            rest = rest[rest.index(after: close)...]
            guard let value = values[name] else { throw .missing(name: name) }
            guard WixPath.isUsable(value) else { throw .unusable(name: name, value: value) }
            PercentEncoding.append(value, to: &text)
        }
        self.text = text + rest
    }

    private static func isUsable(_ value: String) -> Bool {
        guard !value.isEmpty, value != ".", value != "..", value.utf8.count <= maximumValueBytes else { return false }
        return value.utf8.allSatisfy {
            $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "\\")
        }
    }
}

/// Why a path cannot be built. `name` is the template's parameter, e.g. `productId`.
package enum WixPathError: Error, Sendable, Equatable {
    case missing(name: String)
    case unusable(name: String, value: String)

    /// One plain sentence for the caller.
    package var message: String {
        switch self {
        case .missing(let name): "\(name) is missing."
        case .unusable(let name, let value):
            "\(name) cannot be an id: \"\(value.prefix(60))\". Give the id as Wix returned it."
        }
    }
}
