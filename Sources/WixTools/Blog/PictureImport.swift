import JSON
import Ricos
import WixAPI
import WixCatalogue

/// Brings pictures from elsewhere into Wix Media, which fetches them itself: a post shows no others (sections 3.2, 7.1).
///
/// An import makes a new file each time, so none is sent twice, whatever becomes of its answer. What fails is told in
/// `failures`; only a 429 is thrown, since nothing else would pass either.
struct PictureImport {
    static let most = 20
    /// Kept of the call's time for the post itself, which takes Wix half a minute (section 1).
    private static let reserve: Duration = .seconds(25)
    private static let wait: Duration = .milliseconds(1_500)
    private static let mostPolls = 10

    private let call: ToolCall
    private let context: ToolContext
    /// What Wix has now, by the address that it came from.
    private(set) var media: [String: WixMedia] = [:]
    /// Addresses and ids of the imported files, in order.
    private(set) var files: [(address: String, id: String)] = []
    private(set) var failures: [(address: String, reason: String)] = []
    /// Addresses that Wix was still fetching when the wait was over; their files can be used, but have no size yet.
    private(set) var pending: [String] = []
    /// Notifications of progress so far.
    private(set) var steps = 0

    init(_ call: ToolCall, _ context: ToolContext) {
        self.call = call
        self.context = context
    }

    mutating func run(_ addresses: [String]) async throws(ToolFailure) {
        var refusal: String?
        for (index, address) in addresses.enumerated() {
            tell("Importing picture \(index + 1) of \(addresses.count)")
            guard hasTime(besides: Self.reserve) else {
                failures.append((address, "there was no time left to import it"))
                continue
            }
            if let refusal {
                failures.append((address, refusal))
                continue
            }
            refusal = try await add(address)
        }
        try await settle()
    }

    /// Imports one picture.
    /// - Returns: why Wix would refuse the others too.
    private mutating func add(_ address: String) async throws(ToolFailure) -> String? {
        do throws(ToolFailure) {
            let arguments: JSONObject = ["url": .string(address), "mediaType": "IMAGE"]
            let file = try await context.answer(of: call.tool("importer"), arguments, for: call)
            guard let id = file["id"]?.stringValue, WixMedia(id: id) != nil else {
                failures.append((address, "Wix took it and named no file; look with wix_media_files_search"))
                return nil
            }
            files.append((address, id))
            pending.append(address)
            take(file, from: address)
            return nil
        } catch {
            guard case .wix(let problem) = error else {
                failures.append((address, "Wix's answer could not be read; look with wix_media_files_search"))
                return nil
            }
            if problem.status == 429 { throw error }
            let reason = Self.words(problem)
            failures.append((address, reason))
            return [401, 403, 428].contains(problem.status) ? reason : nil
        }
    }

    private static func words(_ problem: WixError) -> String {
        switch (problem.outcome, problem.status) {
        case (.unknown, _):
            "the answer was lost, so it may be in the site's media or not; look with wix_media_files_search before you "
                + "import it again"
        case (_, 403): "the credential may not import files: it needs Manage Media Manager"
        default: problem.sentence
        }
    }

    /// Waits until Wix has fetched the files or said that it cannot, as long as there is time.
    private mutating func settle() async throws(ToolFailure) {
        var polls = 0
        while !pending.isEmpty, polls < Self.mostPolls, !Task.isCancelled,
            hasTime(besides: Self.reserve + Self.wait)
        {
            await context.clock.pause(Self.wait)
            polls += 1
            tell("Waiting for \(pending.count) pictures")
            let wanted = files.filter { pending.contains($0.address) }
            guard
                let answer = try? await context.answer(
                    of: call.tool("files"), ["fileIds": .array(wanted.map { .string($0.id) })], for: call)
            else { break }
            let found = answer["result"]?.arrayValue ?? []
            for (address, id) in wanted {
                if let file = found.first(where: { $0["id"]?.stringValue == id }) { take(file, from: address) }
            }
        }
        for (address, id) in files where pending.contains(address) {
            media[address] = WixMedia(id: id)
        }
    }

    /// What Wix says of a file.
    private mutating func take(_ file: JSONValue, from address: String) {
        switch file["operationStatus"]?.stringValue {
        case "READY":
            let size = file.value(at: "media.image.image")
            media[address] = WixMedia(
                id: file["id"]?.stringValue ?? "", width: size?["width"]?.wixInteger,
                height: size?["height"]?.wixInteger)
            if file["mediaType"] != "IMAGE" {
                media[address] = nil
                failures.append((address, "it is no picture but \(file["mediaType"]?.stringValue ?? "something else")"))
            }
        case "FAILED": failures.append((address, "Wix could not fetch it"))
        default: return
        }
        pending.removeAll { $0 == address }
    }

    private func hasTime(besides kept: Duration) -> Bool {
        call.deadline.remaining(on: context.client.loop) > kept
    }

    private mutating func tell(_ message: String) {
        call.report(steps, of: nil, message)
        steps += 1
    }
}
