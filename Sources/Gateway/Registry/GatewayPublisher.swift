/// Brings a new snapshot to where it is used.
package protocol GatewayPublisher: Sendable {
    /// Returns when nobody uses an older snapshot any more. Called for one snapshot after the other, never for two at
    /// once; several changes may come as one snapshot with all their events.
    func publish(_ gateway: Gateway, _ events: [GatewayEvent]) async
}

/// What connected clients must hear of a change.
package enum GatewayEvent: Sendable, Equatable {
    case toolsChanged(serverID: String)
    /// The server does not exist any more.
    case ended(serverID: String, EndReason)
    /// What somebody connected with before may not open the server any more (a token rotated away, an API token that
    /// is now wanted or that ended): whoever is not admitted any more must go.
    case tokenRetired(serverID: String)
}

package enum EndReason: Sendable, Equatable { case expired, revoked }
