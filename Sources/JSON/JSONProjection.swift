/// A compiled set of dotted field paths that copies only those members of a JSON value; arrays on the way are
/// transparent.
package struct JSONProjection: Sendable {
    private struct Node: Sendable {
        var keepsAll = false
        /// Of `children`.
        var children = 0..<0
    }

    private struct Child: Sendable {
        let name: JSONName
        let node: Int
    }

    /// The paths as a tree; the root is first, the children of a node stand together.
    private var nodes: [Node] = []
    private var children: [Child] = []

    /// `paths` such as `id`, `price.amount`, `variants.sku`; an empty list keeps everything.
    package init(paths: [String]) {
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
        children += own
        return index
    }

    /// True when nothing is left out.
    package var keepsEverything: Bool { nodes[0].keepsAll }

    /// Appends the projected value at `range` of validated `bytes`. Source order and the bytes of kept values are
    /// unchanged; absent paths are skipped; a scalar where a path goes deeper (`"price":null` for `price.amount`) is
    /// kept as it is.
    package func append(_ range: Range<Int>, of bytes: [UInt8], to output: inout [UInt8]) {
        var offset = range.lowerBound
        appendValue(0, bytes, &offset, levels: JSONBytes.deepestNesting, to: &output)
    }

    /// Appends the value at `offset` as `node` wants it and moves past it.
    func appendValue(_ node: Int, _ bytes: [UInt8], _ offset: inout Int, levels: Int, to output: inout [UInt8]) {
        let text = bytes.span
        JSONScanner.skipWhitespace(text, &offset)
        guard offset < text.count else { return }
        switch text[offset] {
        case UInt8(ascii: "{") where !nodes[node].keepsAll && levels > 0:
            offset += 1
            appendMembers(node, bytes, &offset, levels: levels - 1, to: &output)
        case UInt8(ascii: "[") where !nodes[node].keepsAll && levels > 0:
            offset += 1
            appendElements(node, bytes, &offset, levels: levels - 1, to: &output)
        default:
            let start = offset
            JSONWalker.skipValue(text, &offset)
            output.append(contentsOf: bytes[start..<offset])
        }
    }

    private func appendMembers(
        _ node: Int, _ bytes: [UInt8], _ offset: inout Int, levels: Int, to output: inout [UInt8]
    ) {
        let text = bytes.span
        var separator = UInt8(ascii: "{")
        while let key = JSONWalker.nextMember(text, &offset) {
            guard let child = child(of: node, named: key, text) else {
                JSONWalker.skipValue(text, &offset)
                continue
            }
            output.append(separator)
            separator = UInt8(ascii: ",")
            // With its quotes; cut short only in text that was never valid.
            output.append(contentsOf: bytes[(key.range.lowerBound - 1)..<min(key.range.upperBound + 1, bytes.count)])
            output.append(UInt8(ascii: ":"))
            appendValue(child, bytes, &offset, levels: levels, to: &output)
        }
        if separator == UInt8(ascii: "{") { output.append(separator) }
        output.append(UInt8(ascii: "}"))
    }

    private func appendElements(
        _ node: Int, _ bytes: [UInt8], _ offset: inout Int, levels: Int, to output: inout [UInt8]
    ) {
        var separator = UInt8(ascii: "[")
        while JSONWalker.nextElement(bytes.span, &offset) {
            output.append(separator)
            separator = UInt8(ascii: ",")
            appendValue(node, bytes, &offset, levels: levels, to: &output)
        }
        if separator == UInt8(ascii: "[") { output.append(separator) }
        output.append(UInt8(ascii: "]"))
    }

    @inline(__always)
    private func child(of node: Int, named key: JSONWalker.Key, _ text: Span<UInt8>) -> Int? {
        let prefix = key.prefix(text)
        for index in nodes[node].children where children[index].name.matches(key, prefix, text) {
            return children[index].node
        }
        return nil
    }
}
