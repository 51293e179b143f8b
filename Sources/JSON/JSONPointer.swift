/// JSON Pointer (RFC 6901) tokens.
enum JSONPointer {
    static func escaped(_ token: String) -> String {
        guard token.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else { return token }
        var output: [UInt8] = []
        for byte in token.utf8 {
            switch byte {
            case UInt8(ascii: "~"): output += "~0".utf8
            case UInt8(ascii: "/"): output += "~1".utf8
            default: output.append(byte)
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    static func unescaped(_ token: Substring.UTF8View) -> String {
        var output: [UInt8] = []
        var isEscape = false
        for byte in token {
            if isEscape {
                output.append(byte == UInt8(ascii: "1") ? UInt8(ascii: "/") : UInt8(ascii: "~"))
                isEscape = false
            } else if byte == UInt8(ascii: "~") {
                isEscape = true
            } else {
                output.append(byte)
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}

/// Where a value is: a chain from the root, made into text only when there is something to say about it.
indirect enum JSONPath {
    case root
    case member(String, of: JSONPath)
    case element(Int, of: JSONPath)

    var pointer: String {
        switch self {
        case .root: ""
        case .member(let name, let parent): parent.pointer + "/" + JSONPointer.escaped(name)
        case .element(let index, let parent): parent.pointer + "/\(index)"
        }
    }

    /// `price.variants[0].sku`, as a person writes it; empty for the root.
    var display: String {
        switch self {
        case .root: return ""
        case .element(let index, let parent): return parent.display + "[\(index)]"
        case .member(let name, let parent):
            let before = parent.display
            return before.isEmpty ? name : before + "." + name
        }
    }
}
