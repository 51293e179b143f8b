import JSON
import WixCatalogue

/// Takes the id that people know and puts in what Wix wants in its place, which is read first.
///
/// Parameters: `argument` (holds the id), `reader` (the tool that reads the entity), `at` (what is wanted of it), `into` (the
/// derived argument that takes it), `instead` (an argument that may be given in the place of `argument`; one is needed).
enum LookupBehaviour: ToolBehaviour {
    static func run(_ call: ToolCall, _ context: ToolContext) async throws(ToolFailure) -> ToolResult {
        let parameters = ["argument", "reader", "at", "into"].map { call.parameters[$0]?.stringValue ?? "" }
        let (argument, reader, member, target) = (parameters[0], parameters[1], parameters[2], parameters[3])
        let id = call.arguments[argument]
        if let other = call.parameters["instead"]?.stringValue, (id == nil) == (call.arguments[other] == nil) {
            throw .argument(name: argument, message: "Give either \(argument) or \(other).")
        }
        // What a cursor stands for was looked up for the first page.
        guard let id, call.arguments["next_cursor"] == nil else { return try await context.perform(call) }
        let entity = try await context.answer(of: reader, ["id": id, "fields": [.string(member)]], for: call)
        guard let value = entity[member] else { throw .unexpectedAnswer(without: [member]) }
        var found = call
        found.arguments[target] = value
        return try await context.perform(found)
    }
}
