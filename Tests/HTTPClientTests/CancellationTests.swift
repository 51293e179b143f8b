import EventLoop
import Testing

@testable import HTTPClient

@Suite struct CancellationTests {
    private func start(_ request: HTTPClientRequest, with client: HTTPClient) -> Task<HTTPClientError?, Never> {
        Task(executorPreference: client.loop) {
            do throws(HTTPClientError) {
                _ = try await client.send(request)
                return nil
            } catch {
                return error
            }
        }
    }

    @Test func whileWaitingClosesTheConnection() async throws {
        let (arrived, arrivals) = AsyncStream<Void>.makeStream()
        let (closed, closes) = AsyncStream<Void>.makeStream()
        let origin = RawOrigin { connection, _ in
            guard connection.readRequest() != nil else { return }
            arrivals.yield()
            connection.waitForClose()
            closes.yield()
        }
        let client = try makeClient()
        let task = start(HTTPClientRequest(method: "POST", url: origin.url, body: []), with: client)
        for await _ in arrived { break }
        task.cancel()
        let error = await task.value
        #expect(error?.reason == .cancelled)
        #expect(error?.wasSent == true)
        for await _ in closed { break }
    }

    @Test func beforeTheStartSendsNothing() async throws {
        let client = try makeClient()
        let error = try await run(on: client.loop) {
            withUnsafeCurrentTask { $0?.cancel() }
            do throws(HTTPClientError) {
                _ = try await client.send(HTTPClientRequest(method: "GET", url: "http://127.0.0.1:1/"))
                return HTTPClientError?.none
            } catch {
                return error
            }
        }
        #expect(error?.reason == .cancelled)
        #expect(error?.wasSent == false)
    }

    /// The handle of a transfer serves the next one: a cancel that comes late must not meet that.
    @Test func afterTheEndDoesNotHurtTheNextTransfer() async throws {
        let origin = RawOrigin { connection, _ in
            while connection.readRequest() != nil { connection.write(ok("x")) }
        }
        let loop = try EventLoop()
        let multi = try #require(CurlMulti(loop: loop, options: HTTPClientOptions()))
        let result = try await run(on: loop) {
            let first = try #require(multi.makeTransfer())
            let firstID = first.id
            multi.release(first)
            let next = try #require(multi.makeTransfer())
            #expect(next === first)
            try next.prepare(HTTPClientRequest(method: "GET", url: origin.url), sink: .buffer(limit: 10))
            return await withUnsafeContinuation { completion in
                next.completion = completion
                multi.start(next)
                multi.cancel(next, id: firstID, .cancelled, "too late")
            }
        }
        #expect(try result.get().body == Array("x".utf8))
    }

    @Test func betweenTheCallAndTheStartSendsNothing() async throws {
        let loop = try EventLoop()
        let multi = try #require(CurlMulti(loop: loop, options: HTTPClientOptions()))
        let result = try await run(on: loop) {
            let transfer = try #require(multi.makeTransfer())
            try transfer.prepare(
                HTTPClientRequest(method: "GET", url: "http://127.0.0.1:1/"), sink: .buffer(limit: 10))
            multi.cancel(transfer, id: transfer.id, .cancelled, "cancelled")
            return await withUnsafeContinuation { completion in
                transfer.completion = completion
                multi.start(transfer)
            }
        }
        #expect(throws: HTTPClientError(reason: .cancelled, wasSent: false, detail: "ended before its start")) {
            try result.get()
        }
    }
}
