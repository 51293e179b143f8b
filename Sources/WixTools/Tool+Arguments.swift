import JSON
import WixCatalogue

extension Tool {
    /// The failure of a call whose required argument is there but empty: blank text, an empty list or object. Wix would
    /// take some of them for "nothing" and others for "everything".
    func emptyArgument(in arguments: JSONObject) -> ToolFailure? {
        for name in requiredArguments {
            guard let value = arguments[name], value.isBlank else { continue }
            return .argument(name: name, message: "\(name) must not be empty.")
        }
        return nil
    }
}

extension JSONValue {
    fileprivate var isBlank: Bool {
        switch self {
        case .null: true
        case .string(let text): text.allSatisfy(\.isWhitespace)
        case .array(let elements): elements.isEmpty
        case .object(let object): object.isEmpty
        case .bool, .number: false
        }
    }
}
