import JSON

extension WixClient {
    /// Runs `update` with the revision the caller gave; when the caller gave none, reads the entity first and takes
    /// its revision.
    ///
    /// Only in the second case a 409 about an old revision is met by reading again and running `update` once more.
    /// - Parameters:
    ///   - read: the GET of the entity.
    ///   - path: where the revision is in its answer, e.g. `["product", "revision"]`.
    ///   - update: gets the revision and, when it was read, the whole answer of `read` (for full-replace PUTs).
    package func withFreshRevision<Value>(
        _ given: String?, read: WixRequest, path: [String], site: WixSite, deadline: WixDeadline? = nil,
        _ update: (_ revision: String, _ entity: WixResponse?) async throws(WixError) -> Value
    ) async throws(WixError) -> Value {
        if let given { return try await update(given, nil) }
        let deadline = deadline ?? WixDeadline(on: loop)
        let first = try await send(read, to: site, deadline: deadline)
        do throws(WixError) {
            return try await update(try revision(in: first, path), first)
        } catch {
            guard error.isStaleRevision else { throw error }
            let second = try await send(read, to: site, deadline: deadline)
            return try await update(try revision(in: second, path), second)
        }
    }

    /// A revision is a whole number as a string; some APIs send it bare.
    private func revision(in response: WixResponse, _ path: [String]) throws(WixError) -> String {
        if let range = JSONBytes.range(of: path, in: response.body) {
            if let text = JSONBytes.string(at: range, in: response.body) { return text }
            if let number = JSONBytes.int(at: range, in: response.body) { return String(number) }
        }
        throw WixError(
            outcome: .notSent, code: "NO_REVISION",
            message: "Wix's answer has no \(path.joined(separator: ".")), so the change cannot be sent",
            wixRequestID: response.wixRequestID, hint: "Give the revision from a read of the entity.")
    }
}
