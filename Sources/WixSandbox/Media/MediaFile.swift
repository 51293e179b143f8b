import JSON

/// A file of the site's media, as a FileDescriptor (blog reference 7).
///
/// An import is PENDING and has neither `media` nor size; asked about for the second time it is READY, or FAILED when
/// the path of its address ends in `/broken.jpg` or it is not of the kind that the request asserted.
struct MediaFile {
    /// How often a file was asked about; hidden from answers.
    private static let polls = "_polls"
    private static let willFail = "_fails"
    private static let pollsUntilDone = 2
    private static let kinds: [String: (mediaType: String, mimeType: String)] = [
        "jpg": ("IMAGE", "image/jpeg"), "jpeg": ("IMAGE", "image/jpeg"), "png": ("IMAGE", "image/png"),
        "gif": ("IMAGE", "image/gif"), "webp": ("IMAGE", "image/webp"), "svg": ("VECTOR", "image/svg+xml"),
        "mp4": ("VIDEO", "video/mp4"), "mp3": ("AUDIO", "audio/mpeg"), "pdf": ("DOCUMENT", "application/pdf"),
        "zip": ("ARCHIVE", "application/zip"), "glb": ("MODEL3D", "model/gltf-binary"),
    ]

    private(set) var value: JSONValue

    init(_ value: JSONValue) { self.value = value }

    /// Reads one import request.
    init(_ request: StrictObject, id: String, at now: Timestamp) throws(WixError) {
        let url = try request.requiredString("url")
        guard let scheme = ["https://", "http://"].first(where: { url.hasPrefix($0) }), url.count > scheme.count else {
            throw .violation(request.name("url"), "must be a public URL", rule: "FORMAT")
        }
        let asserted = try request.choice("mediaType", of: MediaFields.types)
        let mimeType = try request.string("mimeType")
        let displayName = try request.string("displayName")
        let isPrivate = try request.bool("private") ?? false
        let labels = try request.strings("labels") ?? []
        guard request["parentFolderId"] == nil || request["filePath"] == nil else {
            throw .violation(
                request.name("filePath"), "is an alternative to parentFolderId", rule: "REQUIRED_ONE_OF_FIELD")
        }
        let folder = try request.string("parentFolderId") ?? "media-root"
        _ = try request.string("filePath")
        let info = try request.child("externalInfo", known: ["origin", "externalIds"])
        _ = try info.string("origin")
        _ = try info.strings("externalIds")

        let path = url.dropFirst(scheme.count).prefix { $0 != "?" && $0 != "#" }
        let name = path.split(separator: "/").dropFirst().last.map(String.init) ?? "file"
        // Without an ending anywhere the source answers HEAD and has a JPEG.
        let ending =
            MediaFile.ending(of: displayName ?? "") ?? MediaFile.ending(of: name)
            ?? MediaFile.kinds.first { $0.value.mimeType == mimeType }?.key ?? "jpg"
        let type = MediaFile.kinds[ending]?.mediaType ?? "IMAGE"
        let fileID = type == "IMAGE" ? "\(id)~mv2.\(ending)" : id
        let address = JSONValue.string("https://static.wixstatic.com/media/\(fileID)")
        value = [
            "id": .string(fileID), "displayName": .string(displayName ?? name), "url": address,
            "parentFolderId": .string(folder), "hash": "", "private": .bool(isPrivate), "mediaType": .string(type),
            "operationStatus": "PENDING", "sourceUrl": .string(url), "thumbnailUrl": address,
            "labels": .strings(labels), "createdDate": .string(now.text), "updatedDate": .string(now.text),
            "siteId": .string(Sandbox.siteID), "state": "OK",
        ]
        value[MediaFile.polls] = 0
        value[MediaFile.willFail] = .bool(path.hasSuffix("/broken.jpg") || (asserted ?? type) != type)
    }

    /// A file that is there already.
    static func ready(_ request: StrictObject, id: String, at now: Timestamp) throws(WixError) -> MediaFile {
        var file = try MediaFile(request, id: id, at: now)
        for _ in 0..<pollsUntilDone { file.poll() }
        return file
    }

    /// What a request sees.
    var presented: JSONValue { value.without([MediaFile.polls, MediaFile.willFail]) }

    /// Lets the import go on, since somebody asks.
    mutating func poll() {
        guard value["operationStatus"] == "PENDING", let count = value[MediaFile.polls]?.intValue else { return }
        value[MediaFile.polls] = .int(count + 1)
        guard count + 1 >= MediaFile.pollsUntilDone else { return }
        guard value[MediaFile.willFail] == false else {
            value["operationStatus"] = "FAILED"
            return
        }
        value["operationStatus"] = "READY"
        let id = value["id"] ?? ""
        let size = (id.stringValue ?? "").utf8.reduce(0) { ($0 * 31 + Int($1)) % 9 }
        value["sizeInBytes"] = .string(String(184_233 + size))
        value["hash"] = "24bbee7b0f95258fb72e6e672fdb9f75"
        guard value["mediaType"] == "IMAGE" else { return }
        let image: JSONValue = [
            "id": id, "url": value["url"] ?? "", "width": .int(1600 + 100 * size), "height": .int(900 + 100 * size),
            "filename": value["displayName"] ?? "", "sizeInBytes": value["sizeInBytes"] ?? "",
        ]
        value["media"] = ["image": ["image": image, "faces": []]]
    }

    /// Changes some members and the date.
    mutating func set(_ members: JSONObject, at now: Timestamp) {
        for member in members.members { value[member.key] = member.value }
        value["updatedDate"] = .string(now.text)
    }

    private static func ending(of name: String) -> String? {
        guard let dot = name.lastIndex(of: ".") else { return nil }
        let ending = name[name.index(after: dot)...].lowercased()
        return kinds[ending] == nil ? nil : ending
    }
}
