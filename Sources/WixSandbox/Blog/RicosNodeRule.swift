/// Where a Ricos node may stand and what it may hold (blog reference 6.2 and 6.4).
struct RicosNodeRule: Sendable {
    let type: String
    /// The node's data object; empty where it has none.
    var dataMembers: [String] = []
    var children: Set<String> = []
    /// What the first child may be, where that is narrower.
    var firstChildren: Set<String>?
    var count: ClosedRange<Int> = 0...Int.max

    private static let media: Set<String> = ["IMAGE", "VIDEO", "GIF", "GALLERY"]
    private static let lists: Set<String> = ["BULLETED_LIST", "ORDERED_LIST"]
    private static let text: Set<String> = ["PARAGRAPH", "HEADING"]
    private static let blocks = text.union(lists).union(media).union([
        "BLOCKQUOTE", "CODE_BLOCK", "DIVIDER", "TABLE", "AUDIO", "FILE", "HTML", "EMBED", "LINK_PREVIEW", "BUTTON",
        "POLL", "APP_EMBED", "MAP", "COLLAPSIBLE_LIST", "LAYOUT",
    ])

    /// The document itself.
    static let root = RicosNodeRule(type: "", children: blocks)

    static let all: [String: RicosNodeRule] = Dictionary(
        uniqueKeysWithValues: (containers + leaves).map { ($0.type, $0) })

    private static let containers: [RicosNodeRule] = [
        .init(type: "PARAGRAPH", dataMembers: ["paragraphData"], children: ["TEXT"]),
        .init(type: "HEADING", dataMembers: ["headingData"], children: ["TEXT"]),
        .init(type: "CODE_BLOCK", dataMembers: ["codeBlockData"], children: ["TEXT"]),
        .init(type: "CAPTION", dataMembers: ["captionData"], children: ["TEXT"]),
        .init(type: "BULLETED_LIST", dataMembers: ["bulletedListData"], children: ["LIST_ITEM"], count: 1...Int.max),
        .init(type: "ORDERED_LIST", dataMembers: ["orderedListData"], children: ["LIST_ITEM"], count: 1...Int.max),
        .init(
            type: "LIST_ITEM", children: text.union(lists).union(media), firstChildren: text.union(media),
            count: 1...Int.max),
        .init(type: "BLOCKQUOTE", dataMembers: ["blockquoteData"], children: ["PARAGRAPH"], count: 1...1),
        .init(type: "TABLE", dataMembers: ["tableData"], children: ["TABLE_ROW"], count: 1...Int.max),
        .init(type: "TABLE_ROW", children: ["TABLE_CELL"], count: 1...Int.max),
        .init(
            type: "TABLE_CELL", dataMembers: ["tableCellData"],
            children: blocks.subtracting(["TABLE", "GALLERY", "POLL", "MAP", "COLLAPSIBLE_LIST", "LAYOUT"]),
            count: 1...Int.max),
        .init(type: "IMAGE", dataMembers: ["imageData"], children: ["CAPTION"], count: 0...1),
        .init(type: "VIDEO", dataMembers: ["videoData"], children: ["CAPTION"], count: 0...1),
        .init(type: "GIF", dataMembers: ["gifData"], children: ["CAPTION"], count: 0...1),
        .init(
            type: "COLLAPSIBLE_LIST", dataMembers: ["collapsibleListData"], children: ["COLLAPSIBLE_ITEM"],
            count: 1...Int.max),
        .init(
            type: "COLLAPSIBLE_ITEM", children: ["COLLAPSIBLE_ITEM_TITLE", "COLLAPSIBLE_ITEM_BODY"], count: 2...2),
        .init(
            type: "COLLAPSIBLE_ITEM_TITLE", children: text.union(lists).union(["BLOCKQUOTE", "CODE_BLOCK"]),
            count: 1...1),
        .init(type: "COLLAPSIBLE_ITEM_BODY", children: blocks.subtracting(["COLLAPSIBLE_LIST"])),
        .init(type: "LAYOUT", dataMembers: ["layoutData"], children: ["LAYOUT_CELL"], count: 1...3),
        .init(type: "LAYOUT_CELL", dataMembers: ["layoutCellData"], children: blocks.subtracting(["LAYOUT"])),
    ]

    private static let leaves: [RicosNodeRule] = [
        ("TEXT", "textData"), ("DIVIDER", "dividerData"), ("AUDIO", "audioData"), ("GALLERY", "galleryData"),
        ("FILE", "fileData"), ("HTML", "htmlData"), ("EMBED", "embedData"), ("LINK_PREVIEW", "linkPreviewData"),
        ("BUTTON", "buttonData"), ("POLL", "pollData"), ("APP_EMBED", "appEmbedData"), ("MAP", "mapData"),
        ("EXTERNAL", "externalData"),
    ].map { .init(type: $0.0, dataMembers: [$0.1], count: 0...0) }
}
