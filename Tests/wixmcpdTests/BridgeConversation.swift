import HTTPCore
import JSON
import Testing

@testable import wixmcpd

/// A conversation with a bridge session: events in, actions out, told in the words of the wire.
struct BridgeConversation {
    var session: BridgeSession
    /// Everything written to the client so far.
    private(set) var lines: [String] = []
    private(set) var words: [String] = []
    private(set) var requests: [(exchange: Int, request: BridgeRequest)] = []
    private(set) var aborted: [Int] = []
    private(set) var timers: [(timer: Int, delay: Duration)] = []
    private(set) var hasExited = false

    static let maximumBodyBytes = 1 << 10
    static let initialize = #"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25"}}"#
    static let initializeResult = #"{"jsonrpc":"2.0","id":0,"result":{"protocolVersion":"2025-11-25"}}"#
    static let initialized = #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#
    static let ping = #"{"jsonrpc":"2.0","id":"p","method":"ping"}"#
    static let pong = #"{"jsonrpc":"2.0","id":"p","result":{}}"#

    init(_ url: String = "http://127.0.0.1:1/mcp", fields: [(name: String, value: String)] = []) throws {
        session = BridgeSession(url: try #require(WebURL(url)), fields: fields, maximumBodyBytes: Self.maximumBodyBytes)
    }

    /// A conversation past the handshake of Streamable HTTP, with the listen stream open as the last request.
    static func initialized(session id: String = "s1") throws -> BridgeConversation {
        var talk = try BridgeConversation()
        talk.line(initialize)
        talk.answer(fields: [("mcp-session-id", id)], initializeResult)
        talk.line(initialized)
        let posted = talk.lastExchange
        talk.happen(.head(exchange: posted, status: 202, fields: HTTPFields()))
        talk.happen(.ended(exchange: posted, failure: nil))
        talk.lines = []
        return talk
    }

    var lastRequest: BridgeRequest? { requests.last?.request }
    var lastExchange: Int { requests.last?.exchange ?? -1 }
    /// Methods and bodies of the requests, e.g. `POST ping`.
    var sent: [String] {
        requests.map { _, request in
            guard let body = request.body, let value = try? JSONValue(parsing: body) else { return request.method }
            return "\(request.method) \(value["method"]?.stringValue ?? "response")"
        }
    }

    mutating func happen(_ event: BridgeEvent) {
        for action in session.handle(event) {
            switch action {
            case .write(let bytes): lines.append(String(decoding: bytes, as: UTF8.self))
            case .say(let text): words.append(text)
            case .send(let exchange, let request): requests.append((exchange, request))
            case .abort(let exchange): aborted.append(exchange)
            case .wake(let timer, let delay): timers.append((timer, delay))
            case .exit: hasExited = true
            }
        }
    }

    mutating func line(_ text: String) { happen(.line(Array(text.utf8))) }

    /// A whole buffered answer to a request, the last one unless said otherwise.
    mutating func answer(
        _ status: Int = 200, to exchange: Int? = nil, fields: [(String, String)] = [], _ body: String = ""
    ) {
        let exchange = exchange ?? lastExchange
        let fields = HTTPFields([("content-type", "application/json")] + fields)
        happen(.head(exchange: exchange, status: status, fields: fields))
        if !body.isEmpty { happen(.body(exchange: exchange, Array(body.utf8))) }
        happen(.ended(exchange: exchange, failure: nil))
    }

    mutating func answer(_ body: String) { answer(200, body) }

    /// The head and some events of a stream that stays open.
    mutating func stream(to exchange: Int? = nil, fields: [(String, String)] = [], _ events: String = "") {
        let exchange = exchange ?? lastExchange
        let fields = HTTPFields([("content-type", "text/event-stream; charset=utf-8")] + fields)
        happen(.head(exchange: exchange, status: 200, fields: fields))
        self.events(events, on: exchange)
    }

    mutating func events(_ events: String, on exchange: Int? = nil) {
        happen(.body(exchange: exchange ?? lastExchange, Array(events.utf8)))
    }

    mutating func fail(_ exchange: Int? = nil, wasSent: Bool) {
        happen(.ended(exchange: exchange ?? lastExchange, failure: BridgeFailure(wasSent: wasSent, detail: "gone")))
    }

    /// Lets the last timer fire.
    mutating func wakeLast() { if let timer = timers.last?.timer { happen(.woke(timer: timer)) } }

    /// The message of the error that answers `id`, if there is one.
    func error(for id: JSONValue) -> String? {
        lines.compactMap { try? JSONValue(parsing: $0) }.first { $0["id"] == id }?["error"]?["message"]?.stringValue
    }
}
