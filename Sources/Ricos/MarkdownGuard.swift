/// Refuses the few texts on which cmark-gfm takes quadratic time or memory, in one linear pass before it parses.
///
/// Measured on 0.29.0.gfm.6 with 400 KB: unclosed `![`, a bare link followed by closing brackets, a wide table with
/// many short rows (each row is filled up to the width of its header) and one paragraph of many lines before a table
/// run for seconds or longer; everything else tried stays under one.
struct MarkdownGuard {
    private static let tableCells = 20_000
    private static let imageMarks = 2_000
    private static let trailingMarks = 1_000
    private static let paragraphLines = 10_000

    private var line = 1
    private var imageMarks = 0
    /// Length of the current run of bytes that may end a bare link, and whether a bracket is among them.
    private var trailing = (count: 0, brackets: false)
    private var previous: UInt8 = 0
    private var columns = LineColumns()
    private var paragraphLines = 0
    /// Columns of the widest table that may be open, 0 outside tables.
    private var tableColumns = 0
    private var tableCells = 0

    static func check(_ markdown: String, limits: RicosLimits) throws(RicosError) {
        let size = markdown.utf8.count
        guard size <= limits.markdownBytes else {
            throw RicosError(
                message: "The Markdown is \(size) bytes long; at most \(limits.markdownBytes) are taken. "
                    + "Split it into several posts.")
        }
        var scan = MarkdownGuard()
        for byte in markdown.utf8 { try scan.take(byte) }
        try scan.endLine()
    }

    private mutating func take(_ byte: UInt8) throws(RicosError) {
        switch (previous, byte) {
        case (UInt8(ascii: "\r"), UInt8(ascii: "\n")): break
        case (_, UInt8(ascii: "\r")), (_, UInt8(ascii: "\n")):
            try endLine()
            line += 1
        default: columns.take(byte)
        }
        if byte == UInt8(ascii: "["), previous == UInt8(ascii: "!") {
            imageMarks += 1
            if imageMarks > Self.imageMarks { throw excess("more than \(Self.imageMarks) pictures") }
        }
        if Self.mayEndLink(byte) {
            trailing.count += 1
            trailing.brackets = trailing.brackets || byte == UInt8(ascii: ")")
            if trailing.count > Self.trailingMarks, trailing.brackets {
                throw excess("more than \(Self.trailingMarks) closing brackets and punctuation marks in a row")
            }
        } else {
            trailing = (0, false)
        }
        previous = byte
    }

    private mutating func endLine() throws(RicosError) {
        defer { columns = LineColumns() }
        guard !columns.isBlank else {
            (paragraphLines, tableColumns) = (0, 0)
            return
        }
        paragraphLines += 1
        if paragraphLines > Self.paragraphLines {
            throw excess("more than \(Self.paragraphLines) lines without a blank one")
        }
        if let count = columns.delimiterColumns { tableColumns = max(tableColumns, count) }
        tableCells += tableColumns
        if tableCells > Self.tableCells { throw excess("tables with more than \(Self.tableCells) cells") }
    }

    private func excess(_ what: String) -> RicosError {
        RicosError(message: "The Markdown has \(what) (line \(line)). Shorten it or split it into several posts.")
    }

    private static func mayEndLink(_ byte: UInt8) -> Bool {
        switch UnicodeScalar(byte) {
        case ")", "?", "!", ".", ",", ":", ";", "*", "_", "~", "'", "\"": true
        default: false
        }
    }
}

/// What one line could mean for a table: a delimiter row such as `|---|:-:|`, also inside lists and quotes.
private struct LineColumns {
    private(set) var isBlank = true
    private var onlyDelimiters = true
    private var dashes = 0
    private var pipes = 0

    mutating func take(_ byte: UInt8) {
        switch UnicodeScalar(byte) {
        case " ", "\t", ">": return
        case "|": pipes += 1
        case "-": dashes += 1
        case ":", "*", "+", ".", ")", "0"..."9", "\u{B}", "\u{C}": break
        default: onlyDelimiters = false
        }
        isBlank = false
    }

    /// An upper bound of the columns that the line opens; nil when it cannot be a delimiter row.
    var delimiterColumns: Int? { onlyDelimiters && dashes > 0 ? pipes + 1 : nil }
}
