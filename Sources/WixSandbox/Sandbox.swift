package import EventLoop
package import HTTPCore
import JSON
import Synchronization

/// A simulated Wix site: its data and rules, shared by the handlers of all loops.
///
/// It follows the documented API, with these deviations, all on the strict or the plain side:
/// - writes are visible at once in every query (Wix needs seconds);
/// - unknown members, parameters and wrappers are refused with 400 (Wix often ignores them);
/// - sorting of texts is by Unicode scalar; free-text search matches words from their beginning, without ranking;
/// - a stale revision is 409 `INVALID_REVISION` everywhere, with contacts' own code for contacts;
/// - aggregations are not simulated;
/// - what a write is worth (totals of a draft order, a price range of several variants) is not computed;
/// - an operation without state is checked for its shape and answered with an example;
/// - a job advances with each time that it is asked about, and a job of the contacts alone does its work;
/// - a site switched off answers with the empty 403 of a site out of reach; Wix documents no answer of its own for it;
/// - `/_sandbox/control`, which Wix does not have, changes how things stand while the sandbox runs
///   (`SandboxState+Control.swift`);
/// - one contact has the id `contact-123` instead of a GUID, for examples that use this id.
package final class Sandbox: Sendable {
    package static let apiKey = "IST.sandbox-key"
    package static let siteID = "5a9d0c0e-0000-4000-8000-000000000001"
    package static let accountID = "5a9d0c0e-0000-4000-8000-0000000000ac"
    package static let appID = "5a9d0c0e-0000-4000-8000-0000000000a1"
    package static let appSecret = "sandbox-secret"
    package static let instanceID = "5a9d0c0e-0000-4000-8000-0000000000b1"
    /// Small sites of the same account: a shop without Bookings and Blog, and a headless site without any app.
    package static let secondSiteID = "5a9d0c0e-0000-4000-8000-000000000011"
    package static let secondInstanceID = "5a9d0c0e-0000-4000-8000-0000000000b2"
    package static let thirdSiteID = "5a9d0c0e-0000-4000-8000-000000000012"
    package static let thirdInstanceID = "5a9d0c0e-0000-4000-8000-0000000000b3"

    static let router = Router(
        SiteAPI.routes + ProductsAPI.routes + InventoryAPI.routes + CatalogV1API.routes + OrdersAPI.routes
            + ContactsAPI.routes + LabelsAPI.routes + MembersAPI.routes + InboxAPI.routes + BookingsAPI.routes
            + BookingSetupAPI.routes + PostsAPI.routes + DraftPostsAPI.routes + BlogTaxonomyAPI.routes + MediaAPI.routes
            + JobsAPI.routes + shapes)

    /// What has no route of its own.
    private static let shapes: [Route] = ShapeBook.shared.shapes.map(\.route)

    let options: SandboxOptions
    private let state: Mutex<SandboxState>
    /// Gives the time of each request.
    private let clock: @Sendable () -> Timestamp

    package convenience init(options: SandboxOptions = SandboxOptions()) {
        self.init(state: .seeded(options: options, now: .current)) { .current }
    }

    /// A sandbox with given data and clock, for tests.
    init(state: SandboxState, clock: @escaping @Sendable () -> Timestamp) {
        options = state.options
        self.state = Mutex(state)
        self.clock = clock
    }

    package func makeHandler(loop: EventLoop) -> SandboxHandler { SandboxHandler(sandbox: self, loop: loop) }

    /// One request without a socket, for tests.
    package func respond(method: String, target: String, fields: HTTPFields, body: [UInt8]) -> HTTPResponse {
        let head = HTTPRequestHead(method: method, target: target, minorVersion: 1, fields: fields)
        return respond(to: head, body: body).response
    }

    /// The answer to a request, and how long a fault wants it held back.
    func respond(to head: HTTPRequestHead, body: [UInt8]) -> (response: HTTPResponse, delay: Duration) {
        let now = clock()
        return state.withLock { state in
            state.now = now
            state.requestCount += 1
            return state.respond(to: head, body: body, router: Sandbox.router)
        }
    }

    /// One request through other routes, for tests.
    func respond(to head: HTTPRequestHead, body: [UInt8], router: Router) -> HTTPResponse {
        state.withLock { $0.respond(to: head, body: body, router: router).response }
    }

    /// Reads the state, for summaries and tests.
    func withState<Result: Sendable>(_ read: (SandboxState) -> Result) -> Result {
        state.withLock { read($0) }
    }
}
