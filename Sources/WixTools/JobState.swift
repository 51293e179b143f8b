import JSON
import WixCatalogue

/// How far a job has come, in whichever of Wix's spellings it is told (platform.md 5.2).
struct JobState: Equatable {
    var status: String
    var isDone = false
    /// The job ended without doing all of its work.
    var isFailure = false
    var total: Int?
    var succeeded: Int?
    var failed: Int?
    var failures: [JSONValue] = []

    /// Items that are through, whatever came of them.
    var processed: Int? { succeeded.map { $0 + (failed ?? 0) } }

    init(status: String) { self.status = status }

    init(_ body: [UInt8], _ system: JobRule.System) {
        let answer = (try? JSONValue(parsing: body)) ?? .null
        let job = answer["job"] ?? answer["asyncJob"] ?? answer
        status = job["status"]?.stringValue ?? "UNKNOWN"
        switch system {
        case .contacts: readContacts(job)
        case .generic: readGeneric(job)
        case .cms: readData(job)
        }
    }

    /// The schema's counters, or those of the documented example.
    private mutating func readContacts(_ job: JSONValue) {
        isDone = status == "COMPLETED"
        total = job["totalItems"]?.wixInteger
        failed = (job["failedTotal"] ?? job["failedCount"])?.wixInteger
        succeeded = job["successTotal"]?.wixInteger
        if succeeded == nil, let processed = job["processedCount"]?.wixInteger { succeeded = processed - (failed ?? 0) }
        // Zeros are left out of Wix's answers.
        if isDone {
            succeeded = succeeded ?? 0
            failed = failed ?? 0
        }
        failures = (job["errors"]?.arrayValue ?? []).map { error in
            var failure: JSONValue = [
                "code": .string((error["code"] ?? error["errorCode"])?.scalarText ?? "UNKNOWN_ERROR")
            ]
            failure["count"] = error["count"]
            failure["message"] = error["message"] ?? "Wix gave no reason."
            return failure
        }
    }

    private mutating func readGeneric(_ job: JSONValue) {
        isFailure = status == "FAILED"
        isDone = isFailure || status == "FINISHED"
        let counters = job["counters"] ?? [:]
        let counts = job["counts"] ?? [:]
        total = (counters["itemsToProcess"] ?? counts["total"])?.wixInteger
        succeeded = (counters["itemsSucceeded"] ?? counts["successCount"])?.wixInteger
        failed = (counters["itemsFailed"] ?? counts["failCount"])?.wixInteger
        guard isDone, job["counters"] != nil || job["counts"] != nil else { return }
        succeeded = succeeded ?? 0
        failed = failed ?? 0
    }

    /// A CMS job stops at the first item that fails.
    private mutating func readData(_ job: JSONValue) {
        isFailure = status == "FAILED"
        isDone = isFailure || status == "SUCCEEDED"
        succeeded = (job["successCount"] ?? job["itemsSucceeded"])?.wixInteger
        failed = (job["failureCount"] ?? job["failedCount"])?.wixInteger
        if let error = job["error"] {
            let text = error["description"] ?? error["message"] ?? "Wix gave no reason."
            failures = [["code": .string(error["code"]?.scalarText ?? "UNKNOWN_ERROR"), "message": text]]
        }
    }
}
