import CCurl
package import EventLoop
package import HTTPCore

/// An HTTP client on one loop: connections are kept and shared by its requests, HTTP/2 where TLS offers it. Confined
/// to the loop.
package final class HTTPClient: @unchecked Sendable {  // confined to `loop`: each method checks it
    package let loop: EventLoop
    private let multi: CurlMulti?

    package init(loop: EventLoop, options: HTTPClientOptions = HTTPClientOptions()) {
        self.loop = loop
        multi = CurlMulti(loop: loop, options: options)
    }

    deinit {
        // Whoever lets go of the client last may be on another thread.
        guard let multi else { return }
        loop.submit { multi.close() }
    }

    /// The libraries that transfers go through, e.g. `libcurl/7.88.1 OpenSSL/3.0.17 …`.
    package static var libraryVersion: String { String(cString: curl_version()) }

    /// Connections opened since the start; a request that found a kept one opened none.
    package var connectionsOpened: Int { multi?.connectionsOpened ?? 0 }

    /// Sends a request and buffers the answer. Cancelling the task cancels the transfer. Call on the loop.
    package func send(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientResponse {
        try await run(request, into: .buffer(limit: request.limits.responseBytes))
    }

    /// Sends a request and streams the answer: `onHead` once, `onBody` for each piece, then returns. For server-sent
    /// events.
    ///
    /// Both are called on the loop and may use this client.
    package func stream(
        _ request: HTTPClientRequest, onHead: @escaping (Int, HTTPFields) -> Void, onBody: @escaping ([UInt8]) -> Void
    ) async throws(HTTPClientError) {
        _ = try await run(request, into: .stream(onHead: onHead, onBody: onBody))
    }

    private func run(_ request: HTTPClientRequest, into sink: CurlTransfer.Sink) async throws(HTTPClientError)
        -> HTTPClientResponse
    {
        loop.checkIsolated()
        guard !Task.isCancelled else {
            throw HTTPClientError(reason: .cancelled, wasSent: false, detail: "cancelled before it was sent")
        }
        guard let multi, let transfer = multi.makeTransfer() else {
            throw HTTPClientError(reason: .other(0), wasSent: false, detail: "libcurl has no handle to give")
        }
        do throws(HTTPClientError) {
            try transfer.prepare(request, sink: sink)
        } catch {
            multi.release(transfer)
            throw error
        }
        let id = transfer.id
        let result = await withTaskCancellationHandler {
            await withUnsafeContinuation { completion in
                transfer.completion = completion
                // The operation of a cancellation handler is isolated to nobody: it runs on the task's preferred
                // executor, and without one on any thread.
                if loop.isCurrent { multi.start(transfer) } else { loop.submit { multi.start(transfer) } }
            }
        } onCancel: { [loop] in
            loop.submit { multi.cancel(transfer, id: id, .cancelled, "cancelled") }
        }
        return try result.get()
    }
}
