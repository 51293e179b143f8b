/// How a dual-era server reads a POST: the body first, the headers as a cross-check (mcp-protocol, "era detection").
package enum RequestClassification: Sendable, Equatable {
    /// 2026-07-28: all headers agree and the revision is served.
    case modern
    /// With the revision that the header names, if it names one.
    case legacy(ProtocolRevision?)
    /// A notification or answer that this server has no use for: 202.
    case dropped
    case refused(MCPError, MCPError.Era)

    /// Reads one message that is the whole body.
    package static func classify(_ message: JSONRPCMessage, headers: ProtocolHeaders) -> RequestClassification {
        let meta = message.meta
        if meta.claimsRevision { return claimed(message, meta, headers) }
        switch namedRevision(headers) {
        case .none: return .legacy(nil)
        case .unknown: return .refused(unknownHeader, .legacy)
        case .known(let revision) where revision.isModern: return modernHeader(message)
        case .known(let revision): return .legacy(revision)
        }
    }

    /// Reads an array body.
    package static func classify(_ batch: [JSONRPCMessage], headers: ProtocolHeaders) -> RequestClassification {
        let refusal = MCPError.invalidRequest("batches exist only in revision 2025-03-26; send one message")
        if batch.contains(where: { $0.meta.claimsRevision }) { return .refused(refusal, .modern) }
        switch namedRevision(headers) {
        case .none: return .legacy(nil)
        case .known(let revision) where !revision.isModern: return .legacy(revision)
        default: return .refused(refusal, .modern)
        }
    }

    /// Rungs 7 to 9 of the modern ladder.
    private static func claimed(
        _ message: JSONRPCMessage, _ meta: RequestMeta, _ headers: ProtocolHeaders
    ) -> RequestClassification {
        // The revision defines no client notification over HTTP and no header rule for one.
        guard message.kind == .request else { return .dropped }
        do throws(MCPError) {
            guard let version = meta.protocolVersion else { throw Self.missing("protocolVersion", "a string") }
            guard meta.hasClientCapabilities else { throw Self.missing("clientCapabilities", "an object") }
            try headers.check(message, claims: version)
            guard ProtocolRevision(rawValue: version)?.isModern == true else {
                throw MCPError.unsupportedRevision(requested: version)
            }
            return .modern
        } catch {
            return .refused(error, .modern)
        }
    }

    /// The header names a modern revision and the body claims none.
    private static func modernHeader(_ message: JSONRPCMessage) -> RequestClassification {
        switch message.kind {
        case .notification: .dropped
        case .response: .refused(.invalidRequest("this revision has no requests to answer"), .modern)
        case .request where message.method == .initialize:
            .refused(.headerMismatch("initialize belongs to revisions up to 2025-11-25"), .modern)
        case .request: .refused(missing("protocolVersion", "a string"), .modern)
        }
    }

    private static func missing(_ key: String, _ kind: String) -> MCPError {
        .invalidMeta(
            "params._meta must have io.modelcontextprotocol/protocolVersion (a string) and "
                + "io.modelcontextprotocol/clientCapabilities (an object); \(key) is not \(kind)")
    }

    private static var unknownHeader: MCPError {
        .invalidRequest(
            "the MCP-Protocol-Version header names no revision that is served; use one of "
                + ProtocolRevision.supportedNames.joined(separator: ", "))
    }

    private enum NamedRevision { case none, known(ProtocolRevision), unknown }

    private static func namedRevision(_ headers: ProtocolHeaders) -> NamedRevision {
        guard let name = headers.protocolVersion else { return .none }
        return ProtocolRevision(rawValue: name).map { .known($0) } ?? .unknown
    }
}
