package import EventLoop
package import HTTPCore
package import HTTPServer

/// Serves the admin API and the console; other paths go to `fallback`. Confined to its loop.
package final class AdminHandler: HTTPHandler {
    private let loop: EventLoop
    private let api: AdminAPI
    private let fallback: any HTTPHandler
    private let held: HeldAnswers

    /// Make it on the loop.
    package init(loop: EventLoop, api: AdminAPI, fallback: any HTTPHandler) {
        self.loop = loop
        self.api = api
        self.fallback = fallback
        held = HeldAnswers(loop: loop, guesses: api.guesses)
    }

    package func refusal(of head: HTTPRequestHead, from peer: HTTPPeer) -> HTTPResponse? {
        guard let (route, _) = AdminRoute.match(head.path) else { return fallback.refusal(of: head, from: peer) }
        guard let operation = route.operation(head.method) else {
            return AdminError.methodNotAllowed(allowed: route.allowed).response
        }
        if case .refused(let error) = api.admission(of: head, to: operation, from: peer, now: loop.now) {
            return error.response
        }
        return bodyFault(of: head, operation)?.response
    }

    private func bodyFault(of head: HTTPRequestHead, _ operation: AdminOperation) -> AdminError? {
        guard head.fields.announcesBody else { return nil }
        if operation.takesBody, !head.fields.announcesJSON { return .notJSON }
        let length = head.fields[.contentLength].flatMap { Int($0) } ?? 0
        return length > api.options.bodyLimit ? .tooLarge(limit: api.options.bodyLimit) : nil
    }

    package func handle(_ request: HTTPRequest, on exchange: HTTPExchange) {
        guard let (route, parameters) = AdminRoute.match(request.head.path) else {
            return fallback.handle(request, on: exchange)
        }
        guard let operation = route.operation(request.head.method) else {
            return exchange.respond(AdminError.methodNotAllowed(allowed: route.allowed).response)
        }
        switch api.admission(of: request.head, to: operation, from: request.peer, now: loop.now) {
        case .refused(let error): return exchange.respond(error.response)
        case .wrongToken: return held.refuse(request.peer, on: exchange)
        case .admitted: break
        }
        let call = AdminCall(
            request: request, parameters: parameters, loop: loop, now: loop.now, bodyLimit: api.options.bodyLimit)
        let finish: @Sendable (Result<HTTPResponse, AdminError>) -> Void = { [held] result in
            switch result {
            case .success(let response): exchange.respond(response)
            // The console's sign-in brings the token in its body.
            case .failure(.tokenWrong): held.refuse(call.request.peer, on: exchange)
            case .failure(let error): exchange.respond(error.response)
            }
        }
        Task(executorPreference: loop) { [api, loop] in
            let result: Result<HTTPResponse, AdminError>
            do throws(AdminError) {
                result = .success(try await api.perform(operation, call))
            } catch {
                result = .failure(error)
            }
            if loop.isCurrent { finish(result) } else { loop.submit { finish(result) } }
        }
    }

    package func drainBegan() {
        held.releaseAll()
        fallback.drainBegan()
    }
}
