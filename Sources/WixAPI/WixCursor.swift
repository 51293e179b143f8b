package import JSON

/// Where a page begins.
package enum WixPagePosition: Sendable, Equatable {
    case cursor(String)
    case offset(Int)
}

/// What `next_cursor` holds: where to go on, and the arguments that belong to it. Opaque to callers (base64url of
/// JSON).
///
/// The arguments travel inside, so that a caller may send `next_cursor` alone; one that it repeats must be the same.
package struct WixCursor: Sendable, Equatable {
    /// The longest text that is looked at. Wix's own cursors can be over 500 characters long.
    package static let maximumTextBytes = 64 * 1024

    package var position: WixPagePosition
    /// What every page of this list shares: filter, sort and the like; not `limit`, `fields`, `view` or `next_cursor`.
    package var arguments: JSONObject

    package init(position: WixPagePosition, arguments: JSONObject = JSONObject()) {
        self.position = position
        self.arguments = arguments
    }

    /// The text for `next_cursor`, bound to `tool` and `site`.
    package func text(tool: String, site: WixSite) -> String {
        var json = JSONWriter(capacity: 256)
        json.openObject()
        json.member("s", WixCursor.scope(tool, site))
        switch position {
        case .cursor(let cursor): json.member("c", cursor)
        case .offset(let offset): json.member("o", offset)
        }
        if !arguments.isEmpty { json.member("a", .object(arguments)) }
        json.closeObject()
        return Base64URL.encode(json.bytes)
    }

    /// Reads a `next_cursor`. Refuses text that is no cursor of ours and one of another tool or site.
    package init(_ text: String, tool: String, site: WixSite) throws(WixCursorError) {
        guard text.utf8.count <= WixCursor.maximumTextBytes, let bytes = Base64URL.decode(text),
            let value = try? JSONValue(parsing: bytes), let scope = value["s"]?.intValue
        else { throw .unreadable }
        guard scope == WixCursor.scope(tool, site) else { throw .foreign }
        switch (value["c"], value["o"]?.intValue) {
        case (.string(let cursor)?, nil) where !cursor.isEmpty: position = .cursor(cursor)
        case (nil, let offset?) where offset > 0: position = .offset(offset)
        default: throw .unreadable
        }
        arguments = value["a"]?.objectValue ?? JSONObject()
    }

    /// The arguments of the next call: the given ones plus those of the cursor that were left out. Refuses one that
    /// differs.
    package func merge(into given: JSONObject) throws(WixCursorError) -> JSONObject {
        var merged = given
        for member in arguments.members {
            if let value = given[member.key], value != member.value { throw .changed(argument: member.key) }
            merged[member.key] = member.value
        }
        return merged
    }

    /// FNV-1a of tool and site: keeps a cursor from being used elsewhere by mistake; 53 bits are enough. It guards nothing; a caller can
    /// send any arguments anyway.
    private static func scope(_ tool: String, _ site: WixSite) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in tool.utf8 { hash = (hash ^ UInt64(byte)) &* fnvPrime }
        hash = (hash ^ UInt64(UInt8(ascii: "\n"))) &* fnvPrime
        for byte in site.name.utf8 { hash = (hash ^ UInt64(byte)) &* fnvPrime }
        return Int(truncatingIfNeeded: hash >> 11)
    }

    private static let fnvPrime: UInt64 = 0x100_0000_01B3
}

/// Why a `next_cursor` is refused.
package enum WixCursorError: Error, Sendable, Equatable {
    case unreadable
    case foreign
    case changed(argument: String)

    /// One plain sentence for the caller.
    package var message: String {
        switch self {
        case .unreadable:
            "next_cursor is not one that this server returned. Send it back unchanged, or leave it out to begin."
        case .foreign: "next_cursor belongs to another tool or another site. Leave it out to begin here."
        case .changed(let argument):
            "\(argument) differs from the call that returned next_cursor. Repeat it unchanged or leave it out, "
                + "or leave next_cursor out to begin a new list."
        }
    }
}
