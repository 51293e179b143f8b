/// What `JSONBytes.appendItems` copied.
package struct JSONItemCounts: Sendable, Equatable {
    package let kept: Int
    /// Items that would have gone beyond the allowed bytes; always the last ones.
    package let leftOut: Int
    package init(kept: Int, leftOut: Int) {
        self.kept = kept
        self.leftOut = leftOut
    }
}

extension JSONBytes {
    /// Appends the array at `path` of validated `bytes` as a JSON array of projected items, all in one pass.
    ///
    /// Whole items are left out from the first one on that would take the array, brackets included, beyond
    /// `maximumBytes` (so that what is kept is a prefix and paging can go on behind it). Nil, and nothing appended,
    /// when there is no array at `path`.
    package static func appendItems(
        at path: [String], of bytes: [UInt8], projection: JSONProjection, maximumBytes: Int = .max,
        to output: inout [UInt8]
    ) -> JSONItemCounts? {
        guard let start = start(of: path, from: 0, in: bytes) else { return nil }
        return appendItems(
            of: start..<bytes.count, of: bytes, projection: projection, maximumBytes: maximumBytes, to: &output)
    }

    /// The same for the array that starts at `range`.
    package static func appendItems(
        of range: Range<Int>, of bytes: [UInt8], projection: JSONProjection, maximumBytes: Int = .max,
        to output: inout [UInt8]
    ) -> JSONItemCounts? {
        var offset = range.lowerBound
        guard JSONWalker.enter(UInt8(ascii: "["), bytes.span, &offset) else { return nil }
        let start = output.count
        var kept = 0
        var leftOut = 0
        output.append(UInt8(ascii: "["))
        while JSONWalker.nextElement(bytes.span, &offset) {
            guard leftOut == 0 else {
                JSONWalker.skipValue(bytes.span, &offset)
                leftOut += 1
                continue
            }
            let itemStart = output.count
            if kept > 0 { output.append(UInt8(ascii: ",")) }
            projection.appendValue(0, bytes, &offset, levels: deepestNesting, to: &output)
            if output.count - start < maximumBytes {
                kept += 1
            } else {
                output.removeSubrange(itemStart...)
                leftOut = 1
            }
        }
        output.append(UInt8(ascii: "]"))
        return JSONItemCounts(kept: kept, leftOut: leftOut)
    }
}
