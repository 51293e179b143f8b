import HTTPCore
import JSON

/// A stdio client's conversation with an MCP URL, as pure state: events in, actions out.
///
/// It starts with Streamable HTTP and falls back to HTTP+SSE when the first POST is answered 404 or 405
/// (mcp-protocol.md 2.5). Messages pass through unchanged; only ids of broken requests are answered here.
struct BridgeSession: Sendable {
    /// How the server is spoken to.
    enum Transport: Sendable, Equatable {
        /// Nothing is known; the first message finds out.
        case undecided
        case streamable
        /// HTTP+SSE; nil until the `endpoint` event has come.
        case eventStream(endpoint: WebURL?)
    }

    let url: WebURL
    /// Sent with every request.
    let fields: [(name: String, value: String)]
    /// Largest answer, and largest event of a stream.
    let maximumBodyBytes: Int

    var transport = Transport.undecided
    var sessionID: String?
    /// The revision that `initialize` agreed on.
    var revision: String?
    /// Kept to repeat the handshake when the session is lost.
    var initialize: BridgeMessage?
    var initialized: BridgeMessage?
    /// The id of the handshake that the bridge repeats by itself; its answer is not the client's.
    var renewalID: String?

    var exchanges: [Int: BridgeExchange] = [:]
    var timers: [Int: BridgeTimer] = [:]
    /// Messages that wait for the transport, the session or the stream.
    var waiting: [BridgeMessage] = []
    /// Requests without an answer, by the text of their id.
    var unanswered: [String: JSONValue] = [:]
    var isEnding = false
    /// True while the first message finds out which transport the server speaks.
    var isProbing = false
    /// Failures of the server's stream in a row.
    var listenFailures = 0
    /// Sessions opened anew without a message delivered between them.
    var renewals = 0
    private var lastNumber = 0

    init(url: WebURL, fields: [(name: String, value: String)], maximumBodyBytes: Int = 32 << 20) {
        self.url = url
        self.fields = fields
        self.maximumBodyBytes = maximumBodyBytes
    }

    /// Most requests that wait for an answer at once; more are refused.
    static let maximumUnanswered = 1000
    static let attempts = 6
    static let maximumRenewals = 3
    /// After the client closed its end, running requests get this long.
    static let endingTime: Duration = .seconds(5)
    static let goodbyeTime: Duration = .seconds(1)

    mutating func handle(_ event: BridgeEvent) -> [BridgeAction] {
        var actions: [BridgeAction] = []
        switch event {
        case .line(let bytes): take(bytes, &actions)
        case .inputEnded: beginEnding(after: Self.endingTime, &actions)
        case .stop: sayGoodbye(&actions)
        case .head(let number, let status, let fields): receiveHead(number, status, fields, &actions)
        case .body(let number, let bytes): receiveBody(number, bytes, &actions)
        case .ended(let number, let failure): finish(number, failure, &actions)
        case .woke(let timer): wake(timer, &actions)
        }
        if isEnding, unanswered.isEmpty, waiting.isEmpty, !exchanges.values.contains(where: \.purpose.carriesMessage) {
            sayGoodbye(&actions)
        }
        return actions
    }

