import Gateway
import HTTPCore
import HTTPServer
import JSON

extension AdminAPI {
    func getStatus(_ call: AdminCall) throws(AdminError) -> JSONValue {
        _ = try call.query()
        let gateway = directory.gateway
        let needingAttention = gateway.accounts.count { $0.state != .active }
        return [
            "version": .string(options.version), "accounts": .number(JSONNumber(gateway.accounts.count)),
            "accounts_needing_reauth": .number(JSONNumber(needingAttention)),
            "servers": .number(JSONNumber(gateway.servers.count)),
            "api_tokens": .number(JSONNumber(gateway.apiTokens.count)), "public_url": .init(options.publicURL),
            "base_url": .string(baseURL(for: call.request)), "started_at": .string(startedAt.text),
            "now": .string(clock().text),
        ]
    }

    /// Where whoever asks reaches the daemon: as configured, else the host that the request names.
    func baseURL(for request: HTTPRequest) -> String {
        if let url = options.publicURL { return url.last == "/" ? String(url.dropLast()) : url }
        if request.peer.userID != nil, let url = options.localURL { return url }
        return "http://" + (request.head.fields[.host] ?? "localhost")
    }
}
