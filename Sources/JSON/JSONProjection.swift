/// A compiled set of dotted field paths that copies only those members of a JSON value; arrays on the way are
/// transparent.
package struct JSONProjection: Sendable {
    private struct Node: Sendable {
        var keepsAll = false
        /// Of `children`.
        var children = 0..<0
        /// The bits of their names.
        var bits: UInt64 = 0
    }

    private struct Child: Sendable {
        let name: JSONName
        let node: Int
    }

    /// The paths as a tree; the root is first, the children of a node stand together.
    private var nodes: [Node] = []
    private var children: [Child] = []
    /// Members that hold nothing are left out: `null`, `""`, `[]`, `{}`, and what the projection leaves empty. Not looked
    /// for inside what a path keeps whole.
    package let leavesOutEmpty: Bool

    /// `paths` such as `id`, `price.amount`, `variants.sku`; an empty list keeps everything.
    package init(paths: [String], leavesOutEmpty: Bool = false) {
        self.leavesOutEmpty = leavesOutEmpty
        let parts = paths.map { path in
            path.utf8.split(separator: UInt8(ascii: ".")).map { String(Substring($0)) }
        }
        _ = insert(parts.isEmpty ? [[]] : parts.filter { !$0.isEmpty })
    }

    /// Adds a node for paths that are relative to it.
    private mutating func insert(_ paths: [[String]]) -> Int {
        let index = nodes.count
        nodes.append(Node(keepsAll: paths.contains([])))
        if nodes[index].keepsAll { return index }
        var names: [String] = []
        for name in paths.compactMap(\.first) where !names.contains(name) { names.append(name) }
        let own = names.map { name in
            Child(
                name: JSONName(name),
                node: insert(paths.filter { $0.first == name }.map { Array($0.dropFirst()) }))
        }
        nodes[index].children = children.count..<(children.count + own.count)
        nodes[index].bits = own.reduce(0) { $0 | $1.name.bit }
        children += own
        return index
    }

    /// True when nothing is left out.
    package var keepsEverything: Bool { nodes[0].keepsAll }

    /// Appends the projected value at `range` of validated `bytes`. Source order and the bytes of kept values are
    /// unchanged; absent paths are skipped; a scalar where a path goes deeper (`"price":null` for `price.amount`) is
    /// kept as it is. Where there is no valid value, nothing is appended.
    package func append(_ range: Range<Int>, of bytes: [UInt8], to output: inout [UInt8]) {
        let text = bytes.span
        var offset = range.lowerBound
        JSONScanner.skipWhitespace(text, &offset)
        guard let index = try? JSONIndex(text, &offset, end: range.upperBound, levels: JSONBytes.deepestNesting)
        else { return }
        var copier = JSONCopier(of: bytes, appendingTo: output)
        output = []
        copy(0, of: index, text, to: &copier)
        copier.finish()
        output = copier.output
    }

    /// Copies the value whose entry is given.
    func copy(_ entry: Int, of index: JSONIndex, _ text: Span<UInt8>, to copier: inout JSONCopier) {
        copyValue(entry, 0, index, text, &copier)
    }

    /// Copies the value as `node` wants it.
    private func copyValue(
        _ entry: Int, _ node: Int, _ index: JSONIndex, _ text: Span<UInt8>, _ copier: inout JSONCopier
    ) {
        let range = index.entries[entry].range
        guard !nodes[node].keepsAll else { return copier.copy(range) }
        switch text[range.lowerBound] {
        case UInt8(ascii: "{"):
            copier.copy(range.lowerBound..<(range.lowerBound + 1))
            copyMembers(entry, node, index, text, &copier)
            copier.copy(UInt8(ascii: "}"), at: range.upperBound - 1)
        case UInt8(ascii: "["):
            copier.copy(range.lowerBound..<(range.lowerBound + 1))
            copyElements(entry, node, index, text, &copier)
            copier.copy(UInt8(ascii: "]"), at: range.upperBound - 1)
        default: copier.copy(range)
        }
    }

    private func copyMembers(
        _ object: Int, _ node: Int, _ index: JSONIndex, _ text: Span<UInt8>, _ copier: inout JSONCopier
    ) {
        let node = nodes[node]
        let end = index.entries[object].next
        var isFirst = true
        // Wix sends members in a steady order: the search begins behind the last child found.
        var expected = node.children.lowerBound
        var entry = object + 1
        while entry + 1 < end {
            defer { entry = index.entries[entry + 1].next }
            let key = index.entries[entry].key
            guard let child = child(of: node, named: key, text, expected) else { continue }
            expected = child + 1
            let name = index.entries[entry].range
            let value = index.entries[entry + 1].range
            if leavesOutEmpty, Self.isEmpty(value, text) { continue }
            let comma = isFirst ? 0 : 1
            isFirst = false
            if nodes[children[child].node].keepsAll, value.lowerBound == name.upperBound + 1,
                comma == 0 || text[name.lowerBound - 1] == UInt8(ascii: ",")
            {
                // The usual case, without white space: the member is one piece, with the comma before it.
                copier.copy((name.lowerBound - comma)..<value.upperBound)
                continue
            }
            let memberStart = copier.count
            if comma == 1 { copier.copy(UInt8(ascii: ","), at: name.lowerBound - 1) }
            copier.copy(name)
            copier.copy(UInt8(ascii: ":"), at: name.upperBound)
            let valueStart = copier.count
            copyValue(entry + 1, children[child].node, index, text, &copier)
            // Two bytes of an object or array are its brackets.
            if leavesOutEmpty, copier.count - valueStart == 2, Self.isBracket(text[value.lowerBound]) {
                copier.truncate(to: memberStart)
                isFirst = comma == 0
            }
        }
    }

    /// True for `null`, `""` and brackets with nothing between them.
    @inline(__always)
    private static func isEmpty(_ value: Range<Int>, _ text: Span<UInt8>) -> Bool {
        switch value.count {
        case 2: text[value.lowerBound] == UInt8(ascii: "\"") || isBracket(text[value.lowerBound])
        case 4: text[value.lowerBound] == UInt8(ascii: "n")
        default: false
        }
    }

    @inline(__always)
    private static func isBracket(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") }

    private func copyElements(
        _ array: Int, _ node: Int, _ index: JSONIndex, _ text: Span<UInt8>, _ copier: inout JSONCopier
    ) {
        let end = index.entries[array].next
        var entry = array + 1
        while entry < end {
            if entry > array + 1 { copier.copy(UInt8(ascii: ","), at: index.entries[entry].start - 1) }
            copyValue(entry, node, index, text, &copier)
            entry = index.entries[entry].next
        }
    }

    /// The child of `node` for a member, sought from `expected` on and then before it.
    @inline(__always)
    private func child(of node: Node, named key: JSONWalker.Key, _ text: Span<UInt8>, _ expected: Int) -> Int? {
        let prefix = key.prefix(text)
        guard key.hasEscapes || node.bits & JSONName.bit(prefix, key.range.count) != 0 else { return nil }
        return child(expected..<node.children.upperBound, key, prefix, text)
            ?? child(node.children.lowerBound..<expected, key, prefix, text)
    }

    @inline(__always)
    private func child(_ range: Range<Int>, _ key: JSONWalker.Key, _ prefix: UInt64, _ text: Span<UInt8>) -> Int? {
        for index in range where children[index].name.matches(key, prefix, text) { return index }
        return nil
    }
}
