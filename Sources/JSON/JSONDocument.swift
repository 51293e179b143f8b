/// One JSON text that was checked, with an index of its values: made once for an answer of Wix that is then paged
/// through and projected.
package struct JSONDocument: Sendable {
    package let bytes: [UInt8]
    let index: JSONIndex

    /// Accepts what `JSONBytes.validate` accepts, up to 2 GiB.
    package init(_ bytes: [UInt8], maximumDepth: Int = 128) throws(JSONError) {
        let text = bytes.span
        var offset = 0
        JSONScanner.skipWhitespace(text, &offset)
        index = try JSONIndex(text, &offset, levels: min(maximumDepth, JSONBytes.deepestNesting))
        try JSONScanner.end(text, &offset)
        self.bytes = bytes
    }

    /// The members of the text's object: decoded name and byte range of the value; nil when the text is no object.
    package var members: [(name: String, value: Range<Int>)]? {
        guard bytes[index.entries[0].start] == UInt8(ascii: "{") else { return nil }
        var members: [(name: String, value: Range<Int>)] = []
        var entry = 1
        while entry + 1 < index.entries.count {
            let key = index.entries[entry].key
            members.append(
                (JSONScanner.decoded(bytes, key.range, hasEscapes: key.hasEscapes), index.entries[entry + 1].range))
            entry = index.entries[entry + 1].next
        }
        return members
    }

    /// Appends the array at `path` as a JSON array of projected items.
    ///
    /// Whole items are left out from the first one on that would take the array, brackets included, beyond
    /// `maximumBytes` (so that what is kept is a prefix and paging can go on behind it). Nil, and nothing appended,
    /// when there is no array at `path`.
    package func appendItems(
        at path: [String], projection: JSONProjection, maximumBytes: Int = .max, to output: inout [UInt8]
    ) -> JSONItemCounts? {
        let text = bytes.span
        guard let array = entry(at: path), text[index.entries[array].start] == UInt8(ascii: "[") else { return nil }
        let start = output.count
        var copier = JSONCopier(of: bytes, appendingTo: output)
        output = []
        var kept = 0
        var leftOut = 0
        copier.copy(UInt8(ascii: "["), at: index.entries[array].start)
        var item = array + 1
        let end = index.entries[array].next
        while item < end {
            let next = index.entries[item].next
            defer { item = next }
            let itemStart = copier.count
            if leftOut == 0 {
                if kept > 0 { copier.copy(UInt8(ascii: ","), at: index.entries[item].start - 1) }
                projection.copy(item, of: index, text, to: &copier)
            }
            if leftOut == 0, copier.count - start < maximumBytes {
                kept += 1
            } else {
                copier.truncate(to: itemStart)
                leftOut += 1
            }
        }
        copier.copy(UInt8(ascii: "]"), at: index.entries[array].end - 1)
        copier.finish()
        output = copier.output
        return JSONItemCounts(kept: kept, leftOut: leftOut)
    }

    /// The entry of the value at a path of object members; nil when absent.
    private func entry(at path: [String]) -> Int? {
        var entry = 0
        for name in path {
            guard let member = member(JSONName(name), of: entry) else { return nil }
            entry = member
        }
        return entry
    }

    /// The entry of the value of the first member called `name`.
    private func member(_ name: JSONName, of object: Int) -> Int? {
        let text = bytes.span
        guard text[index.entries[object].start] == UInt8(ascii: "{") else { return nil }
        let end = index.entries[object].next
        var entry = object + 1
        while entry + 1 < end {
            let key = index.entries[entry].key
            if name.matches(key, key.prefix(text), text) { return entry + 1 }
            entry = index.entries[entry + 1].next
        }
        return nil
    }
}
