import JSON
import Ricos
import WixAPI

extension DraftPost {
    /// The cover as `cover` or `media` has it: a media id, or an address in `pictureSources`.
    mutating func prepareCover() throws(ToolFailure) {
        let image = call.arguments["media"]?.value(at: "wixMedia.image")
        let inMedia = (image?["id"] ?? image?["url"])?.stringValue
        let given = call.arguments["cover"]?.stringValue
        guard let source = given ?? inMedia else { return }
        guard given == nil || inMedia == nil else {
            throw .argument(name: "cover", message: "Give the cover either as cover or in media, not both.")
        }
        let name = given == nil ? "media" : "cover"
        if let media = WixMedia(source: source) ?? (source.contains(":") ? nil : WixMedia(id: source)) {
            return setCover(media)
        }
        guard source.contains("://") else {
            throw .argument(
                name: name,
                message: "The cover must be the address of a picture or the id of one in Wix Media "
                    + "(such as a1b2c3_0d9f~mv2.jpg).")
        }
        coverSource = source
        if !pictureSources.contains(source) { pictureSources.append(source) }
    }

    /// Wix shows a cover only with `displayed` and `custom` (section 3.2).
    private mutating func setCover(_ media: WixMedia) {
        var cover = call.arguments["media"] ?? [:]
        var wixMedia = cover["wixMedia"] ?? [:]
        var image = wixMedia["image"] ?? [:]
        image["url"] = nil
        image["id"] = .string(media.id)
        wixMedia["image"] = image
        cover["wixMedia"] = wixMedia
        for flag in ["displayed", "custom"] where cover[flag] == nil { cover[flag] = true }
        call.arguments["media"] = cover
    }

    /// Refuses what cannot be imported before anything is sent, and a text that would be too long with its pictures.
    func checkPictures() async throws(ToolFailure) {
        guard pictureSources.count <= PictureImport.most else {
            throw .argument(
                name: "markdown",
                message: "The post has \(pictureSources.count) pictures from elsewhere; at most \(PictureImport.most) "
                    + "are imported in one call. Import the others with wix_media_bulk_import_files and use their ids.")
        }
        for source in pictureSources {
            guard let fault = PictureAddress.fault(in: source) else { continue }
            throw .argument(
                name: source == coverSource ? "cover" : "markdown",
                message: "The address of a picture (\(PictureAddress.shown(source))) \(fault).")
        }
        let longest = WixMedia(id: String(repeating: "f", count: 60) + "~mv2.jpeg", width: 99_999, height: 99_999)
        guard let longest, !pictureSources.isEmpty else { return }
        _ = try await document(pictures: Dictionary(uniqueKeysWithValues: pictureSources.map { ($0, longest) }))
    }

    /// Imports the pictures and puts them into the text and the cover. What cannot be placed stays a link and is
    /// warned of: the text of a draft is worth more than its pictures.
    mutating func importPictures() async throws(ToolFailure) {
        guard !pictureSources.isEmpty else { return }
        var pictures = PictureImport(call, context)
        do {
            try await pictures.run(pictureSources)
        } catch {
            importedFiles = pictures.files
            throw stopped(error, "Not all pictures could be imported and the post was not saved.")
        }
        importedFiles = pictures.files
        steps = pictures.steps
        if let coverSource {
            if let media = pictures.media[coverSource] {
                setCover(media)
            } else {
                dropCover()
            }
        }
        for (address, reason) in pictures.failures {
            let place = address == coverSource ? "was not placed" : "was not placed and is a link instead"
            warnings.append("The picture \(PictureAddress.shown(address)) \(place): \(reason).")
        }
        if !pictures.pending.isEmpty {
            let shown = pictures.pending.map { PictureAddress.shown($0) }.joined(separator: ", ")
            warnings.append("Wix was still fetching \(shown): placed without width and height, shown once Wix has it.")
        }
        do {
            if let document = try await document(pictures: pictures.media) {
                call.arguments["richContent"] = document.json
            }
        } catch {
            // Links and pictures mixed can be longer than either alone, which is what was checked.
            warnings.append("The text is too long with its pictures in it, so they are links.")
        }
    }

    private mutating func dropCover() {
        guard var media = call.arguments["media"] else { return }
        media["wixMedia"] = nil
        call.arguments["media"] = media.objectValue?.isEmpty == false ? media : nil
    }

    /// The Markdown as a document, off the loop; nil without Markdown.
    func document(pictures: [String: WixMedia]) async throws(ToolFailure) -> RicosDocument? {
        guard let markdown = call.arguments["markdown"]?.stringValue else { return nil }
        do {
            return try await RicosDocument.converting(markdown: markdown, pictures: pictures)
        } catch {
            throw .argument(name: "markdown", message: error.message)
        }
    }
}
