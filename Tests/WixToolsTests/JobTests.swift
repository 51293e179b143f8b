import JSON
import Synchronization
import Testing
import WixCatalogue
import WixTools

/// Waiting for what Wix does in the background (platform.md 5.2), without waiting.
@Suite struct JobTests {
    /// Lets no time pass, and notes what would have.
    private final class Pauses: Sendable {
        private let taken = Mutex<[Duration]>([])
        var all: [Duration] { taken.withLock { $0 } }
        var clock: ToolClock { ToolClock { [self] pause in taken.withLock { $0.append(pause) } } }
    }

    private struct Run {
        let value: JSONValue
        let isError: Bool
        let pauses: [Duration]
        let requests: [String]
        let progress: [ToolProgress]
    }

    private static let paths = [
        "contacts": "/contacts/v4/bulk/jobs/j1", "generic": "/async-jobs/v1/async-jobs/j1",
        "cms": "/wix-data/v2/async-jobs/j1/status",
    ]

    private func run(
        _ system: String, polls: [(status: Int, body: String)], items: String? = nil, wait: Int? = nil,
        started: String = #"{"jobId":"j1"}"#, requestsPerMinute: Int? = nil, extra: String...
    ) async throws -> Run {
        let origin = ScriptedOrigin()
        origin.answer("/start", started)
        if let items { origin.answer("/async-jobs/v1/async-jobs/j1/items", items) }
        for poll in polls { origin.answer(Self.paths[system] ?? "", poll.body, status: poll.status) }
        let record = TestCatalogue.record(
            "wix_things_by_filter",
            #""request":{"verb":"POST","path":"/start"},"answer":{"entity":"","name":"job"},"job":{"system":"\#(system)"}"#
        )
        var records = [TestCatalogue.reader, record] + extra
        let pauses = Pauses()
        let text = records.removeFirst()
        let catalogue = try TestCatalogue.of(([text] + records).joined(separator: ","))
        let bench = try origin.bench(catalogue, clock: pauses.clock, requestsPerMinute: requestsPerMinute)
        let arguments = wait.map { #"{"waitSeconds":\#($0)}"# } ?? "{}"
        let result = try await bench.call("wix_things_by_filter", arguments)
        if !result.isError {
            let schema = try #require(catalogue["wix_things_by_filter"]?.outputSchema)
            #expect(try JSONSchema(schema).violations(in: result.value).isEmpty, "\(result.value.text)")
        }
        return Run(
            value: result.value, isError: result.isError, pauses: pauses.all, requests: origin.requests.map(\.line),
            progress: bench.progress)
    }

    @Test func aContactsJobIsWaitedFor() async throws {
        let run = try await run(
            "contacts",
            polls: [
                (200, #"{"job":{"id":"j1","status":"RUNNING","totalItems":31,"successTotal":10}}"#),
                (200, #"{"job":{"id":"j1","status":"INDEXING","totalItems":31,"successTotal":30}}"#),
                (
                    200,
                    #"{"job":{"status":"COMPLETED","totalItems":31,"successTotal":30,"failedTotal":1,"errors":[{"count":1,"code":"MEMBER","message":"Is a member"}]}}"#
                ),
            ])
        #expect(
            run.value.text
                == #"{"jobId":"j1","status":"COMPLETED","succeeded":30,"failed":1,"failures":[{"code":"MEMBER","count":1,"message":"Is a member"}],"done":true}"#
        )
        #expect(!run.isError)
        #expect(run.pauses == [.milliseconds(250), .milliseconds(500), .seconds(1)])
        #expect(run.progress.map(\.progress) == [0, 10, 30, 31])
        #expect(run.progress.last?.total == 31)
    }

    @Test func theDocumentedExamplesCountersAreReadToo() async throws {
        let run = try await run(
            "contacts",
            polls: [
                (
                    200,
                    #"{"job":{"status":"COMPLETED","processedCount":5,"failedCount":2,"errors":[{"errorCode":"X","message":"No"}]}}"#
                )
            ])
        #expect(run.value["succeeded"]?.intValue == 3)
        #expect(run.value["failed"]?.intValue == 2)
        #expect(run.value["failures"]?.text == #"[{"code":"X","message":"No"}]"#)
    }

    @Test func aGenericJobTellsWhatFailed() async throws {
        let run = try await run(
            "generic",
            polls: [
                (
                    200,
                    #"{"job":{"status":"PROCESSING","counters":{"itemsToProcess":{"value":"4"},"itemsSucceeded":1}}}"#
                ),
                (
                    200,
                    #"{"job":{"status":"FINISHED","counters":{"itemsToProcess":4,"itemsSucceeded":3,"itemsFailed":1}}}"#
                ),
            ],
            items:
                #"{"results":[{"id":"r","entityId":"p1","success":false,"error":{"code":"LOCKED","description":"Is locked"}}]}"#
        )
        #expect(run.value["failures"]?.text == #"[{"id":"p1","code":"LOCKED","message":"Is locked"}]"#)
        #expect(run.value["done"] == true)
        #expect(!run.isError)
        #expect(run.requests.last == "GET /async-jobs/v1/async-jobs/j1/items?statusFilter=FAILED_ONLY&paging.limit=100")
    }

    @Test func theOtherCountersOfAGenericJob() async throws {
        let run = try await run(
            "generic", polls: [(200, #"{"job":{"status":"FINISHED","counts":{"total":2,"successCount":2}}}"#)])
        #expect(
            run.value.text == #"{"jobId":"j1","status":"FINISHED","succeeded":2,"failed":0,"failures":[],"done":true}"#)
    }

    @Test func aJobThatFailedWhollyIsAnError() async throws {
        let run = try await run(
            "generic", polls: [(200, #"{"job":{"status":"FAILED","counters":{"itemsToProcess":2,"itemsFailed":2}}}"#)],
            items: #"{"results":[]}"#)
        #expect(run.isError)
        #expect(run.value["jobId"] == "j1")
        #expect(run.value["failed"]?.intValue == 2)
    }

    @Test func aCMSJobIsWaitedFor() async throws {
        let run = try await run(
            "cms", polls: [(200, #"{"status":"RUNNING"}"#), (200, #"{"status":"SUCCEEDED","successCount":"7"}"#)])
        #expect(run.value["succeeded"]?.intValue == 7)
        #expect(run.value["done"] == true)
        #expect(run.requests.count == 3)
    }

    @Test(arguments: [(0, 0), (1, 3), (3, 4), (20, 10), (nil as Int?, 10)])
    func theWaitIsBounded(wait: Int?, polls: Int) async throws {
        let answer = (status: 200, body: #"{"job":{"status":"RUNNING","totalItems":9}}"#)
        let run = try await run("contacts", polls: Array(repeating: answer, count: 20), wait: wait)
        #expect(run.requests.count == 1 + polls)
        #expect(run.pauses.reduce(.zero, +) == .seconds(wait ?? 20))
        #expect(run.value["done"] == false)
        #expect(run.value["jobId"] == "j1")
        #expect(run.value["status"]?.stringValue == (polls == 0 ? "STARTED" : "RUNNING"))
        #expect(!run.isError)
    }

    @Test func theToolThatAsksLaterIsNamedWhereThereIsOne() async throws {
        let poll = (status: 200, body: #"{"job":{"status":"RUNNING"}}"#)
        let polls = Array(repeating: poll, count: 3)
        let without = try await run("contacts", polls: polls, wait: 1)
        #expect(without.value["hint"]?.stringValue?.contains("wix_thing_get") == true)
        let later = TestCatalogue.reader.replacing("wix_thing_get", with: "get_single_wix_contact_bulk_job_by_id")
        let with = try await run("contacts", polls: polls, wait: 1, extra: later)
        #expect(with.value["hint"]?.stringValue?.contains("get_single_wix_contact_bulk_job_by_id") == true)
    }

    @Test func aJobThatCannotBeSeenYetIsAskedAgain() async throws {
        let done = (status: 200, body: #"{"job":{"status":"COMPLETED"}}"#)
        let absent = (status: 404, body: "{}")
        let early = try await run("contacts", polls: [absent, absent, absent, done])
        #expect(early.value["done"] == true)
        let never = try await run("contacts", polls: [absent, absent, absent, absent, done])
        #expect(never.value["done"] == false)
        #expect(never.value["status"] == "STARTED")
        let late = try await run("contacts", polls: [(200, #"{"job":{"status":"NEW"}}"#), (404, "{}"), done])
        #expect(late.value["done"] == false)
        #expect(late.value["status"] == "NEW")
    }

    /// The job runs, whatever became of a poll.
    @Test(arguments: [403, 429, 400])
    func aPollThatFailsDoesNotHideTheJob(status: Int) async throws {
        let run = try await run("generic", polls: [(status, #"{"message":"No."}"#)])
        #expect(!run.isError)
        #expect(run.value["jobId"] == "j1")
        #expect(run.value["done"] == false)
        #expect(run.value["hint"]?.stringValue?.contains("do not start it again") == true)
    }

    @Test func pollsStopAtTheBudget() async throws {
        let answer = (status: 200, body: #"{"job":{"status":"RUNNING"}}"#)
        let run = try await run("contacts", polls: Array(repeating: answer, count: 9), requestsPerMinute: 3)
        #expect(run.requests.count == 3)
        #expect(run.value["jobId"] == "j1")
        #expect(run.value["hint"]?.stringValue?.contains("failed") == true)
    }

    @Test func anAnswerWithoutAJobIsNoSuccess() async throws {
        let run = try await run("cms", polls: [], started: "{}")
        #expect(run.isError)
        #expect(run.value["message"]?.stringValue?.contains("unknown") == true)
    }
}
