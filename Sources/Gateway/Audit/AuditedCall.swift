package import JSON

/// A tool call as the audit log is told of it when it begins.
package struct AuditedCall: Sendable {
    package var time: Timestamp
    package var accountID: String
    package var accountName: String
    package var serverID: String
    package var serverName: String
    package var clientName: String?
    package var clientVersion: String?
    package var sessionID: String?
    package var tool: String
    package var effect: String
    /// As sent; secrets and free text are taken out before anything is kept.
    package var arguments: JSONObject
    package init(
        time: Timestamp, accountID: String, accountName: String, serverID: String, serverName: String,
        clientName: String? = nil, clientVersion: String? = nil, sessionID: String? = nil, tool: String,
        effect: String, arguments: JSONObject
    ) {
        self.time = time
        self.accountID = accountID
        self.accountName = accountName
        self.serverID = serverID
        self.serverName = serverName
        self.clientName = clientName
        self.clientVersion = clientVersion
        self.sessionID = sessionID
        self.tool = tool
        self.effect = effect
        self.arguments = arguments
    }
}

/// How that call ended.
package struct AuditEnding: Sendable {
    package enum Outcome: String, Sendable { case ok, error, unknown }
    package var time: Timestamp
    package var outcome: Outcome
    /// The error's code or sentence, for outcomes that are not `ok`.
    package var detail: String?
    /// To Wix, in the order they left.
    package var requests: [AuditedRequest]
    /// How many more there were than `requests` holds.
    package var requestsLeftOut: Int
    package var resultCharacters: Int
    package var duration: Duration
    package init(
        time: Timestamp, outcome: Outcome, detail: String? = nil, requests: [AuditedRequest],
        requestsLeftOut: Int = 0, resultCharacters: Int, duration: Duration
    ) {
        self.time = time
        self.outcome = outcome
        self.detail = detail
        self.requests = requests
        self.requestsLeftOut = requestsLeftOut
        self.resultCharacters = resultCharacters
        self.duration = duration
    }
}

/// One HTTP request to Wix.
package struct AuditedRequest: Sendable, Equatable {
    package var method: String
    package var path: String
    /// Nil when no answer came.
    package var status: Int?
    package var wixRequestID: String?
    package init(method: String, path: String, status: Int?, wixRequestID: String?) {
        self.method = method
        self.path = path
        self.status = status
        self.wixRequestID = wixRequestID
    }
}
