import JSON

/// Something that Wix does in the background. It is one step further each time that it is asked about, so that a caller
/// that waits sees every state without a clock.
struct SandboxJob {
    /// The three systems of jobs, each with its own states (platform reference 5.2).
    enum System: String, CaseIterable {
        case contacts, generic, cms

        var states: [String] {
            switch self {
            case .contacts: ["NEW", "LOADING", "RUNNING", "INDEXING", "COMPLETED"]
            case .generic: ["INITIALIZED", "PROCESSING", "FINISHED"]
            case .cms: ["STARTED", "RUNNING", "SUCCEEDED"]
            }
        }

        /// The system of the jobs that an operation at this path begins.
        init(path: String) {
            self = path.hasPrefix("/contacts/") ? .contacts : path.hasPrefix("/wix-data/") ? .cms : .generic
        }
    }

    /// The job as it is kept.
    private(set) var value: JSONValue

    init(_ value: JSONValue) { self.value = value }

    init(
        id: String, system: System, type: String, succeeded: Int, failures: [JSONValue], at now: Timestamp
    ) {
        value = [
            "id": .string(id), "system": .string(system.rawValue), "type": .string(type), "step": -1,
            "succeeded": .int(succeeded), "failures": .array(failures), "startedDate": .string(now.text),
        ]
    }

    var system: System { value["system"]?.stringValue.flatMap { System(rawValue: $0) } ?? .generic }
    var failures: [JSONValue] { value["failures"]?.arrayValue ?? [] }
    private var id: JSONValue { value["id"] ?? "" }
    private var step: Int { value["step"]?.intValue ?? 0 }
    private var succeeded: Int { value["succeeded"]?.intValue ?? 0 }
    var isDone: Bool { step >= system.states.count - 1 }

    mutating func advance(at now: Timestamp) {
        guard !isDone else { return }
        value["step"] = .int(step + 1)
        if isDone { value["finishedDate"] = .string(now.text) }
    }

    /// The job as its system tells it.
    var presented: JSONValue {
        let status = JSONValue.string(system.states[min(max(step, 0), system.states.count - 1)])
        // The counters are right in the end and half way before.
        let done = isDone ? succeeded : succeeded / 2
        let failed = isDone ? failures.count : 0
        switch system {
        case .contacts:
            var job: JSONValue = [
                "id": id, "type": value["type"] ?? "", "status": status, "startedDate": value["startedDate"] ?? "",
                "totalItems": .int(succeeded + failures.count), "successTotal": .int(done), "failedTotal": .int(failed),
                "errors": .array(isDone ? counted : []),
            ]
            job["finishedDate"] = value["finishedDate"]
            return job
        case .generic:
            return [
                "id": id, "status": status,
                "counters": [
                    "itemsToProcess": ["value": .int(succeeded + failures.count)], "itemsSucceeded": .int(done),
                    "itemsFailed": .int(failed),
                ],
            ]
        case .cms: return ["id": id, "status": status, "successCount": .int(done)]
        }
    }

    /// The contacts' jobs tell how often each thing went wrong, not with whom.
    private var counted: [JSONValue] {
        var counts: [(code: String, message: JSONValue, count: Int)] = []
        for failure in failures {
            let code = failure["code"]?.stringValue ?? ""
            if let index = counts.firstIndex(where: { $0.code == code }) {
                counts[index].count += 1
            } else {
                counts.append((code, failure["description"] ?? "", 1))
            }
        }
        return counts.map { ["count": .int($0.count), "code": .string($0.code), "message": $0.message] }
    }
}
