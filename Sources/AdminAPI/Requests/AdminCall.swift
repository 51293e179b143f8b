import EventLoop
import HTTPCore
import HTTPServer
import JSON

/// One request that is admitted, with what its path named.
struct AdminCall: Sendable {
    let request: HTTPRequest
    /// The values of the path's placeholders.
    let parameters: [String: String]
    let loop: EventLoop
    /// Monotonic nanoseconds.
    let now: UInt64
    let bodyLimit: Int

    var head: HTTPRequestHead { request.head }

    /// The value of a placeholder; the route table has it, so it is there.
    func parameter(_ name: String) -> String { parameters[name] ?? "" }

    /// The query, with these parameters and no others.
    func query(_ parameters: [String] = []) throws(AdminError) -> QueryReader {
        try QueryReader(head, parameters: parameters)
    }

    /// The body's object, with these members and no others.
    /// - Parameter nullable: the members that may be null.
    func body(_ members: [String], nullable: [String] = []) throws(AdminError) -> FieldReader {
        guard !request.body.isEmpty else { throw .emptyBody }
        return try FieldReader(try parsedBody(), members: members, nullable: nullable)
    }

    /// The same for a body that may be left out.
    func optionalBody(_ members: [String]) throws(AdminError) -> FieldReader {
        request.body.isEmpty ? try FieldReader([:], members: members) : try body(members)
    }

    private func parsedBody() throws(AdminError) -> JSONValue {
        guard request.body.count <= bodyLimit else { throw .tooLarge(limit: bodyLimit) }
        do {
            return try JSONValue(parsing: request.body, maximumDepth: 32)
        } catch {
            throw .malformed(error)
        }
    }
}
