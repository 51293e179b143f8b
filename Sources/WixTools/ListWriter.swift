import JSON
import WixCatalogue

/// Writes `{"result":[…],"result_count":…,"next_cursor":…}` as bytes, within a size limit.
struct ListWriter {
    /// Why there are fewer items than the caller asked for, though there are more.
    struct Shortfall {
        /// How many of them are not in the answer; nil when nobody has counted them.
        let items: Int?
        let how: String

        static let room = "They did not fit: next_cursor goes on, fewer fields are shorter."
        static let requests = "A call reads no more at a time: next_cursor goes on."
    }

    private static let opening = Array("{\"result\":".utf8)
    /// Room for everything behind the items but a note.
    private static let tail = 108 + Shortfall.room.utf8.count
    private static let shortened = "Name fields you need."

    private(set) var count = 0
    private(set) var leftOut = 0
    private var output: [UInt8]
    /// Where the bytes of the items must end.
    private let end: Int

    /// - Parameter noteLength: of a note that may be added, in bytes of JSON.
    init(maximumCharacters: Int, noteLength: Int = 0) {
        end = max(Self.opening.count + 2, maximumCharacters - Self.tail - noteLength)
        output = Self.opening
        output.reserveCapacity(min(maximumCharacters, 16_384))
    }

    /// What was left out, where all that the caller asked for was handed to the writer.
    var shortfall: Shortfall? { leftOut > 0 ? Shortfall(items: leftOut, how: Shortfall.room) : nil }

    /// Copies a whole array of Wix's answer, projected, in one pass. Nil when there is no array at `path`, or when not
    /// even the first item fits, which is told in a shorter form.
    mutating func appendAll(at path: [String], of answer: JSONDocument, projection: JSONProjection) -> Int? {
        let start = output.count
        guard let counts = answer.appendItems(at: path, projection: projection, maximumBytes: end - start, to: &output)
        else { return nil }
        guard counts.kept > 0 || counts.leftOut == 0 else {
            output.removeSubrange(start...)
            return nil
        }
        output.removeLast()
        count = counts.kept
        leftOut = counts.leftOut
        return counts.kept + counts.leftOut
    }

    /// Appends one item; from the first that does not fit on, all are left out. The first of all is told in a shorter
    /// form then, so that every answer brings the list forward.
    mutating func append(_ range: Range<Int>, of body: [UInt8], as view: AnswerView) {
        guard leftOut == 0 else {
            leftOut += 1
            return
        }
        let start = output.count
        output.append(UInt8(ascii: count == 0 ? "[" : ","))
        view.append(range, of: body, to: &output)
        if output.count >= end {
            guard count == 0 else {
                output.removeSubrange(start...)
                leftOut = 1
                return
            }
            let item = Array(output[(start + 1)...])
            output.removeSubrange((start + 1)...)
            output += ShortenedItem.bytes(
                of: item.indices, in: item, room: end - output.count - 1, how: Self.shortened)
        }
        count += 1
    }

    /// The whole answer.
    func finish(
        nextCursor: String?, total: Int?, shortfall: Shortfall? = nil, note: String? = nil
    ) -> [UInt8] {
        var output = output
        if output.count == Self.opening.count { output.append(UInt8(ascii: "[")) }
        var writer = JSONWriter(appendingTo: [])
        writer.openObject()
        writer.member("result_count", count)
        writer.member("next_cursor", nextCursor.map { .string($0) } ?? .null)
        if let total { writer.member("total", total) }
        if let shortfall {
            var truncated: JSONValue = [:]
            truncated["left_out"] = shortfall.items.map { .number(JSONNumber($0)) }
            truncated["how"] = .string(shortfall.how)
            writer.member("truncated", truncated)
        }
        if let note { writer.member("note", note) }
        writer.closeObject()
        output.append(UInt8(ascii: "]"))
        output.append(UInt8(ascii: ","))
        output.append(contentsOf: writer.bytes.dropFirst())
        return output
    }
}
