/// Writes one line of runs as Markdown that reads back as the same runs.
///
/// Emphasis is written with `**`, `*` and `~~` where CommonMark's rules let these open and close, else with HTML tags,
/// which have no such rules: `a<b>!</b>b`.
struct InlineMarkdown {
    private enum Token {
        case text(String)
        case open(Int)
        case close(Int)
    }

    /// A mark from the token where it opens to the one where it closes.
    private struct Span {
        let mark: InlineMark
        let open: Int
        var close = 0
        var isTag = true
    }

    private var tokens: [Token] = []
    private var spans: [Span] = []

    /// - Parameter isCell: in a table, where `|` needs a backslash.
    static func line(_ runs: [InlineRun], isCell: Bool = false) -> String {
        var writer = InlineMarkdown()
        writer.nest(runs, isCell: isCell)
        for index in writer.spans.indices { writer.spans[index].isTag = !writer.mayUseDelimiters(index) }
        let text = writer.tokens.map(writer.written).joined()
        return isCell ? MarkdownText.escapingBars(text) : text
    }

    /// Opens and closes marks so that they nest, those that reach farthest outside.
    private mutating func nest(_ runs: [InlineRun], isCell: Bool) {
        var stack: [Int] = []
        for (position, run) in runs.enumerated() {
            let wanted = InlineMark.marks(of: run.style)
            if let first = stack.firstIndex(where: { !wanted.contains(spans[$0].mark) }) {
                close(&stack, from: first)
            }
            let missing = wanted.filter { mark in !stack.contains { spans[$0].mark == mark } }
            let reach = missing.map { mark in
                runs[position...].prefix { InlineMark.marks(of: $0.style).contains(mark) }.count
            }
            for index in missing.indices.sorted(by: { (reach[$1], $0) < (reach[$0], $1) }) {
                stack.append(spans.count)
                spans.append(Span(mark: missing[index], open: tokens.count))
                tokens.append(.open(spans.count - 1))
            }
            tokens.append(.text(MarkdownText.run(run, isCell: isCell)))
        }
        close(&stack, from: 0)
    }

    private mutating func close(_ stack: inout [Int], from first: Int) {
        while stack.count > first {
            let span = stack.removeLast()
            spans[span].close = tokens.count
            tokens.append(.close(span))
        }
    }

    private func written(_ token: Token) -> String {
        switch token {
        case .text(let text): text
        case .open(let span): spans[span].isTag ? spans[span].mark.openTag : spans[span].mark.delimiter ?? ""
        case .close(let span): spans[span].isTag ? spans[span].mark.closeTag : spans[span].mark.delimiter ?? ""
        }
    }

    // MARK: CommonMark 6.2, on the strict side

    private func mayUseDelimiters(_ index: Int) -> Bool {
        let span = spans[index]
        guard span.mark.delimiter != nil, !isClosedDelimiter(span.open - 1) else { return false }
        return Self.isFlanking(
            inside: edge(of: span.open + 1, last: false), outside: edge(of: span.open - 1, last: true))
            && Self.isFlanking(
                inside: edge(of: span.close - 1, last: true), outside: edge(of: span.close + 1, last: false))
    }

    /// `**a***b*`: what closes and what opens would run together.
    private func isClosedDelimiter(_ position: Int) -> Bool {
        guard tokens.indices.contains(position), case .close(let span) = tokens[position] else { return false }
        return !spans[span].isTag
    }

    /// The character that a token shows to its neighbour; nil beyond the line.
    private func edge(of position: Int, last: Bool) -> Unicode.Scalar? {
        guard tokens.indices.contains(position) else { return nil }
        // Delimiters, tags and brackets are all punctuation.
        guard case .text(let text) = tokens[position] else { return "*" }
        return last ? text.unicodeScalars.last : text.unicodeScalars.first
    }

    private static func isFlanking(inside: Unicode.Scalar?, outside: Unicode.Scalar?) -> Bool {
        guard let inside, !inside.properties.isWhitespace else { return false }
        guard !MarkdownText.isWord(inside), let outside else { return true }
        return outside == " " || MarkdownText.isPunctuation(outside)
    }
}

/// What can be around text.
enum InlineMark: Equatable {
    case link(String)
    case bold, italic, strikethrough, underline, superscript, `subscript`

    static func marks(of style: InlineStyle) -> [InlineMark] {
        var marks: [InlineMark] = []
        if let link = style.link { marks.append(.link(link)) }
        if style.bold { marks.append(.bold) }
        if style.italic { marks.append(.italic) }
        if style.strikethrough { marks.append(.strikethrough) }
        if style.underline { marks.append(.underline) }
        if style.superscript { marks.append(.superscript) }
        if style.subscript { marks.append(.subscript) }
        return marks
    }

    /// Nil for what only tags can say.
    var delimiter: String? {
        switch self {
        case .bold: "**"
        case .italic: "*"
        case .strikethrough: "~~"
        default: nil
        }
    }

    var openTag: String {
        if case .link = self { return "[" }
        return "<\(tag)>"
    }

    var closeTag: String {
        if case .link(let url) = self { return "](\(MarkdownText.destination(url)))" }
        return "</\(tag)>"
    }

    private var tag: String {
        switch self {
        case .link: ""
        case .bold: "b"
        case .italic: "i"
        case .strikethrough: "s"
        case .underline: "u"
        case .superscript: "sup"
        case .subscript: "sub"
        }
    }
}
