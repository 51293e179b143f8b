import JSON

extension JSONValue {
    /// An integer as Wix may write it: a number, a string of digits, or either inside `{"value": …}` (platform.md 4.6).
    var wixInteger: Int? {
        intValue ?? stringValue.flatMap { Int($0) } ?? (objectValue == nil ? nil : self["value"]?.wixInteger)
    }
}
