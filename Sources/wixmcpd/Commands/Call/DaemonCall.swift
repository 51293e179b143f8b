import ArgumentParser
import Gateway
import Glibc
import JSON
import WixCatalogue

/// A call by the running daemon, through a server that is minted for it and revoked after it.
struct DaemonCall: Sendable {
    let session: AdminSession
    let call: WantedCall
    /// As the API shows it.
    let account: JSONValue

    /// When the server ends if nobody could revoke it any more. Longer than any tool runs.
    private static let lifetime = Duration.seconds(600)

    func run(_ signals: ShutdownSignals) async throws -> CallAnswer {
        let server = try await session.client.send(
            AdminRequest(
                "POST", AdminPath.servers(of: account.text("id")),
                body: [
                    "name": .string(WantedCall.serverName), "config": .object(call.configuration.json),
                    "expires_at": .string((session.now() + Self.lifetime).text),
                ]))
        let outcome: Result<JSONValue, any Error>
        do {
            outcome = .success(
                try await signals.interrupting {
                    try await session.client.post(message, toServer: server.text("token"))
                })
        } catch {
            outcome = .failure(error)
        }
        await revoke(server)
        do {
            return answer(try outcome.get())
        } catch let interruption as Interruption {
            throw interruption.exit(call)
        }
    }

    private var message: JSONValue {
        [
            "jsonrpc": "2.0", "id": 1, "method": "tools/call",
            "params": ["name": .string(call.tool.name), "arguments": .object(call.arguments)],
        ]
    }

    /// The call has been made, so a failure here is only said.
    private func revoke(_ server: JSONValue) async {
        do throws(AdminError) {
            try await session.client.send(AdminRequest("DELETE", server.serverPath))
        } catch .refused(status: 404, _) {
            // Somebody else has revoked it, or the account is gone.
        } catch {
            let words = "the server \(server.text("id")) is still there and ends \(server.text("expires_at")): \(error)"
            LogWriter.writeAll(Array("wixmcpd: \(words)\n".utf8), to: STDERR_FILENO)
        }
    }

    private func answer(_ reply: JSONValue) -> CallAnswer {
        if let result = reply["result"], let text = result["content"]?.arrayValue?.first?["text"]?.stringValue {
            return CallAnswer(json: Array(text.utf8), isError: result["isError"]?.boolValue ?? false)
        }
        let error = reply["error"] ?? .null
        var details = error["data"]?.objectValue ?? JSONObject()
        details["code"] = error["code"]
        return CallAnswer(refusal: error["message"]?.stringValue ?? "the daemon gave no answer", details)
    }
}

extension AdminError {
    /// True when nobody who could make a call is there.
    var meansNoDaemon: Bool {
        switch self {
        case .unreachable, .foreign: true
        case .refused, .unauthorized, .lost: false
        }
    }
}

extension DaemonOptions {
    /// True when a flag or the environment says which daemon is meant: no other way will do then.
    func namesDaemon(_ environment: [String: String]) -> Bool {
        url != nil || socket != nil || environment["WIXMCPD_URL"]?.isEmpty == false
    }
}
