/// Appends JSON text piece by piece and sets the commas: for answers that are built from copied bytes.
///
///     var json = JSONWriter()
///     json.object { json in
///         json.member("result", copying: page)
///         json.member("result_count", 25)
///     }
///     send(json.bytes)
///
/// `openObject`/`closeObject` do the same across functions. A value written where a key is due, or the other way
/// round, gives text that does not parse; nothing else can go wrong.
package struct JSONWriter: Sendable {
    /// The text so far. Bytes appended here directly, say by `JSONProjection`, must follow `beginValue()`.
    package var bytes: [UInt8]
    private var needsComma = false

    package init(capacity: Int = 0) {
        bytes = []
        if capacity > 0 { bytes.reserveCapacity(capacity) }
    }
    /// Goes on behind `bytes`, where a value is due.
    package init(appendingTo bytes: consuming [UInt8]) { self.bytes = bytes }

    /// Sets the comma before a value that the caller appends to `bytes` himself.
    package mutating func beginValue() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    package mutating func openObject() { open(UInt8(ascii: "{")) }
    package mutating func closeObject() { close(UInt8(ascii: "}")) }
    package mutating func openArray() { open(UInt8(ascii: "[")) }
    package mutating func closeArray() { close(UInt8(ascii: "]")) }

    package mutating func object(_ body: (inout JSONWriter) -> Void) {
        openObject()
        body(&self)
        closeObject()
    }
    package mutating func array(_ body: (inout JSONWriter) -> Void) {
        openArray()
        body(&self)
        closeArray()
    }

    /// A member's name; its value must follow.
    package mutating func key(_ name: String) {
        beginValue()
        JSONBytes.appendString(name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    package mutating func value(_ value: JSONValue) {
        beginValue()
        value.write(to: &bytes)
    }
    package mutating func value(_ text: String) {
        beginValue()
        JSONBytes.appendString(text, to: &bytes)
    }
    package mutating func value(_ number: Int) { raw(String(number).utf8) }
    package mutating func value(_ truth: Bool) { raw((truth ? "true" : "false").utf8) }
    package mutating func null() { raw("null".utf8) }

    /// A value that is JSON text already.
    package mutating func value(copying json: ArraySlice<UInt8>) { raw(json) }
    /// Bytes as the inside of one JSON string: JSON text within JSON text, for instance.
    package mutating func string(escaping text: ArraySlice<UInt8>) {
        beginValue()
        bytes.append(UInt8(ascii: "\""))
        JSONBytes.appendEscaped(text, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    package mutating func member(_ name: String, _ value: JSONValue) {
        key(name)
        self.value(value)
    }
    package mutating func member(_ name: String, _ text: String) {
        key(name)
        value(text)
    }
    package mutating func member(_ name: String, _ number: Int) {
        key(name)
        value(number)
    }
    package mutating func member(_ name: String, _ truth: Bool) {
        key(name)
        value(truth)
    }
    package mutating func member(_ name: String, copying json: ArraySlice<UInt8>) {
        key(name)
        value(copying: json)
    }

    private mutating func raw(_ json: some Sequence<UInt8>) {
        beginValue()
        bytes.append(contentsOf: json)
    }
    private mutating func open(_ bracket: UInt8) {
        beginValue()
        bytes.append(bracket)
        needsComma = false
    }
    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }
}
