import JSON

/// Who a client says it is (`Implementation` of the schema): for people to read, never to decide by.
package struct ClientInfo: Sendable, Equatable {
    /// Unicode scalars kept of a name or version.
    package static let maximumLength = 100

    package let name: String?
    package let version: String?

    /// Takes what a client said, without what could garble a log or a table.
    package init(name: String? = nil, version: String? = nil) {
        self.name = name.flatMap(Self.cleaned)
        self.version = version.flatMap(Self.cleaned)
    }

    /// Reads the value at `range`; anything but an object says nothing.
    init(_ range: Range<Int>?, in bytes: [UInt8]) {
        let members = range.flatMap { JSONBytes.members(of: $0, in: bytes) } ?? []
        func text(_ name: String) -> String? {
            members.first { $0.name == name }.flatMap { JSONBytes.string(at: $0.value, in: bytes) }
        }
        self.init(name: text("name"), version: text("version"))
    }

    /// Nil when nothing is left. Line breaks, control and direction characters can make one entry look like another.
    private static func cleaned(_ text: String) -> String? {
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where isPlain(scalar) {
            kept.append(scalar)
            if kept.count == maximumLength { break }
        }
        return kept.isEmpty ? nil : String(kept)
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}

extension JSONRPCMessage {
    /// What the `initialize` request says of its client.
    package var initializingClient: ClientInfo { ClientInfo(parameter("clientInfo"), in: bytes) }

    /// What a request of 2026-07-28 says of its client (schema 2026-07-28, `RequestMetaObject`).
    package var requestingClient: ClientInfo { ClientInfo(meta.clientInfo, in: bytes) }

    /// The JSON text of the same, to be compared with what was read before.
    package var requestingClientText: ArraySlice<UInt8>? { meta.clientInfo.map { bytes[$0] } }
}
