import EventLoop
import MCPCore

/// What one loop keeps for MCP: the lists it has made and the clients that listen on it.
final class LoopState: @unchecked Sendable {  // confined to `loop`: others reach it through `submit`
    let loop: EventLoop
    let listeners: ListenStreams
    private(set) var toolLists = ToolListCache()

    init(loop: EventLoop, listeners: ListenStreams) {
        self.loop = loop
        self.listeners = listeners
    }

    func toolsChanged(serverID: String) {
        toolLists.forget(serverID)
        listeners.toolsChanged(serverID: serverID)
    }

    /// The result of `tools/list`, made once for each server and revision.
    func toolList(_ key: ToolListCache.Key, make: () -> [UInt8]) -> [UInt8] { toolLists.result(key, make: make) }
}

/// The `tools/list` results made so far, ready to be copied into an answer.
struct ToolListCache {
    struct Key: Hashable {
        let serverID: String
        let revision: ProtocolRevision
    }
    /// A list of all tools is some hundred kilobytes.
    private static let capacity = 128

    private var results: [Key: [UInt8]] = [:]

    mutating func result(_ key: Key, make: () -> [UInt8]) -> [UInt8] {
        if let result = results[key] { return result }
        let result = make()
        if results.count >= Self.capacity { results.removeAll() }
        results[key] = result
        return result
    }

    mutating func forget(_ serverID: String) { results = results.filter { $0.key.serverID != serverID } }
}
