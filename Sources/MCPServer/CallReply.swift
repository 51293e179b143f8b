import EventLoop
import HTTPCore
import HTTPServer
import MCPCore

/// The way a tool call's answer takes to its client.
enum CallReply {
    case exchange(ExchangeReply)
    case batch(BatchReply, index: Int)
    /// An HTTP+SSE session, whose connection takes everything.
    case connection(StreamHandle)

    var takesProgress: Bool {
        switch self {
        case .exchange(let reply): reply.accepts.eventStream
        case .batch: false
        case .connection: true
        }
    }

    func begin(_ call: RunningCall) {
        if case .exchange(let reply) = self { reply.begin(call) }
    }

    func progress(_ notification: () -> [UInt8]) {
        switch self {
        case .exchange(let reply): reply.progress(notification)
        case .batch: break
        case .connection(let connection): connection.send([.init(message: notification())])
        }
    }

    func finish(_ answer: CallAnswer) {
        switch self {
        case .exchange(let reply): reply.finish(answer)
        case .batch(let batch, let index): batch.finish(index, answer.body)
        case .connection(let connection): connection.send([.init(message: answer.body)])
        }
    }

    /// Ends without a response.
    func cancel() {
        switch self {
        case .exchange(let reply): reply.cancel()
        case .batch(let batch, let index): batch.finish(index, nil)
        case .connection: break
        }
    }

    /// Sends a message about the request, if a stream for it is open already.
    func sendOnOpenStream(_ message: [UInt8]) -> Bool {
        guard case .exchange(let reply) = self else { return false }
        return reply.sendOnOpenStream(message)
    }
}
