import JSON

/// The shortest honest form of what is longer than an answer may be: its id, the other members that fit, the smallest
/// first, and `truncated` with the number of members that are not told.
enum ShortenedItem {
    /// - Parameters:
    ///   - range: of the item as the caller would see it, in validated `bytes`.
    ///   - room: what it may take, in bytes. Without room even for the id only `truncated` is told.
    static func bytes(of range: Range<Int>, in bytes: [UInt8], room: Int, how: String) -> [UInt8] {
        let members = (try? JSONBytes.value(at: range, in: bytes))?.objectValue?.members ?? []
        let sizes = members.map { JSONValue.string($0.key).bytes.count + $0.value.bytes.count + 2 }
        let order = members.indices.sorted { left, right in
            let (isLeft, isRight) = (members[left].key == "id", members[right].key == "id")
            return isLeft != isRight ? isLeft : sizes[left] < sizes[right]
        }
        var left = room - JSONValue.object(truncated(members.count, how)).bytes.count
        var kept: Set<Int> = []
        for index in order where sizes[index] <= left {
            left -= sizes[index]
            kept.insert(index)
        }
        var item = JSONObject()
        for index in members.indices where kept.contains(index) { item[members[index].key] = members[index].value }
        for member in truncated(members.count - kept.count, how).members { item[member.key] = member.value }
        return JSONValue.object(item).bytes
    }

    private static func truncated(_ count: Int, _ how: String) -> JSONObject {
        ["truncated": ["left_out": .int(count), "how": .string(how)]]
    }
}
