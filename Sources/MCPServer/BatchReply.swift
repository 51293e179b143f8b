import HTTPCore
import HTTPServer
import MCPCore

/// The answer to a batch (2025-03-26): sent when the last of its requests is done. Confined to its exchange's loop.
final class BatchReply {
    private let exchange: HTTPExchange
    private let responder: Responder
    private let accepts: Acceptance
    private var answers: [[UInt8]?]
    private var pending: Int

    /// `requests` is the number of messages that want an answer.
    init(_ exchange: HTTPExchange, accepts: Acceptance, responder: Responder, requests: Int) {
        self.exchange = exchange
        self.accepts = accepts
        self.responder = responder
        answers = Array(repeating: nil, count: requests)
        pending = requests
    }

    /// Takes one answer; nil for a request that was cancelled.
    func finish(_ index: Int, _ answer: [UInt8]?) {
        guard answers.indices.contains(index), pending > 0 else { return }
        answers[index] = answer
        pending -= 1
        if pending == 0 { send() }
    }

    private func send() {
        let answers = answers.compactMap(\.self)
        guard !answers.isEmpty else { return responder.accepted(on: exchange) }
        if accepts.json {
            responder.send(JSONRPCReply.batch(answers), on: exchange)
        } else {
            let stream = exchange.startEventStream(fields: responder.streamFields())
            for answer in answers { stream.send(.init(message: answer)) }
            stream.close()
        }
    }
}
