import JSON
import WixCatalogue

/// Writes `{"result":[…],"result_count":…,"next_cursor":…}` as bytes, within a size limit.
struct ListWriter {
    private static let opening = Array("{\"result\":".utf8)
    /// Room for everything behind the items.
    private static let tail = 400

    private(set) var count = 0
    private(set) var leftOut = 0
    private var output: [UInt8]
    /// Where the bytes of the items must end.
    private let end: Int

    /// - Parameter noteLength: of a note that may be added.
    init(maximumCharacters: Int, noteLength: Int = 0) {
        end = max(Self.opening.count + 2, maximumCharacters - Self.tail - noteLength)
        output = Self.opening
        output.reserveCapacity(min(maximumCharacters, 16_384))
    }

    /// Copies a whole array of Wix's answer, projected, in one pass. Nil when there is no array at `path`.
    mutating func appendAll(at path: [String], of answer: JSONDocument, projection: JSONProjection) -> Int? {
        let room = end - output.count
        guard let counts = answer.appendItems(at: path, projection: projection, maximumBytes: room, to: &output)
        else { return nil }
        output.removeLast()
        count = counts.kept
        leftOut = counts.leftOut
        return counts.kept + counts.leftOut
    }

    /// Appends one item; from the first that does not fit on, all are left out.
    mutating func append(_ range: Range<Int>, of body: [UInt8], as view: AnswerView) {
        guard leftOut == 0 else {
            leftOut += 1
            return
        }
        let start = output.count
        output.append(UInt8(ascii: count == 0 && start == Self.opening.count ? "[" : ","))
        view.append(range, of: body, to: &output)
        if output.count < end {
            count += 1
        } else {
            output.removeSubrange(start...)
            leftOut = 1
        }
    }

    /// The whole answer. `how` says how to get what was left out.
    func finish(nextCursor: String?, total: Int?, note: String? = nil, how: String = "") -> [UInt8] {
        var output = output
        if output.count == Self.opening.count { output.append(UInt8(ascii: "[")) }
        var writer = JSONWriter(appendingTo: [])
        writer.openObject()
        writer.member("result_count", count)
        writer.member("next_cursor", nextCursor.map { .string($0) } ?? .null)
        if let total { writer.member("total", total) }
        if leftOut > 0 { writer.member("truncated", ["left_out": .number(JSONNumber(leftOut)), "how": .string(how)]) }
        if let note { writer.member("note", note) }
        writer.closeObject()
        output.append(UInt8(ascii: "]"))
        output.append(UInt8(ascii: ","))
        output.append(contentsOf: writer.bytes.dropFirst())
        return output
    }
}
