import JSON

/// The files of the site's media: import by URL, lists, changes and the trash (blog reference 7).
enum MediaAPI {
    private static let files = "/site-media/v1/files"
    private static let bulk = "/site-media/v1/bulk/files"
    static let importMembers = [
        "url", "mimeType", "displayName", "mediaType", "parentFolderId", "filePath", "private", "labels",
        "externalInfo", "urlParams", "urlHeaders",
    ]
    private static let listParameters = [
        "parentFolderId", "mediaTypes", "private", "sort.fieldName", "sort.order", "paging.limit", "paging.cursor",
    ]

    static let routes: [Route] = [
        .post([files + "/import"], members: importMembers) { (state, request) throws(WixError) in
            ["file": try state.importFile(request.body)]
        },
        .post([bulk + "/import-v2"], members: ["importFileRequests", "returnEntity"], action: importMany),
        .get([files + "/get-file-by-id"], parameters: ["fileId"]) { (state, request) throws(WixError) in
            guard let id = request.parameter("fileId"), !id.isEmpty else { throw .required("fileId") }
            return ["file": try state.pollFile(id)]
        },
        .get([files + "/{fileId}"]) { (state, request) throws(WixError) in ["file": try state.pollFile(request.id)] },
        .post([files + "/get-files"], members: ["fileIds"]) { (state, request) throws(WixError) in
            let found = try ids(request).compactMap { try? state.pollFile($0) }
            return ["files": .array(found)]
        },
        .get([files], parameters: listParameters) { (state, request) throws(WixError) in
            let folder = request.parameter("parentFolderId") ?? "media-root"
            return try list(["parentFolderId": .string(folder), "state": "OK"], &state, request)
        },
        .get(["/site-media/v1/trash-bin/files"], parameters: listParameters) { (state, request) throws(WixError) in
            try list(["state": "DELETED"], &state, request)
        },
        .post(
            [files + "/search"], members: ["search", "rootFolder", "mediaTypes", "private", "sort", "paging"],
            action: search),
        .query(
            [files + "/query"], MediaFields.query, container: "files", paging: .metadata("pagingMetadata"),
            present: { _, _ in { MediaFile($0).presented } }),
        Route.patch([files + "/update-file-descriptor"], members: ["file"], action: update),
        .post([bulk + "/delete"], members: ["fileIds", "permanent"], action: delete),
        .post(["/site-media/v1/bulk/trash-bin/files/restore"], members: ["fileIds"]) {
            (state, request) throws(WixError) in
            for id in try ids(request) { state.setFile(id, ["state": "OK"]) }
            return [:]
        },
    ]

    private static func importMany(_ state: inout SandboxState, _ request: APIRequest) throws(WixError) -> JSONValue {
        let wanted = try request.body.array("importFileRequests", maximum: 100) ?? []
        guard !wanted.isEmpty else { throw .required("importFileRequests") }
        let returnsEntity = try request.body.bool("returnEntity") ?? false
        var objects: [StrictObject] = []
        for (index, value) in wanted.enumerated() {
            objects.append(try StrictObject(value, at: "importFileRequests[\(index)]", known: importMembers))
        }
        var results: [JSONValue] = []
        for (index, object) in objects.enumerated() {
            let file = try state.importFile(object)
            var result: JSONValue = [
                "itemMetadata": ["id": file["id"] ?? "", "originalIndex": .int(index), "success": true]
            ]
            if returnsEntity { result["item"] = file }
            results.append(result)
        }
        return [
            "results": .array(results),
            "bulkActionMetadata": [
                "totalSuccesses": .int(results.count), "totalFailures": 0, "undetailedFailures": 0,
            ],
        ]
    }

    private static func list(
        _ filter: JSONValue, _ state: inout SandboxState, _ request: APIRequest
    ) throws(WixError) -> JSONValue {
        var filter = filter
        let types = request.parameters("mediaTypes")
        if !types.isEmpty { filter["mediaType"] = ["$in": .strings(types)] }
        filter["private"] = try request.choice("private", of: ["true", "false"]).map { .bool($0 == "true") }
        var query = try request.listQuery()
        query["filter"] = filter
        return try page(
            query, limit: request.number("paging.limit"), cursor: request.parameter("paging.cursor"), &state)
    }

