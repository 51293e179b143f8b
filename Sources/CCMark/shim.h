#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>

/// Kinds of Markdown node as one closed enumeration. The library keeps the kinds of its extensions in mutable globals that it fills when they are registered.
enum __attribute__((enum_extensibility(closed))) CCMarkKind {
    CCMarkKindOther,
    CCMarkKindBlockQuote,
    CCMarkKindList,
    CCMarkKindItem,
    CCMarkKindTaskItem,
    CCMarkKindCodeBlock,
    CCMarkKindHTMLBlock,
    CCMarkKindParagraph,
    CCMarkKindHeading,
    CCMarkKindThematicBreak,
    CCMarkKindTable,
    CCMarkKindText,
    CCMarkKindSoftBreak,
    CCMarkKindLineBreak,
    CCMarkKindCode,
    CCMarkKindHTMLInline,
    CCMarkKindEmphasis,
    CCMarkKindStrong,
    CCMarkKindStrikethrough,
    CCMarkKindLink,
    CCMarkKindImage
};

extern cmark_node_type CMARK_NODE_TABLE, CMARK_NODE_STRIKETHROUGH;

static inline enum CCMarkKind ccmark_kind(cmark_node *node) {
    cmark_node_type type = cmark_node_get_type(node);
    switch (type) {
        case CMARK_NODE_BLOCK_QUOTE: return CCMarkKindBlockQuote;
        case CMARK_NODE_LIST: return CCMarkKindList;
        case CMARK_NODE_ITEM: return cmark_node_get_syntax_extension(node) ? CCMarkKindTaskItem : CCMarkKindItem;
        case CMARK_NODE_CODE_BLOCK: return CCMarkKindCodeBlock;
        case CMARK_NODE_HTML_BLOCK: return CCMarkKindHTMLBlock;
        case CMARK_NODE_PARAGRAPH: return CCMarkKindParagraph;
        case CMARK_NODE_HEADING: return CCMarkKindHeading;
        case CMARK_NODE_THEMATIC_BREAK: return CCMarkKindThematicBreak;
        case CMARK_NODE_TEXT: return CCMarkKindText;
        case CMARK_NODE_SOFTBREAK: return CCMarkKindSoftBreak;
        case CMARK_NODE_LINEBREAK: return CCMarkKindLineBreak;
        case CMARK_NODE_CODE: return CCMarkKindCode;
        case CMARK_NODE_HTML_INLINE: return CCMarkKindHTMLInline;
        case CMARK_NODE_EMPH: return CCMarkKindEmphasis;
        case CMARK_NODE_STRONG: return CCMarkKindStrong;
        case CMARK_NODE_LINK: return CCMarkKindLink;
        case CMARK_NODE_IMAGE: return CCMarkKindImage;
        default: break;
    }
    if (type == CMARK_NODE_TABLE) return CCMarkKindTable;
    if (type == CMARK_NODE_STRIKETHROUGH) return CCMarkKindStrikethrough;
    return CCMarkKindOther;
}
