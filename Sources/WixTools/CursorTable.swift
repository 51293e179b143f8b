import EventLoop
import JSON
import Synchronization
import WixAPI

/// Where a list goes on, and what its next page shares with it: what a `next_cursor` stands for.
struct ListPoint: Equatable {
    /// Nil for the first page, of which some items did not fit.
    var page: WixPagePosition?
    /// Items of that page that the caller has.
    var skip = 0
    /// The size of that page when it is asked for again.
    var limit: Int?
    /// What every page of the list shares: filter, sort and the like; not `limit`, `fields`, `view` or `next_cursor`.
    var arguments = JSONObject()
    /// `fields` and `view`, which may change from page to page.
    var presentation = JSONObject()
}

/// Why a `next_cursor` is refused.
enum CursorFault: Error, Equatable {
    case unknown
    case foreign
    case changed(argument: String)

    /// One plain sentence for the caller, and what to do.
    var message: String {
        switch self {
        case .unknown:
            "next_cursor is not known here. A cursor lives an hour, goes when many newer ones were handed out, and ends "
                + "with the daemon. Call again without next_cursor."
        case .foreign: "next_cursor belongs to another tool or another site. Leave it out to begin here."
        case .changed(let argument):
            "\(argument) differs from the call that returned next_cursor. Repeat it unchanged or leave it out, "
                + "or leave next_cursor out to begin a new list."
        }
    }
}

/// What the cursors that callers hold stand for, shared by all loops (decision 010). Touched only when a list has a next
/// page and when a call brings a cursor. A cursor may be used again: its answer may have been lost.
package final class CursorTable: Sendable {
    /// What is kept at most; beyond it the least recently used cursor goes first.
    struct Limits {
        var perSite = 256
        var bytes = 16 * 1024 * 1024
        var lifetime: Duration = .seconds(3600)
    }

    private struct Entry {
        let point: ListPoint
        let tool: String
        let site: String
        let size: Int
        /// Monotonic nanoseconds.
        let end: UInt64
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var all = RecencyOrder()
        var bySite: [String: RecencyOrder] = [:]
        var bytes = 0

        mutating func use(_ id: String, of site: String) {
            all.use(id)
            bySite[site, default: RecencyOrder()].use(id)
        }

        mutating func remove(_ id: String) {
            guard let entry = entries.removeValue(forKey: id) else { return }
            bytes -= entry.size
            all.remove(id)
            bySite[entry.site]?.remove(id)
            if bySite[entry.site]?.count == 0 { bySite[entry.site] = nil }
        }
    }

    private static let idLength = 10
    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8)
    /// What an entry takes besides its texts, about.
    private static let overhead = 512

    private let limits: Limits
    private let state = Mutex(State())

    package convenience init() { self.init(Limits()) }
    init(_ limits: Limits) { self.limits = limits }

    /// How many cursors are kept, and about how many bytes they take.
    var usage: (count: Int, bytes: Int) { state.withLock { ($0.entries.count, $0.bytes) } }

    /// Keeps a point for `tool` on `site`; answers the `next_cursor` for it.
    func add(_ point: ListPoint, tool: String, site: String, at now: UInt64) -> String {
        let cursorBytes = if case .cursor(let text)? = point.page { text.utf8.count } else { 0 }
        let entry = Entry(
            point: point, tool: tool, site: site,
            size: Self.overhead + cursorBytes + JSONValue.object(point.arguments).bytes.count
                + JSONValue.object(point.presentation).bytes.count,
            end: now &+ limits.lifetime.loopNanoseconds)
        return state.withLock { state in
            // The least recently used ones are about the oldest; the rest goes when it is asked for or pushed out.
            while let id = state.all.oldest, let oldest = state.entries[id], oldest.end <= now { state.remove(id) }
            var id = Self.newID()
            while state.entries[id] != nil { id = Self.newID() }
            state.entries[id] = entry
            state.bytes += entry.size
            state.use(id, of: site)
            if let here = state.bySite[site], here.count > limits.perSite, let oldest = here.oldest {
                state.remove(oldest)
            }
            while state.bytes > limits.bytes, let oldest = state.all.oldest { state.remove(oldest) }
            return id
        }
    }

    /// What `id` stands for.
    func point(_ id: String, tool: String, site: String, at now: UInt64) throws(CursorFault) -> ListPoint {
        guard id.utf8.count == Self.idLength else { throw .unknown }
        let found: Result<ListPoint, CursorFault> = state.withLock { state in
            guard let entry = state.entries[id] else { return .failure(.unknown) }
            guard now < entry.end else {
                state.remove(id)
                return .failure(.unknown)
            }
            guard entry.tool == tool, entry.site == site else { return .failure(.foreign) }
            state.use(id, of: site)
            return .success(entry.point)
        }
        return try found.get()
    }

    /// 51 random bits: nobody guesses one, and a model copies it without a slip.
    private static func newID() -> String {
        var generator = SystemRandomNumberGenerator()
        var bits = generator.next()
        var text: [UInt8] = []
        for _ in 0..<idLength {
            text.append(alphabet[Int(bits % UInt64(alphabet.count))])
            bits /= UInt64(alphabet.count)
        }
        return String(decoding: text, as: UTF8.self)
    }
}
