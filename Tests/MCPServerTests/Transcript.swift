/// A conversation on paper: what the client sends (`>>>`), what the server must answer (`<<<`), what happens in between
/// (`---`).
///
///     >>> POST /mcp/shop #a         a request on the connection called a; without a name on one of its own
///     Accept: application/json      fields, then an empty line and the body
///
///     {"jsonrpc":"2.0",…}
///     <<< 200 #a                    the status, chosen fields, an empty line, the body or the events
///     content-type: application/json
///
///     {"jsonrpc":"2.0",…}
///     <<< #a                        more events of the stream on a; `(end)` is the end of the stream
///     --- release                   an action of the test
///
/// `{session}` and `{session2}` stand for the first and second session id that the server gave out.
struct Transcript {
    enum Step {
        case request(method: String, target: String, connection: String?, fields: [(String, String)], body: String?)
        case answer(Answer)
        case action([String])
    }

    struct Answer {
        /// Nil for more events of a stream.
        var status: Int?
        var connection: String?
        var fields: [String] = []
        var body: [String] = []

        /// Events and the end are read as many as the transcript shows.
        var eventCount: Int { body.filter { $0.hasPrefix("data:") }.count }
        var showsEnd: Bool { body.contains("(end)") }

        var lines: [String] {
            let parts = [status.map(String.init), connection.map { "#\($0)" }].compactMap(\.self)
            return ["<<< " + parts.joined(separator: " ")] + fields + (body.isEmpty ? [] : [""] + body)
        }
    }

    var prose: [String] = []
    /// Each step with the lines it was written in.
    var steps: [(step: Step, lines: [String])] = []

    init(_ text: String) {
        var block: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if [">>> ", "<<< ", "--- "].contains(where: line.hasPrefix) {
                take(block)
                block = []
            }
            block.append(line)
        }
        take(block)
    }

    var text: String {
        (prose + steps.flatMap(\.lines)).joined(separator: "\n") + "\n"
    }

    private mutating func take(_ block: [String]) {
        var block = block
        while block.last?.isEmpty == true { block.removeLast() }
        guard let first = block.first else { return }
        let words = first.dropFirst(4).split(separator: " ").map(String.init)
        let connection = words.last.flatMap { $0.hasPrefix("#") ? String($0.dropFirst()) : nil }
        let split = block.firstIndex(of: "") ?? block.count
        let head = Array(block[1..<max(1, split)])
        let body = split < block.count ? Array(block[(split + 1)...]) : []
        switch first.prefix(4) {
        case ">>> ":
            let fields = head.map { line in
                let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
                return (parts[0], parts.count > 1 ? String(parts[1].dropFirst()) : "")
            }
            steps.append(
                (
                    .request(
                        method: words[0], target: words[1], connection: connection, fields: fields,
                        body: body.isEmpty ? nil : body.joined(separator: "\n")), block
                ))
        case "<<< ":
            steps.append(
                (
                    .answer(
                        Answer(
                            status: words.first.flatMap { Int($0) }, connection: connection, fields: head, body: body)),
                    block
                ))
        case "--- ": steps.append((.action(words), block))
        default: prose = block + [""]
        }
    }
}
