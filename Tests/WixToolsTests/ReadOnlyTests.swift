import JSON
import Testing
import WixAPI
import WixCatalogue
import WixSandbox
import WixTools

/// What leaves over HTTP, whatever the records and the code say of themselves.
@Suite(.serialized) struct ReadOnlyTests {
    private static let tools = (try? TestCatalogue.shared.get().tools) ?? []
    private static let reads = tools.filter { $0.effect == .read }.map(\.name)
    /// With the account's key, for what is asked of the account.
    private static let credential = WixCredential.apiKey(
        Sandbox.apiKey, siteID: Sandbox.siteID, accountID: Sandbox.accountID)
    private static let v3 = Result { try ToolBench(.v3, credential: credential) }
    private static let v1 = Result { try ToolBench(.v1, credential: credential) }
    /// What deletes comes last: the others need what it takes away.
    private static let writes = {
        let writes = tools.filter { $0.effect != .read }
        let isLast = { (tool: Tool) in tool.effect == .delete || tool.marks.contains(.destructive) }
        return (writes.filter { !isLast($0) } + writes.filter(isLast)).map(\.name)
    }()

    private typealias Request = RecordingHandler.Request

    /// Arguments that the sandbox has data for, so that calls of several requests go all their way.
    private static func known(_ name: String, _ bench: ToolBench) async throws -> JSONObject {
        let text = try await EveryToolTests.arguments(name, bench)
        return try #require(try JSONValue(parsing: text).objectValue)
    }

    @Test(arguments: reads, [SandboxOptions.CatalogVersion.v3, .v1])
    func aReadSendsOnlyReads(name: String, catalog: SandboxOptions.CatalogVersion) async throws {
        let bench = try catalog == .v3 ? Self.v3.get() : Self.v1.get()
        let tool = try #require(bench.catalogue[name])
        guard tool.catalogues.contains(catalog == .v1 ? .v1 : .v3) else { return }
        let arguments = try ArgumentMaker(tool, known: try await Self.known(name, bench)).all()
        #expect(arguments.count >= 2)
        var sent: Set<Request> = []
        for arguments in arguments { sent.formUnion(await bench.received(tool, arguments).requests) }
        #expect(!sent.isEmpty, "\(name) asks Wix something")
        for request in sent { #expect(ReadPaths.allows(request.method, request.path), "\(name): \(request)") }
    }

    /// A confused Wix does not make a write of it either.
    @Test(
        arguments: reads,
        [
            (200, "{}"), (200, #"{"products":[{"id":"1"}],"draftPost":{"id":"1"}}"#),
            (409, #"{"message":"revision","details":{"applicationError":{"code":"INVALID_REVISION"}}}"#),
            (428, #"{"details":{"applicationError":{"code":"CATALOG_V1_SITE_CALLING_CATALOG_V3_API"}}}"#),
            (403, #"{"message":"","details":{}}"#), (401, "{}"),
        ])
    func aReadSendsOnlyReadsWhateverComesBack(name: String, answer: (status: Int, body: String)) async throws {
        let wix = try StubbornWix.shared(answer.status, answer.body)
        let tool = try #require(wix.catalogue[name])
        for arguments in try ArgumentMaker(tool).all().prefix(3) {
            for request in await wix.sent(tool, arguments) {
                #expect(ReadPaths.allows(request.method, request.path), "\(name): \(request)")
            }
        }
    }

    /// What the code of behaviours and revisions sends beside the write itself is a read.
    @Test(arguments: [SandboxOptions.CatalogVersion.v3, .v1])
    func aWriteSendsReadsAndItsOwnWrites(catalog: SandboxOptions.CatalogVersion) async throws {
        let bench = try ToolBench(catalog, credential: Self.credential)
        for name in Self.writes {
            let tool = try #require(bench.catalogue[name])
            guard tool.catalogues.contains(catalog == .v1 ? .v1 : .v3) else { continue }
            var sent: Set<Request> = []
            let known = try await Self.known(name, bench)
            for arguments in try [known] + ArgumentMaker(tool, known: known).all() {
                sent.formUnion(await bench.received(tool, arguments).requests)
            }
            let own = sent.filter { WritePaths.allows(name, $0.method, $0.path) }
            #expect(!own.isEmpty, "\(name) writes")
            for request in sent.subtracting(own) {
                #expect(ReadPaths.allows(request.method, request.path), "\(name): \(request)")
            }
        }
    }

    /// Blank text, an empty list, an empty object.
    @Test(arguments: writes, ["", "  ", "\n"]) func anEmptyRequiredArgumentSendsNothing(
        name: String, blank: String
    ) async throws {
        let bench = try Self.v3.get()
        let tool = try #require(bench.catalogue[name])
        let maker = ArgumentMaker(tool)
        for argument in maker.required {
            for value in [.string(blank), [], [:], .null] as [JSONValue] {
                var arguments = tool.examples.first ?? maker.base
                arguments[argument] = value
                let (sent, outcome) = await bench.received(tool, arguments)
                #expect(sent.isEmpty, "\(name) with an empty \(argument): \(sent)")
                guard case .result(let result) = outcome else { continue }
                #expect(result.isError)
                let answer = try JSONValue(parsing: result.structured)
                #expect(answer.value(at: "error.code") == "INVALID_ARGUMENT")
                #expect(answer["message"]?.stringValue?.contains(argument) == true, "\(argument): \(answer.text)")
            }
        }
    }

    /// The list is no sieve: every write that the documents know for these tools is kept out.
    @Test(arguments: [
        ("POST", "/blog/v3/tags"), ("POST", "/contacts/v4/contacts"), ("PATCH", "/blog/v3/draft-posts/query"),
        ("DELETE", "/contacts/v4/contacts/x"), ("POST", "/stores/v3/bulk/products/update-by-filter"),
        ("POST", "/inbox/v2/messages"), ("PUT", "/ecom/v1/orders/search"), ("POST", "/members/v1/query/delete"),
        ("POST", "/contacts/v4/contacts/counted"), ("POST", "/inbox/v2/conversations"),
        ("DELETE", "/x/v1/things/query"),
        ("PUT", "/back-in-stock-service/v1/back-in-stock-notification-requests/settings/start-collecting"),
        ("POST", "/back-in-stock-service/v1/back-in-stock-notification-requests/settings"),
    ])
    func theListKeepsWritesOut(method: String, path: String) { #expect(!ReadPaths.allows(method, path)) }
}
