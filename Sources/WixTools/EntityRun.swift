import JSON
import WixAPI
import WixCatalogue

/// Runs an operation that answers one entity: a read, or a write with its revision.
struct EntityRun {
    private let context: ToolContext
    private var call: ToolCall

    init(_ call: ToolCall, _ context: ToolContext) {
        self.call = call
        self.context = context
    }

    func result() async throws(ToolFailure) -> ToolResult {
        let view = try AnswerView(of: call)
        let response = try await response(expansion: view.expansion)
        let (bytes, range) = try entity(in: response.body, location: response.location)
        var output: [UInt8] = []
        output.reserveCapacity(range.count)
        view.append(range, of: bytes, to: &output)
        if output.count > call.maximumResultCharacters {
            output = ShortenedItem.bytes(
                of: output.indices, in: output, room: call.maximumResultCharacters,
                how:
                    "The \(call.plan.answer.name) is too long (\(output.count) bytes). Name the fields you need in fields."
            )
        }
        return ToolResult(structured: output, rateLimit: response.rateLimit)
    }

    /// Sends the request, with the current revision when the record wants one and the caller gave none. A revision read
    /// here that has grown old meanwhile is read again once; one that the caller gave is his to judge.
    private func response(expansion: [String]) async throws(ToolFailure) -> WixResponse {
        guard let rule = call.plan.revision, needsEntity(rule) else { return try await send(call, expansion) }
        let first = try await withRevision(rule)
        do {
            return try await send(first, expansion)
        } catch {
            guard case .wix(let problem) = error, problem.isStaleRevision, call.arguments[rule.argument] == nil
            else { throw error }
            return try await send(try await withRevision(rule), expansion)
        }
    }

    /// A merge needs what is there already, and the caller's revision does not stand for it.
    private func needsEntity(_ rule: RevisionRule) -> Bool {
        if !rule.kept.isEmpty { return true }
        if rule.isMerging, call.arguments[RevisionRule.replaceArgument]?.boolValue != true { return true }
        return rule.path != nil && call.arguments[rule.argument] == nil
    }

    private func send(_ call: ToolCall, _ expansion: [String]) async throws(ToolFailure) -> WixResponse {
        try await context.transfer(try RequestBuilder.request(for: call, expansion: expansion), for: call)
    }

    private func withRevision(_ rule: RevisionRule) async throws(ToolFailure) -> ToolCall {
        let entity = try await context.answer(of: rule.reader, readerArguments(rule.reader), for: call)
        if let refusal = rule.refusal, let state = entity.value(at: refusal.path)?.stringValue,
            refusal.values.contains(state)
        {
            throw .problem(
                code: "WRONG_STATE",
                message: "The \(call.plan.answer.name) is \(state) already; nothing was sent to Wix.",
                hint: refusal.ways[state] ?? "Read it with \(rule.reader).")
        }
        var call = call
        if rule.isMerging, call.arguments[RevisionRule.replaceArgument]?.boolValue != true {
            var base = entity
            for path in rule.excluded { base.remove(at: path[...]) }
            call.base = base
        }
        for name in rule.kept { call.kept[name] = entity[name] }
        guard let path = rule.path, call.arguments[rule.argument] == nil else { return call }
        guard let revision = entity.value(at: path) else {
            throw .problem(
                code: "NO_REVISION",
                message: "Wix told no revision of this \(call.plan.answer.name); nothing was changed.",
                hint: "Give revision yourself.")
        }
        call.arguments[rule.argument] = revision
        return call
    }

    /// What finds the entity: its id, and whatever else the reader cannot do without.
    private func readerArguments(_ reader: String) -> JSONObject {
        var arguments = JSONObject()
        for argument in context.catalogue[reader]?.plan(on: call.catalogue).arguments ?? [] {
            guard argument.isRequired || argument.name == "id" else { continue }
            arguments[argument.name] = call.arguments[argument.name]
        }
        return arguments
    }

    /// The entity in Wix's answer, in the current shape.
    private func entity(in body: [UInt8], location: String?) throws(ToolFailure) -> (bytes: [UInt8], range: Range<Int>)
    {
        let rule = call.plan.answer
        let found: (bytes: [UInt8], range: Range<Int>)?
        switch rule.shape {
        case .entity(let path):
            found = JSONBytes.range(of: path, in: body).map { mapped(body, $0) }
        case .pick(let path, let item, let member):
            found = picked(body, path, item, by: member)
            if found == nil { throw notFound() }
        case .list(let path, let item):
            found = picked(body, path, item, by: "id")
            if found == nil { throw notFound() }
        case .count(let path):
            let bytes = try counted(body, path).bytes
            return (bytes, 0..<bytes.count)
        case .location(let name):
            let bytes = JSONValue.object([name: .string(location ?? "")]).bytes
            return (bytes, 0..<bytes.count)
        case .bulk:
            throw .problem(code: "NOT_AN_ENTITY", message: "\(call.tool.name) answers many.", hint: "")
        }
        if let found, JSONBytes.members(of: found.range, in: found.bytes)?.isEmpty == false { return found }
        guard call.tool.effect != .read else { throw notFound() }
        // Some writes answer with an empty object: the caller is told what was written.
        var done: JSONValue = [:]
        done["id"] = call.arguments["id"]
        done["done"] = true
        let bytes = done.bytes
        return (bytes, 0..<bytes.count)
    }

    /// Wix leaves a zero out of its answers.
    private func counted(_ body: [UInt8], _ path: [String]) throws(ToolFailure) -> JSONValue {
        guard let range = JSONBytes.range(of: path, in: body) else {
            if JSONBytes.range(of: Array(path.dropLast()), in: body).flatMap({ JSONBytes.members(of: $0, in: body) })?
                .isEmpty == true
            {
                return ["count": 0]
            }
            throw .unexpectedAnswer(without: path)
        }
        guard let count = (try? JSONBytes.value(at: range, in: body))?.wixInteger else {
            throw .unexpectedAnswer(without: path)
        }
        return ["count": .number(JSONNumber(count))]
    }

    private func mapped(_ body: [UInt8], _ range: Range<Int>) -> (bytes: [UInt8], range: Range<Int>) {
        guard !call.plan.answer.moves.isEmpty, let value = try? JSONBytes.value(at: range, in: body),
            let item = call.plan.answer.items(from: value).first
        else { return (body, range) }
        let bytes = item.bytes
        return (bytes, 0..<bytes.count)
    }

    private func picked(
        _ body: [UInt8], _ path: [String], _ item: [String], by member: String
    ) -> (bytes: [UInt8], range: Range<Int>)? {
        guard let array = JSONBytes.range(of: path, in: body), let elements = JSONBytes.elements(of: array, in: body),
            let wanted = call.arguments[member]?.stringValue
        else { return nil }
        for element in elements {
            guard let range = JSONBytes.range(of: item, within: element, in: body),
                let value = try? JSONBytes.value(at: range, in: body)
            else { continue }
            for candidate in call.plan.answer.items(from: value) where candidate[member]?.stringValue == wanted {
                let bytes = candidate.bytes
                return (bytes, 0..<bytes.count)
            }
        }
        return nil
    }

    private func notFound() -> ToolFailure {
        let name = call.plan.answer.name
        let id = call.arguments["id"]?.stringValue.map { " with the id \($0)" } ?? ""
        return .wix(
            WixError(
                outcome: .refused, status: 404, code: "NOT_FOUND", message: "There is no \(name)\(id).",
                hint: "Ids come from the list and query tools."))
    }
}
