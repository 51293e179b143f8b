import JSON

/// Asking about jobs, and the bulk jobs of the contacts (platform reference 5.2, CRM reference 3.10).
enum JobsAPI {
    private static let contacts = "/contacts/v4/bulk/contacts"
    private static let jobs = "/async-jobs/v1/async-jobs/{jobId}"

    static let routes: [Route] = [
        .get([jobs]) { (state, request) throws(WixError) in ["job": try state.pollJob(request.id, .generic)] },
        .get([jobs + "/items"], parameters: ["statusFilter", "paging.limit", "paging.cursor"], action: items),
        .get(["/wix-data/v2/async-jobs/{jobId}/status"]) { (state, request) throws(WixError) in
            try state.pollJob(request.id, .cms)
        },
        .get(["/contacts/v4/bulk/jobs"]) { (state, _) throws(WixError) in
            let jobs = state[.jobs].entities.map { SandboxJob($0) }.filter { $0.system == .contacts }
            return ["jobs": .array(jobs.suffix(100).map(\.presented))]
        },
        .get(["/contacts/v4/bulk/jobs/{id}"]) { (state, request) throws(WixError) in
            ["job": try state.pollJob(request.id, .contacts)]
        },
        .post([contacts + "/delete"], members: ["filter", "search"]) { (state, request) throws(WixError) in
            try state.contactJob("DELETE", request) { (state, id) throws(WixError) in
                guard state.member(ofContact: id) == nil else {
                    throw .application(428, "CANNOT_DELETE_SITE_MEMBERS", "Could not delete Site Member(s)")
                }
                state[.contacts].remove(id)
            }
        },
        .post([contacts + "/update"], members: ["filter", "search", "info"]) { (state, request) throws(WixError) in
            guard let info = request.body["info"] else { throw .required("info") }
            return try state.contactJob("UPDATE", request) { (state, id) throws(WixError) in
                let revision = try state.entity(.contacts, id).revision
                let change: JSONValue = ["revision": .int(revision), "info": info]
                _ = try state.updateContact(id, StrictObject(change, known: ["revision", "info", "allowDuplicates"]))
            }
        },
        .post(
            [contacts + "/add-remove-labels"],
            members: ["filter", "search", "labelKeysToAdd", "labelKeysToRemove"], action: labels),
    ]

    private static func labels(_ state: inout SandboxState, _ request: APIRequest) throws(WixError) -> JSONValue {
        let added = try request.body.strings("labelKeysToAdd", maximum: 100) ?? []
        let removed = try request.body.strings("labelKeysToRemove", maximum: 100) ?? []
        guard !added.isEmpty || !removed.isEmpty else { throw .required("labelKeysToAdd") }
        for key in added + removed where state[.labels][key] == nil {
            throw .application(400, "LABEL_NOT_FOUND", "There is no label \(key)")
        }
        let type = removed.isEmpty ? "ADD_LABELS" : added.isEmpty ? "REMOVE_LABELS" : "ADD_REMOVE_LABELS"
        return try state.contactJob(type, request) { (state, id) throws(WixError) in
            var contact = try state.entity(.contacts, id)
            var labels = contact.values(at: ["info", "labelKeys", "items"]).compactMap(\.stringValue)
            labels.removeAll { removed.contains($0) || added.contains($0) }
            var info = contact["info"] ?? [:]
            info["labelKeys"] = ["items": .strings(labels + added)]
            contact["info"] = info
            contact["revision"] = .int(contact.revision + 1)
            state[.contacts].put(contact)
        }
    }

    private static func items(_ state: inout SandboxState, _ request: APIRequest) throws(WixError) -> JSONValue {
        let filter = try request.choice("statusFilter", of: ["ALL", "FAILED_ONLY", "SUCCESSFUL_ONLY"]) ?? "ALL"
        let limit = try request.number("paging.limit") ?? 100
        guard (1...100).contains(limit) else {
            throw .violation("paging.limit", "must be between 1 and 100", rule: "MAX", threshold: 100)
        }
        let job = SandboxJob(try state.entity(.jobs, request.id))
        let failures = filter == "SUCCESSFUL_ONLY" ? [] : job.failures
        let rows = failures.prefix(limit).map { failure -> JSONValue in
            ["id": failure["id"] ?? "", "entityId": failure["id"] ?? "", "success": false, "error": failure]
        }
        return ["results": .array(Array(rows)), "pagingMetadata": ["count": .int(rows.count), "hasNext": false]]
    }
}

extension SandboxState {
    /// The job one step further.
    mutating func pollJob(_ id: String, _ system: SandboxJob.System) throws(WixError) -> JSONValue {
        var job = SandboxJob(try entity(.jobs, id))
        guard job.system == system else { throw .notFound("NOT_FOUND", "job \(id) was not found") }
        job.advance(at: now)
        self[.jobs].put(job.value)
        return job.presented
    }

    /// Does the work of a contacts job at once; only its outcome is told later.
    mutating func contactJob(
        _ type: String, _ request: APIRequest, work: (inout SandboxState, String) throws(WixError) -> Void
    ) throws(WixError) -> JSONValue {
        let words = try request.body.string("search", length: 0...100)?.lowercased() ?? ""
        guard request.body["filter"] != nil || !words.isEmpty else {
            throw .application(400, "NEITHER_FILTER_NOR_SEARCH", "Give a filter or a search")
        }
        var query: JSONValue = [:]
        query["filter"] = request.body["filter"]
        let selection = try QueryRequest(query, ContactFields.rules, now: now, secret: secret)
        let matching = self[.contacts].entities.filter {
            selection.selects($0) && (words.isEmpty || ContactsAPI.matches($0, words: words))
        }
        var failures: [JSONValue] = []
        for contact in matching {
            let id = contact["id"]?.stringValue ?? ""
            do throws(WixError) {
                try work(&self, id)
            } catch {
                var failure = error.body.value(at: "details.applicationError") ?? ["code": "UNKNOWN_ERROR"]
                failure["id"] = .string(id)
                failures.append(failure)
            }
        }
        return [
            "jobId": .string(keepJob(.contacts, type, succeeded: matching.count - failures.count, failures: failures))
        ]
    }

    /// The answer of an operation without state, with a job of its own when it names one.
    mutating func startJob(named answer: JSONValue, at path: String, succeeded: Int = 2) -> JSONValue {
        guard answer["jobId"]?.stringValue != nil else { return answer }
        var answer = answer
        answer["jobId"] = .string(
            keepJob(SandboxJob.System(path: path), "BY_FILTER", succeeded: succeeded, failures: []))
        return answer
    }

    private mutating func keepJob(
        _ system: SandboxJob.System, _ type: String, succeeded: Int, failures: [JSONValue]
    ) -> String {
        let id = random.guid()
        self[.jobs].put(
            SandboxJob(id: id, system: system, type: type, succeeded: succeeded, failures: failures, at: now).value)
        return id
    }
}
