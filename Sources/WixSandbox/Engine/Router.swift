/// Finds the route of a method and path.
struct Router: Sendable {
    private enum Segment: Sendable {
        case literal(Substring)
        case placeholder
    }
    private struct Entry: Sendable {
        let segments: [Segment]
        let route: Route
    }
    /// By method and number of segments.
    private var entries: [String: [Entry]] = [:]

    init(_ routes: [Route]) {
        for route in routes {
            for path in route.paths {
                let segments = Router.split(path).map { part in
                    part.hasPrefix("{") ? Segment.placeholder : .literal(part)
                }
                entries["\(route.method) \(segments.count)", default: []].append(
                    Entry(segments: segments, route: route))
            }
        }
    }

    /// The route and the values of its placeholders. The one with the fewest placeholders wins, and among equals the
    /// first.
    func route(_ method: String, _ path: String) -> (route: Route, parameters: [String])? {
        let parts = Router.split(path)
        var found: (route: Route, parameters: [String])?
        for entry in entries["\(method) \(parts.count)"] ?? [] {
            guard let parameters = Router.match(entry.segments, parts) else { continue }
            if let best = found, best.parameters.count <= parameters.count { continue }
            found = (entry.route, parameters)
            if parameters.isEmpty { break }
        }
        return found
    }

    private static func match(_ segments: [Segment], _ parts: [Substring]) -> [String]? {
        var parameters: [String] = []
        for (segment, part) in zip(segments, parts) {
            switch segment {
            case .literal(let text): if text != part { return nil }
            case .placeholder: parameters.append(String(part))
            }
        }
        return parameters
    }

    private static func split(_ path: String) -> [Substring] { path.split(separator: "/") }
}
