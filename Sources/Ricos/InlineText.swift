import CCMark

/// A picture as Markdown has it.
struct MarkdownImage: Equatable {
    let source: String
    var alternative = ""
    let title: String
    /// The address of the link around it.
    let link: String?
}

/// Inline content flattened to styled runs, breaks and pictures.
enum InlinePiece: Equatable {
    case run(String, InlineStyle)
    case lineBreak
    case image(MarkdownImage, WixMedia)
}

/// Flattens the inline content of a block. Markdown may nest emphasis without bound, so this counts what is open
/// instead of recursing.
struct InlineText {
    private(set) var pieces: [InlinePiece] = []
    /// Sources of pictures outside Wix Media.
    private(set) var linkedImages: [String] = []
    private(set) var lostImages: [String] = []
    private var open = OpenMarks()
    private var link: String?
    private var image: MarkdownImage?
    /// Depth of pictures inside the alternative text of `image`.
    private var nestedImages = 0
    private let pictures: [String: WixMedia]

    /// - Parameter pictures: what Wix Media has for addresses elsewhere.
    init(of block: MarkdownNode, pictures: [String: WixMedia]) {
        self.pictures = pictures
        block.walk { node, entering in take(node, entering: entering) }
    }

    private mutating func take(_ node: MarkdownNode, entering: Bool) {
        switch node.kind {
        case .text: append(node.literal)
        case .code: append(node.literal, code: true)
        case .softBreak: append(" ")
        case .lineBreak: lineBreak()
        case .htmlInline: takeTag(node.literal)
        case .emphasis: open.count(.italic, entering)
        case .strong: open.count(.bold, entering)
        case .strikethrough: open.count(.strikethrough, entering)
        case .link: link = entering && LinkAddress.accepts(node.url) ? node.url : nil
        case .image: takeImage(node, entering: entering)
        default: break
        }
    }

    private mutating func takeTag(_ tag: String) {
        guard let name = HTMLText.tagName(tag) else { return }
        if name == "br" || name == "/br" {
            lineBreak()
        } else if let mark = OpenMarks.Mark(tag: name.hasPrefix("/") ? String(name.dropFirst()) : name) {
            open.count(mark, !name.hasPrefix("/"))
        }
    }

    private mutating func takeImage(_ node: MarkdownNode, entering: Bool) {
        if entering {
            if image == nil {
                let title = node.title.split(separator: "\n").joined(separator: " ")
                image = MarkdownImage(source: node.url, title: title, link: link)
            } else {
                nestedImages += 1
            }
        } else if nestedImages > 0 {
            nestedImages -= 1
        } else if let finished = image {
            image = nil
            append(finished)
        }
    }

    private mutating func append(_ image: MarkdownImage) {
        if let media = WixMedia(source: image.source) ?? pictures[image.source] {
            pieces.append(.image(image, media))
        } else if LinkAddress.accepts(image.source) {
            linkedImages.append(image.source)
            link = image.link ?? image.source
            append([image.alternative, image.title].first { !$0.isEmpty } ?? image.source)
            link = image.link
        } else {
            lostImages.append(image.source)
            append(image.alternative.isEmpty ? image.title : image.alternative)
        }
    }

    private mutating func lineBreak() {
        if image != nil { return append(" ") }
        pieces.append(.lineBreak)
    }

    private mutating func append(_ text: String, code: Bool = false) {
        guard !text.isEmpty else { return }
        guard image == nil else {
            image?.alternative += text
            return
        }
        var style = open.style
        if code { style.code = true }
        style.link = link
        if case .run(let before, style)? = pieces.last {
            pieces[pieces.count - 1] = .run(before + text, style)
        } else {
            pieces.append(.run(text, style))
        }
    }
}

/// How many of each emphasis are open; HTML may close what it never opened.
private struct OpenMarks {
    enum Mark: Int, CaseIterable {
        case bold, italic, underline, strikethrough, superscript, `subscript`, code

        init?(tag: String) {
            switch tag {
            case "b", "strong": self = .bold
            case "i", "em": self = .italic
            case "u", "ins": self = .underline
            case "s", "del", "strike": self = .strikethrough
            case "sup": self = .superscript
            case "sub": self = .subscript
            case "code", "kbd", "samp", "tt": self = .code
            default: return nil
            }
        }
    }

    private var counts = Array(repeating: 0, count: Mark.allCases.count)

    mutating func count(_ mark: Mark, _ opening: Bool) {
        counts[mark.rawValue] = max(0, counts[mark.rawValue] + (opening ? 1 : -1))
    }

    var style: InlineStyle {
        InlineStyle(
            bold: isOpen(.bold), italic: isOpen(.italic), underline: isOpen(.underline),
            strikethrough: isOpen(.strikethrough), superscript: isOpen(.superscript), subscript: isOpen(.subscript),
            code: isOpen(.code))
    }

    private func isOpen(_ mark: Mark) -> Bool { counts[mark.rawValue] > 0 }
}
