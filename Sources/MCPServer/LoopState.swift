import EventLoop
import MCPCore

/// What one loop keeps for MCP: the lists it has made, the clients that listen on it and the calls that run on it.
final class LoopState: @unchecked Sendable {  // confined to `loop`: others reach it through `submit`
    let loop: EventLoop
    let listeners: ListenStreams
    private(set) var toolLists = ToolListCache()
    var calls = RunningCallList()
    var clients = ClientInfoCache()

    init(loop: EventLoop, listeners: ListenStreams) {
        self.loop = loop
        self.listeners = listeners
    }

    func forgetTools(serverID: String) { toolLists.forget(serverID) }

    /// Answers the calls under way and ends the listening streams of a server, or of one of its tokens.
    func end(_ ending: ServerEnding) {
        toolLists.forget(ending.serverID)
        for call in calls.matching(ending.concerns) { call.end(ending.reason) }
        listeners.end(ending)
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
