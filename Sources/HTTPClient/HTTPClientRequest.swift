package import HTTPCore

/// Limits of one transfer.
package struct HTTPClientLimits: Sendable, Equatable {
    /// Until the connection stands: name, TCP, TLS, and waiting for a free connection.
    package var connectTime: Duration = .seconds(5)
    /// From the request sent to the first byte of the answer.
    package var firstByteTime: Duration = .seconds(30)
    /// Over all; zero means no limit.
    package var totalTime: Duration = .seconds(45)
    /// The body after decoding. Not used by `stream`, which keeps nothing.
    package var responseBytes = 32 * 1024 * 1024
    package init() {}
}

package struct HTTPClientRequest: Sendable {
    package var method: String
    package var url: String
    package var fields: HTTPFields
    package var body: [UInt8]?
    package var limits: HTTPClientLimits
    /// True when the request may be sent again if a kept connection turns out to be closed (RFC 9112 section 9.3.1).
    /// A request that is not repeatable leaves at most once.
    package var isRepeatable: Bool
    /// The path of a Unix socket to connect to in place of the URL's host; the URL still gives the Host field.
    package var unixSocketPath: String?
    package init(
        method: String, url: String, fields: HTTPFields = HTTPFields(), body: [UInt8]? = nil,
        limits: HTTPClientLimits = HTTPClientLimits(), isRepeatable: Bool? = nil, unixSocketPath: String? = nil
    ) {
        self.method = method
        self.url = url
        self.fields = fields
        self.body = body
        self.limits = limits
        self.isRepeatable = isRepeatable ?? (method == "GET" || method == "HEAD" || method == "OPTIONS")
        self.unixSocketPath = unixSocketPath
    }
}

package struct HTTPClientResponse: Sendable {
    package let status: Int
    package let fields: ResponseFields
    /// Decoded.
    package let body: [UInt8]
    package init(status: Int, fields: ResponseFields, body: [UInt8]) {
        self.status = status
        self.fields = fields
        self.body = body
    }
}

/// What is the same for all requests of a client.
package struct HTTPClientOptions: Sendable, Equatable {
    /// Connections kept open while idle.
    package var idleConnections = 256
    /// Connections to one origin at a time; further requests wait for a free one.
    package var connectionsPerOrigin = 256
    /// `http://host:port`; nil means none, whatever the environment says.
    package var proxy: String?
    /// A PEM file to trust instead of the system's authorities.
    package var authoritiesFile: String?
    package init() {}
}
