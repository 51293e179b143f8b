// libFuzzer target for the JSON room. Compiled together with its sources by scripts/fuzz.
//
// Nothing traps on any bytes; parse and validate agree; what parses is written to text that parses to an equal value;
// whatever reads or copies bytes stays within them, and on valid text agrees with the tree and writes valid text.

@c(LLVMFuzzerTestOneInput)
func fuzzOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    checkEscaping(bytes)
    var repaired = bytes
    _ = JSONBytes.replaceLoneSurrogates(in: &repaired)
    precondition(repaired.count == bytes.count)
    walk(bytes)
    let validity = outcome { () throws(JSONError) in try JSONBytes.validate(bytes) }
    do throws(JSONError) {
        let value = try JSONValue(parsing: bytes)
        precondition(validity == nil, "parse accepts what validate refuses")
        checkRoundTrip(value)
        checkAgreement(value, 0..<bytes.count, bytes)
        checkSchema(value)
    } catch {
        precondition(error == validity || error.reason == .duplicateKey, "parse and validate refuse differently")
    }
    if validity == nil { checkCopies(bytes) }
    return 0
}

func outcome(_ body: () throws(JSONError) -> Void) -> JSONError? {
    do throws(JSONError) {
        try body()
        return nil
    } catch {
        return error
    }
}

func checkRoundTrip(_ value: JSONValue) {
    let written = value.bytes
    precondition(
        outcome { () throws(JSONError) in try JSONBytes.validate(written) } == nil, "written text is not valid")
    precondition((try? JSONValue(parsing: written)) == value, "written text reads back differently")
    precondition(value.isEquivalent(to: value) && !value.canonicalBytes.isEmpty)
}

func checkAgreement(_ value: JSONValue, _ range: Range<Int>, _ bytes: [UInt8]) {
    guard let range = JSONBytes.range(of: [], within: range, in: bytes) else {
        preconditionFailure("no value in its range")
    }
    precondition(JSONBytes.string(at: range, in: bytes) == value.stringValue)
    // The byte path reads numbers of a bounded length only.
    if range.count <= 64 { precondition(JSONBytes.int(at: range, in: bytes) == value.intValue) }
    let elements = JSONBytes.elements(of: range, in: bytes)
    precondition(elements?.count == value.arrayValue?.count)
    for (element, place) in zip(value.arrayValue ?? [], elements ?? []) { checkAgreement(element, place, bytes) }
    let members = JSONBytes.members(of: range, in: bytes)
    precondition(members?.map(\.name) == value.objectValue?.keys)
    for (member, place) in zip(value.objectValue?.members ?? [], members ?? []) {
        precondition(JSONBytes.range(of: [member.key], within: range, in: bytes) == place.value)
        checkAgreement(member.value, place.value, bytes)
    }
}

func checkSchema(_ value: JSONValue) {
    guard let parts = value.arrayValue, parts.count == 2, let schema = try? JSONSchema(parts[0]) else { return }
    precondition(schema.violations(in: parts[1]).count <= JSONSchema.maximumViolations)
}

/// Any bytes: only bounds and progress.
func walk(_ bytes: [UInt8]) {
    for element in JSONBytes.elements(of: 0..<bytes.count, in: bytes) ?? [] {
        precondition(element.upperBound <= bytes.count)
    }
    for member in JSONBytes.members(of: 0..<bytes.count, in: bytes) ?? [] {
        precondition(member.value.upperBound <= bytes.count)
        _ = JSONBytes.string(at: member.value, in: bytes)
        _ = JSONBytes.int(at: member.value, in: bytes)
    }
    var output: [UInt8] = []
    JSONProjection(paths: ["a", "b.c"]).append(0..<bytes.count, of: bytes, to: &output)
}

/// Valid bytes: copies are valid too.
func checkCopies(_ bytes: [UInt8]) {
    for paths in [[], ["a"], ["a.b", "id", "a.c"]] {
        var output: [UInt8] = []
        JSONProjection(paths: paths).append(0..<bytes.count, of: bytes, to: &output)
        precondition(
            outcome { () throws(JSONError) in try JSONBytes.validate(output) } == nil, "projection is not valid")
        for maximum in [0, 20, Int.max] {
            var items: [UInt8] = []
            let counts = (try? JSONDocument(bytes, maximumDepth: JSONBytes.deepestNesting))?.appendItems(
                at: [], projection: JSONProjection(paths: paths), maximumBytes: maximum, to: &items)
            guard let counts else { continue }
            precondition(
                outcome { () throws(JSONError) in try JSONBytes.validate(items) } == nil, "items are not valid")
            precondition(items.count <= max(2, maximum))
            precondition(JSONBytes.elements(of: 0..<items.count, in: items)?.count == counts.kept)
            precondition(JSONBytes.elements(of: 0..<bytes.count, in: bytes)?.count == counts.kept + counts.leftOut)
        }
    }
}

func checkEscaping(_ bytes: [UInt8]) {
    guard let text = String(validating: bytes, as: UTF8.self) else { return }
    var output: [UInt8] = []
    JSONBytes.appendEscaped(bytes[...], to: &output)
    let quoted = [UInt8(ascii: "\"")] + output + [UInt8(ascii: "\"")]
    precondition((try? JSONValue(parsing: quoted)) == .string(text), "escaped text reads back differently")
    precondition(JSONValue.string(text).bytes == quoted, "two ways of escaping differ")
}