    mutating func nextNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }

    // MARK: The client's side

    private mutating func take(_ bytes: [UInt8], _ actions: inout [BridgeAction]) {
        guard !bytes.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r") })
        else { return }
        guard let message = BridgeMessage(bytes) else {
            let error: JSONValue = [
                "jsonrpc": "2.0", "error": ["code": -32700, "message": "The line is not a JSON-RPC message."],
            ]
            actions.append(.write(error.bytes))
            return
        }
        guard unanswered.count + message.requestIDs.count <= Self.maximumUnanswered else {
            for id in message.requestIDs {
                actions.append(
                    .write(Self.errorLine(id, "More than \(Self.maximumUnanswered) requests wait for an answer.")))
            }
            return
        }
        if let id = message.cancelledID, cancel(id, &actions) { return }
        for id in message.requestIDs { unanswered[id.text] = id }
        if message.isInitialize { initialize = message }
        if message.isInitialized { initialized = message }
        route(message, &actions)
    }

    /// Sends a message when the way is clear, else keeps it.
    mutating func route(_ message: BridgeMessage, _ actions: inout [BridgeAction]) {
        switch transport {
        case .undecided where !isProbing:
            isProbing = true
            post(message, isProbe: true, &actions)
        case .streamable where renewalID == nil, .eventStream(endpoint: .some) where renewalID == nil:
            post(message, &actions)
        default: waiting.append(message)
        }
    }

    mutating func flushWaiting(_ actions: inout [BridgeAction]) {
        let messages = waiting
        waiting = []
        for message in messages { route(message, &actions) }
    }

    /// Answers every request of `message` that has none yet with an error.
    mutating func fail(
        _ message: BridgeMessage, _ text: String, data: JSONObject = [:], _ actions: inout [BridgeAction]
    ) {
        for id in message.requestIDs where unanswered.removeValue(forKey: id.text) != nil {
            actions.append(.write(Self.errorLine(id, text, data: data)))
        }
        if message.requestIDs.isEmpty {
            actions.append(.say("\(message.method ?? "a message") was not delivered: \(text)"))
        }
    }

    /// Fails all that waits and all that is unanswered.
    mutating func failAll(_ text: String, _ actions: inout [BridgeAction]) {
        waiting = []
        failSent(text, &actions)
    }

    /// Fails what was sent and has no answer; what waits goes on waiting.
    mutating func failSent(_ text: String, _ actions: inout [BridgeAction]) {
        let kept = Set(waiting.flatMap(\.requestIDs).map(\.text))
        for (key, id) in unanswered.sorted(by: { $0.key < $1.key }) where !kept.contains(key) {
            unanswered[key] = nil
            actions.append(.write(Self.errorLine(id, text)))
        }
    }

    /// The client no longer wants an answer. In the modern era closing the answer's stream says so to the server, and
    /// the
    /// notification goes no further; returns true then.
    private mutating func cancel(_ id: JSONValue, _ actions: inout [BridgeAction]) -> Bool {
        unanswered[id.text] = nil
        waiting.removeAll { $0.requestIDs == [id] }
        for (number, exchange) in exchanges {
            guard case .message(let message, _, _) = exchange.purpose, message.requestIDs == [id],
                message.modernVersion != nil, transport == .streamable
            else { continue }
            exchanges[number] = nil
            actions.append(.abort(exchange: number))
            return true
        }
        return false
    }

    /// Passes a message of the server on, and notes what it answers.
    mutating func deliver(_ reply: BridgeReply, _ actions: inout [BridgeAction]) {
        for id in reply.answeredIDs { unanswered[id.text] = nil }
        renewals = 0
        actions.append(.write(reply.bytes))
    }

    static func errorLine(_ id: JSONValue, _ text: String, data: JSONObject = [:]) -> [UInt8] {
        var error: JSONObject = ["code": -32603, "message": .string(text)]
        if !data.isEmpty { error["data"] = .object(data) }
        return JSONValue.object(["jsonrpc": "2.0", "id": id, "error": .object(error)]).bytes
    }

    // MARK: The end

    private mutating func beginEnding(after grace: Duration, _ actions: inout [BridgeAction]) {
        guard !isEnding else { return }
        isEnding = true
        schedule(.goodbye, after: grace, &actions)
    }

    /// Ends the session at the server, as far as it will listen, and exits.
    mutating func sayGoodbye(_ actions: inout [BridgeAction]) {
        guard !exchanges.values.contains(where: { $0.purpose == .goodbye }) else { return }
        isEnding = true
        for number in exchanges.keys.sorted() { actions.append(.abort(exchange: number)) }
        exchanges = [:]
        timers = [:]
        waiting = []
        unanswered = [:]
        guard transport == .streamable, sessionID != nil else {
            actions.append(.exit)
            return
        }
        send(.goodbye, "DELETE", url, &actions)
        sessionID = nil
        schedule(.exit, after: Self.goodbyeTime, &actions)
    }
}
