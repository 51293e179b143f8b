import CCMark

/// One node of a `MarkdownTree`, valid while the tree is alive.
struct MarkdownNode {
    let pointer: OpaquePointer?

    var kind: CCMarkKind { ccmark_kind(pointer) }
    /// The source line, from 1.
    var line: Int { Int(cmark_node_get_start_line(pointer)) }
    /// The text of text, code and HTML nodes.
    var literal: String { text(cmark_node_get_literal(pointer)) }
    /// The address of links and images.
    var url: String { text(cmark_node_get_url(pointer)) }
    /// The title of links and images.
    var title: String { text(cmark_node_get_title(pointer)) }
    /// 1 to 6.
    var headingLevel: Int { Int(cmark_node_get_heading_level(pointer)) }
    /// The first number of an ordered list; nil for a bulleted one.
    var listStart: Int? {
        cmark_node_get_list_type(pointer) == CMARK_ORDERED_LIST ? Int(cmark_node_get_list_start(pointer)) : nil
    }
    /// The first word after the fence of a code block.
    var language: String {
        String(text(cmark_node_get_fence_info(pointer)).prefix { $0 != " " && $0 != "\t" })
    }
    var isCheckedTask: Bool { cmark_gfm_extensions_get_tasklist_item_checked(pointer) }
    var children: MarkdownChildren { MarkdownChildren(following: cmark_node_first_child(pointer)) }

    /// The alignments of a table's columns as Ricos names them.
    var columnAlignments: [String] {
        let count = Int(cmark_gfm_extensions_get_table_columns(pointer))
        guard let letters = cmark_gfm_extensions_get_table_alignments(pointer) else {
            return Array(repeating: "AUTO", count: count)
        }
        return UnsafeBufferPointer(start: letters, count: count).map { letter in
            switch letter {
            case UInt8(ascii: "l"): "LEFT"
            case UInt8(ascii: "c"): "CENTER"
            case UInt8(ascii: "r"): "RIGHT"
            default: "AUTO"
            }
        }
    }

    /// Calls `body` for each node under this one, in document order, on the way in and for containers also on the way
    /// out.
    func walk(_ body: (_ node: MarkdownNode, _ entering: Bool) -> Void) {
        guard let iterator = cmark_iter_new(pointer) else { return }
        defer { cmark_iter_free(iterator) }
        while true {
            let event = cmark_iter_next(iterator)
            guard event != CMARK_EVENT_DONE else { return }
            guard let node = cmark_iter_get_node(iterator), node != pointer else { continue }
            body(MarkdownNode(pointer: node), event == CMARK_EVENT_ENTER)
        }
    }

    private func text(_ characters: UnsafePointer<CChar>?) -> String {
        characters.map { String(cString: $0) } ?? ""
    }
}

/// The children of a node, first to last.
struct MarkdownChildren: Sequence, IteratorProtocol {
    private var following: OpaquePointer?

    init(following: OpaquePointer?) { self.following = following }

    mutating func next() -> MarkdownNode? {
        guard let current = following else { return nil }
        following = cmark_node_next(current)
        return MarkdownNode(pointer: current)
    }
}
