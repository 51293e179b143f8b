import HTTPCore

/// One HTTP request under way.
struct BridgeExchange: Sendable {
    enum Purpose: Sendable, Equatable {
        /// Carries a message of the client. A probe also finds out which transport the server speaks.
        case message(BridgeMessage, isProbe: Bool, attempt: Int)
        /// Repeats `initialize` (then `notifications/initialized`) after the session was lost.
        case renewal, renewed
        /// Fetches the rest of an answer whose stream was cut (`Last-Event-ID`).
        case resume(BridgeMessage, attempt: Int)
        /// The server's own messages: Streamable HTTP's GET, or HTTP+SSE's stream.
        case listen, eventStream
        /// Ends the session.
        case goodbye

        /// True for what the client waits for.
        var carriesMessage: Bool {
            switch self {
            case .message, .resume, .renewal, .renewed: true
            case .listen, .eventStream, .goodbye: false
            }
        }
    }

    let purpose: Purpose
    /// The session that the request named.
    let sessionID: String?
    var status = 0
    var fields = HTTPFields()
    /// Set when the answer is an event stream.
    var parser: ServerSentEventParser?
    /// A body that is no event stream, up to a limit.
    var body: [UInt8] = []
    var lastEventID: String?
    /// Milliseconds that the server asked to wait before a reconnection.
    var retry: Int?

    init(_ purpose: Purpose, sessionID: String?) {
        self.purpose = purpose
        self.sessionID = sessionID
    }
}

/// Why the bridge wants to be woken.
enum BridgeTimer: Sendable, Equatable {
    case resend(BridgeMessage, isProbe: Bool, attempt: Int)
    case resume(BridgeMessage, lastEventID: String, attempt: Int)
    case listen, eventStream
    case goodbye, exit
}