    private static func search(_ state: inout SandboxState, _ request: APIRequest) throws(WixError) -> JSONValue {
        let body = request.body
        let root = try body.choice("rootFolder", of: MediaFields.roots) ?? "MEDIA_ROOT"
        var filter: JSONValue = ["state": root == "TRASH_ROOT" ? "DELETED" : "OK"]
        if root == "VISITOR_UPLOADS_ROOT" { filter["parentFolderId"] = "visitor-uploads" }
        if let types = try body.strings("mediaTypes"), !types.isEmpty { filter["mediaType"] = ["$in": .strings(types)] }
        filter["private"] = try body.bool("private").map(JSONValue.bool)
        var query: JSONValue = ["filter": filter]
        if let words = try body.string("search", length: 0...100), !words.isEmpty {
            query["search"] = ["expression": .string(words)]
        }
        if body["sort"] != nil {
            let sort = try body.child("sort", known: ["fieldName", "order"])
            query["sort"] = [.object(sort.object)]
        }
        let paging = try body.child("paging", known: ["limit", "cursor"])
        return try page(query, limit: paging.int("limit"), cursor: paging.string("cursor"), &state)
    }

    /// One page; a cursor stands for all else that was asked.
    private static func page(
        _ query: JSONValue, limit: Int?, cursor: String?, _ state: inout SandboxState
    ) throws(WixError) -> JSONValue {
        var paging: JSONValue = [:]
        paging["limit"] = limit.map(JSONValue.int)
        var wanted = query
        wanted["paging"] = nil
        if let cursor, !cursor.isEmpty {
            wanted = [:]
            paging["cursor"] = .string(cursor)
        }
        wanted["cursorPaging"] = paging
        let page = try state.page(wanted, MediaFields.list)
        var cursors: JSONValue = [:]
        cursors["next"] = page.next.map { .string($0) }
        return [
            "files": .array(page.entities.map { MediaFile($0).presented }),
            "nextCursor": ["cursors": cursors, "hasNext": .bool(page.hasNext)],
        ]
    }

    private static func update(_ state: inout SandboxState, _ request: APIRequest) throws(WixError) -> JSONValue {
        guard request.body["file"] != nil else { throw .required("file") }
        let file = try request.body.child("file", known: ["id", "displayName", "parentFolderId", "labels"])
        let id = try file.requiredString("id")
        _ = try file.string("displayName")
        _ = try file.string("parentFolderId")
        _ = try file.strings("labels")
        var changes = file.object
        changes["id"] = nil
        let name = bare(id)
        _ = try state.entity(.mediaFiles, name, code: "FILE_NOT_FOUND")
        state.setFile(name, changes)
        return ["file": MediaFile(try state.entity(.mediaFiles, name)).presented]
    }

    private static func delete(_ state: inout SandboxState, _ request: APIRequest) throws(WixError) -> JSONValue {
        let isPermanent = try request.body.bool("permanent") ?? false
        for id in try ids(request) {
            if isPermanent {
                state[.mediaFiles].remove(id)
            } else {
                state.setFile(id, ["state": "DELETED"])
            }
        }
        return [:]
    }

    private static func ids(_ request: APIRequest) throws(WixError) -> [String] {
        guard let ids = try request.body.strings("fileIds"), !ids.isEmpty else { throw .required("fileIds") }
        return ids.map(bare)
    }

    /// An id may come as a whole `wix:image://v1/<id>/<name>` reference.
    static func bare(_ id: String) -> String {
        let parts = id.split(separator: "/", omittingEmptySubsequences: false)
        guard id.hasPrefix("wix:"), parts.count > 3 else { return id }
        return String(parts[3].prefix { $0 != "#" })
    }
}

extension SandboxState {
    fileprivate mutating func importFile(_ request: StrictObject) throws(WixError) -> JSONValue {
        let id = "5a9d0c_" + random.guid().filter { $0 != "-" }
        let file = try MediaFile(request, id: id, at: now)
        self[.mediaFiles].put(file.value)
        return file.presented
    }

    /// The file, whose import goes on with each time that it is asked about.
    fileprivate mutating func pollFile(_ id: String) throws(WixError) -> JSONValue {
        var file = MediaFile(try entity(.mediaFiles, MediaAPI.bare(id), code: "FILE_NOT_FOUND"))
        file.poll()
        self[.mediaFiles].put(file.value)
        return file.presented
    }

    fileprivate mutating func setFile(_ id: String, _ members: JSONObject) {
        guard let known = self[.mediaFiles][id] else { return }
        var file = MediaFile(known)
        file.set(members, at: now)
        self[.mediaFiles].put(file.value)
    }

    /// The pictures that a new site has.
    mutating func seedMedia(at moment: Timestamp) {
        let seeds = [
            ("77aa66bb55cc44dd33ee22ff11009988", "terrace.jpg"), ("0d9f8e7c6b5a4d3c2b1a09f8e7d6c5b4", "spring.jpg"),
        ]
        for (digits, name) in seeds {
            let request: JSONValue = [
                "url": .string("https://cdn.example.org/\(name)"), "displayName": .string(name), "labels": ["menu"],
            ]
            guard let object = try? StrictObject(request, known: MediaAPI.importMembers),
                let file = try? MediaFile.ready(object, id: "a1b2c3_" + digits, at: moment)
            else { continue }
            self[.mediaFiles].put(file.value)
        }
    }
}
