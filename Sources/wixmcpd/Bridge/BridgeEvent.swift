import HTTPCore

/// What happens to the bridge.
enum BridgeEvent: Sendable, Equatable {
    /// A line of the client, without its line break.
    case line([UInt8])
    /// The client closed its end.
    case inputEnded
    case head(exchange: Int, status: Int, fields: HTTPFields)
    case body(exchange: Int, [UInt8])
    /// The exchange is over; `failure` says why it broke off.
    case ended(exchange: Int, failure: BridgeFailure?)
    case woke(timer: Int)
    /// A signal asks for the end.
    case stop
}

/// What the bridge does about it, in order.
enum BridgeAction: Sendable, Equatable {
    /// A line for the client.
    case write([UInt8])
    /// Words for whoever reads standard error.
    case say(String)
    case send(exchange: Int, BridgeRequest)
    case abort(exchange: Int)
    case wake(timer: Int, after: Duration)
    case exit
}

/// One HTTP request; `isStream` marks one whose answer may never end.
struct BridgeRequest: Sendable, Equatable {
    var method: String
    var url: String
    var fields: HTTPFields
    var body: [UInt8]?
    var isStream: Bool
}

/// Why an exchange broke off.
struct BridgeFailure: Sendable, Equatable {
    /// False when no byte of the request can have reached the server, so that it may be sent again.
    let wasSent: Bool
    let detail: String
}
