import CCMark
import Synchronization

/// A parsed Markdown document. Owns the C tree and frees it on every path.
struct MarkdownTree: ~Copyable {
    private let root: MarkdownNode

    static func parsing(_ markdown: String, limits: RicosLimits) throws(RicosError) -> MarkdownTree {
        try MarkdownGuard.check(markdown, limits: limits)
        guard let root = parse(markdown) else { throw RicosError(message: "The Markdown could not be parsed.") }
        let tree = MarkdownTree(root: MarkdownNode(pointer: root))
        try tree.checkShape(limits)
        return tree
    }

    private init(root: MarkdownNode) { self.root = root }

    deinit { cmark_node_free(root.pointer) }

    /// The document node is valid inside `body` only.
    borrowing func withDocument<Result>(_ body: (MarkdownNode) -> Result) -> Result { body(root) }

    private static let extensions = ["table", "strikethrough", "autolink", "tasklist"]

    /// While cmark-gfm parses it adds the special characters of its extensions to process-wide tables and takes them
    /// out afterwards, and registers extensions in a process-wide list: one parse at a time.
    private static let parsing = Mutex(())

    private static func parse(_ markdown: String) -> OpaquePointer? {
        parsing.withLock { _ in
            cmark_gfm_core_extensions_ensure_registered()
            guard let parser = cmark_parser_new(CMARK_OPT_DEFAULT) else { return nil }
            defer { cmark_parser_free(parser) }
            for name in extensions {
                if let found = cmark_find_syntax_extension(name) {
                    cmark_parser_attach_syntax_extension(parser, found)
                }
            }
            var text = markdown
            text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
            }
            return cmark_parser_finish(parser)
        }
    }

    /// Bounds nesting and size before anything recursive looks at the tree.
    private borrowing func checkShape(_ limits: RicosLimits) throws(RicosError) {
        guard let iterator = cmark_iter_new(root.pointer) else { return }
        defer { cmark_iter_free(iterator) }
        var nodes = 0
        var depth = 0
        while true {
            let event = cmark_iter_next(iterator)
            guard event != CMARK_EVENT_DONE else { return }
            let node = MarkdownNode(pointer: cmark_iter_get_node(iterator))
            let nests = node.kind == .list || node.kind == .blockQuote
            if event == CMARK_EVENT_EXIT {
                if nests { depth -= 1 }
                continue
            }
            nodes += 1
            if nests { depth += 1 }
            guard depth <= limits.depth else {
                throw RicosError(
                    message: "Line \(node.line) of the Markdown nests lists or quotes more than \(limits.depth) levels "
                        + "deep. Use fewer levels.")
            }
            guard nodes <= limits.nodes else {
                throw RicosError(
                    message: "The Markdown has more than \(limits.nodes) elements. Split it into several posts.")
            }
        }
    }
}
