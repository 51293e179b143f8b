import MCPCore

/// Who the last client of a loop said it is: since 2026-07-28 a client says the same with each request.
struct ClientInfoCache {
    /// A longer text, such as one with pictures in it, is read anew each time.
    private static let longestText = 16 * 1024

    private var last: (text: [UInt8], info: ClientInfo)?

    mutating func info(of message: JSONRPCMessage) -> ClientInfo {
        guard let text = message.requestingClientText else { return ClientInfo() }
        if let last, last.text.elementsEqual(text) { return last.info }
        let info = message.requestingClient
        if text.count <= Self.longestText { last = (Array(text), info) }
        return info
    }
}
