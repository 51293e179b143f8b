import JSON
import WixAPI
import WixCatalogue

/// Starts an operation that Wix does in the background, and waits for its outcome as long as the call may
/// (platform.md 5.2). Once the job runs, its id is in every answer: a poll that fails must not hide it.
struct JobRun {
    /// Between polls; the last is repeated. Most jobs are short, and the end of one is not to be slept through.
    private static let waits: [Duration] = [
        .milliseconds(250), .milliseconds(500), .seconds(1), .seconds(2), .seconds(3),
    ]
    /// So many polls may find no job yet, in the first two seconds.
    private static let blindPolls = 3
    /// Kept of the call's deadline for the last poll and the list of failures.
    private static let reserve: Duration = .seconds(3)
    private static let mostFailures = 100

    private let call: ToolCall
    private let rule: JobRule
    private let context: ToolContext
    private let paths: JobPaths

    init(_ call: ToolCall, _ rule: JobRule, _ context: ToolContext) {
        self.call = call
        self.rule = rule
        self.context = context
        paths = JobPaths(rule.system)
    }

    func result() async throws(ToolFailure) -> ToolResult {
        let request = try RequestBuilder.request(for: call, expansion: [])
        let started = try await context.transfer(request, for: call)
        guard let range = JSONBytes.range(of: rule.idPath, in: started.body),
            let id = JSONBytes.string(at: range, in: started.body), !id.isEmpty
        else {
            throw .problem(
                code: "NO_JOB_ID", message: "Wix took the request and named no job, so its outcome is unknown.",
                hint: call.tool.checkSentence)
        }
        call.report(0, of: nil, "The job \(id) has begun.")
        return await outcome(of: id, rateLimit: started.rateLimit)
    }

    /// Polls until the job ends, the wait is over or a poll fails.
    private func outcome(of id: String, rateLimit: RateLimitStatus?) async -> ToolResult {
        let wanted = call.arguments[JobRule.waitArgument]?.intValue ?? JobRule.defaultWait
        var left = Duration.seconds(min(max(0, wanted), JobRule.longestWait))
        var state = JobState(status: "STARTED")
        var rateLimit = rateLimit
        var polls = 0
        var isSeen = false
        while left > .zero, !Task.isCancelled {
            let wait = min(Self.waits[min(polls, Self.waits.count - 1)], left)
            guard wait + Self.reserve < call.deadline.remaining(on: context.client.loop) else { break }
            await context.clock.pause(wait)
            left -= wait
            polls += 1
            do throws(WixError) {
                let response = try await poll(id)
                rateLimit = response.rateLimit ?? rateLimit
                state = JobState(response.body, rule.system)
                isSeen = true
                call.report(state.processed ?? 0, of: state.total, "The job is \(state.status).")
                if state.isDone { break }
            } catch {
                // A new job cannot be seen at once.
                if error.status == 404, !isSeen, polls <= Self.blindPolls { continue }
                return answer(id, state, rateLimit: error.rateLimit ?? rateLimit, reason: error.message)
            }
        }
        guard state.isDone else { return answer(id, state, rateLimit: rateLimit, reason: nil) }
        if paths.items != nil, state.failed ?? 0 > 0 || state.isFailure { await readFailures(of: id, into: &state) }
        return answer(id, state, rateLimit: rateLimit, reason: nil)
    }

    private func poll(_ id: String) async throws(WixError) -> WixResponse {
        try await send(paths.status, id, query: [])
    }

    private func send(
        _ path: String, _ id: String, query: [(name: String, value: String)]
    ) async throws(WixError) -> WixResponse {
        let filled: WixPath
        do throws(WixPathError) {
            filled = try WixPath(template: path, ["id": id])
        } catch {
            throw WixError(outcome: .notSent, code: "BAD_JOB_ID", message: error.message)
        }
        return try await context.client.send(
            WixRequest("GET", filled, query: query, retry: .read), to: call.site, deadline: call.deadline)
    }

    /// The generic jobs tell what failed item by item; the others only count.
    private func readFailures(of id: String, into state: inout JobState) async {
        guard let items = paths.items else { return }
        let query = [("statusFilter", "FAILED_ONLY"), ("paging.limit", String(Self.mostFailures))]
        guard let response = try? await send(items, id, query: query),
            let answer = try? JSONValue(parsing: response.body)
        else { return }
        state.failures = (answer["results"]?.arrayValue ?? []).map { item in
            var failure: JSONValue = [:]
            failure["id"] = item["entityId"] ?? item["id"]
            failure["code"] = item["error"]?["code"] ?? "UNKNOWN_ERROR"
            failure["message"] = item["error"]?["description"] ?? "Wix gave no reason."
            return failure
        }
    }

    private func answer(
        _ id: String, _ state: JobState, rateLimit: RateLimitStatus?, reason: String?
    ) -> ToolResult {
        var value: JSONValue = ["jobId": .string(id), "status": .string(state.status)]
        if let succeeded = state.succeeded { value["succeeded"] = .number(JSONNumber(succeeded)) }
        if let failed = state.failed { value["failed"] = .number(JSONNumber(failed)) }
        value["failures"] = .array(fitting(state.failures))
        value["done"] = .bool(state.isDone)
        if !state.isDone {
            let why = reason.map { "Asking for its outcome failed (\($0)). " } ?? ""
            value["hint"] = .string("\(why)The job goes on at Wix; do not start it again. \(later(id))")
        } else if let failed = state.failed, failed > state.failures.count, let tool = paths.itemTool(in: context) {
            value["hint"] = .string("Not every failure is shown: call \(tool) with this job's id.")
        }
        let isError = state.isDone && state.succeeded ?? 0 == 0 && (state.isFailure || state.failed ?? 0 > 0)
        return ToolResult(structured: value.bytes, isError: isError, rateLimit: rateLimit)
    }

    private func later(_ id: String) -> String {
        if let tool = paths.statusTool(in: context) { return "Ask later with \(tool)." }
        return "See later with \(call.tool.verifier ?? "a query") what has become of it."
    }

    /// As many failures as an answer has room for.
    private func fitting(_ failures: [JSONValue]) -> [JSONValue] {
        var room = call.maximumResultCharacters - 600
        return Array(
            failures.prefix { failure in
                room -= failure.bytes.count + 1
                return room > 0
            })
    }
}

/// Where the jobs of a kind are asked about.
private struct JobPaths {
    let status: String
    let items: String?
    private let statusName: String

    init(_ system: JobRule.System) {
        switch system {
        case .contacts:
            (status, items) = ("/contacts/v4/bulk/jobs/{id}", nil)
            statusName = "get_single_wix_contact_bulk_job_by_id"
        case .generic:
            (status, items) = ("/async-jobs/v1/async-jobs/{id}", "/async-jobs/v1/async-jobs/{id}/items")
            statusName = "get_single_wix_async_job_by_id"
        case .cms:
            (status, items) = ("/wix-data/v2/async-jobs/{id}/status", nil)
            statusName = "get_single_wix_data_async_job_by_id"
        }
    }

    func statusTool(in context: ToolContext) -> String? { context.catalogue[statusName]?.name }

    func itemTool(in context: ToolContext) -> String? {
        items == nil ? nil : context.catalogue["list_all_wix_async_job_items"]?.name
    }
}
