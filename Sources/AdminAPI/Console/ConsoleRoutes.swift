import HTTPCore
import HTTPServer

extension AdminAPI {
    /// Signs a browser in: the admin token for a cookie.
    func openSession(_ call: AdminCall) throws(AdminError) -> HTTPResponse {
        let body = try call.body(["token"])
        guard token.matches(try body.string("token", lengths: 1...1024)) else { throw .tokenWrong }
        return answer(cookie: sessions.open(now: call.now), maximumAge: ConsoleSessions.lifetimeSeconds)
    }

    func getConsole(_ call: AdminCall) -> HTTPResponse {
        // The page names its files relative to `/console`, so that it works under a proxy's path too.
        guard call.head.path?.hasSuffix("/") == true else { return AdminAsset.console.response(to: call.head) }
        return HTTPResponse(status: 308, fields: HTTPFields([("location", "../console")] + HTTPResponse.safeguards))
    }

    /// A style sheet or script of the console.
    func getConsoleFile(_ call: AdminCall) throws(AdminError) -> HTTPResponse {
        guard let asset = AdminAsset.consoleFiles[call.parameter("file")] else { throw .noSuchFile }
        return asset.response(to: call.head)
    }

    func closeSession(_ call: AdminCall) -> HTTPResponse {
        if let session = call.head.fields.cookie(ConsoleSessions.cookie) { sessions.close(session) }
        return answer(cookie: "", maximumAge: 0)
    }

    private func answer(cookie: String, maximumAge: Int) -> HTTPResponse {
        let isSecure = options.publicURL?.lowercased().hasPrefix("https://") == true
        let attributes =
            "Path=/; Max-Age=\(maximumAge); HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "")
        var response = HTTPResponse.noContent
        response.fields.append("set-cookie", "\(ConsoleSessions.cookie)=\(cookie); \(attributes)")
        return response
    }
}
