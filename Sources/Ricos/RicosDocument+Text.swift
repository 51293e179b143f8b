package import JSON

extension RicosDocument {
    /// The text of a Ricos document for reading: blocks apart by an empty line, list items by a line end, no marks.
    package static func plainText(of document: JSONValue) -> String { RicosReader(markup: false).text(of: document) }

    /// The document as Markdown: the mapping of section 6.5 reversed. What Markdown has no word for becomes `[TYPE]`.
    package static func markdown(of document: JSONValue) -> String { RicosReader(markup: true).text(of: document) }
}
