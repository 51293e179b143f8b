import EventLoop
import Gateway
import MCPServer
import Synchronization

/// Brings each new snapshot of the gateway to every loop, and tells connected clients what changed for them.
final class LoopPublisher: GatewayPublisher {
    private let shared: MCPShared
    private let services = Mutex<[GatewayService]>([])

    init(shared: MCPShared) { self.shared = shared }

    /// A loop's service; from here on it gets the snapshots.
    func add(_ service: GatewayService) { services.withLock { $0.append(service) } }

    func publish(_ gateway: Gateway, _ events: [GatewayEvent]) async {
        await withTaskGroup(of: Void.self) { group in
            for service in services.withLock({ $0 }) {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        service.loop.submit {
                            service.replace(gateway)
                            continuation.resume()
                        }
                    }
                }
            }
        }
        // Only now: a client that asks again must meet the new state.
        for event in events {
            switch event {
            case .toolsChanged(let serverID): shared.toolsChanged(serverID: serverID)
            case .ended(let serverID, .expired): shared.endSessions(serverID: serverID, reason: .expired)
            case .ended(let serverID, .revoked): shared.endSessions(serverID: serverID, reason: .revoked)
            case .tokenRetired(let serverID):
                let grant = gateway.grant(id: serverID)
                // Where an API token is wanted beside it, the server's own token does not tell who may stay.
                let stays = grant?.requiresAPIToken == false ? grant?.record.tokenHash?.tag : nil
                shared.endSessions(serverID: serverID, reason: .tokenRetired, except: stays)
            }
        }
    }
}
