import JSON
import WixAPI

/// Builds the whole slot that Wix wants for a move from the few things that change; the rest comes from the booking.
///
/// Parameter `reader`: the tool that reads the booking.
enum NewSlotBehaviour: ToolBehaviour {
    static func run(_ call: ToolCall, _ context: ToolContext) async throws(ToolFailure) -> ToolResult {
        let changes = ["startDate", "endDate", "resourceId", "eventId"].filter { call.arguments[$0] != nil }
        if call.arguments["slot"] != nil {
            guard changes.isEmpty else {
                throw .argument(name: "slot", message: "Give either slot, or \(changes.joined(separator: ", ")).")
            }
            return try await context.perform(call)
        }
        guard !changes.isEmpty else {
            throw .argument(
                name: "startDate", message: "Say what changes: startDate, resourceId, eventId or a whole slot.")
        }
        let reader = call.parameters["reader"]?.stringValue ?? ""
        let booking = try await context.answer(of: reader, ["id": call.arguments["id"] ?? .null], for: call)
        guard let old = booking.value(at: "bookedEntity.slot"), old.objectValue != nil else {
            throw .problem(
                code: "NOT_MOVABLE",
                message: "This is a course booking, and courses cannot be moved; nothing was sent.",
                hint: "Cancel it and book another course.")
        }
        var moved = call
        for name in changes { moved.arguments[name] = nil }
        moved.arguments["slot"] = try slot(from: old, call.arguments)
        return try await context.perform(moved)
    }

    static func slot(from old: JSONValue, _ arguments: JSONObject) throws(ToolFailure) -> JSONValue {
        if let eventId = arguments["eventId"] { return ["eventId": eventId] }
        var slot: JSONValue = [:]
        for name in ["serviceId", "scheduleId", "startDate", "endDate", "timezone"] { slot[name] = old[name] }
        if let start = arguments["startDate"]?.stringValue {
            slot["startDate"] = .string(start)
            if arguments["endDate"] == nil { slot["endDate"] = .string(try end(of: start, like: old)) }
        }
        if let end = arguments["endDate"] { slot["endDate"] = end }
        if let resource = arguments["resourceId"] {
            slot["resource"] = ["id": resource]
        } else if let resource = old["resource"] {
            slot["resource"] = kept(["id", "scheduleId"], of: resource)
        }
        if let location = old["location"] { slot["location"] = kept(["id", "locationType"], of: location) }
        return slot
    }

    private static func kept(_ names: [String], of value: JSONValue) -> JSONValue {
        var result: JSONValue = [:]
        for name in names { result[name] = value[name] }
        return result
    }

    /// The new end that keeps the length.
    private static func end(of start: String, like old: JSONValue) throws(ToolFailure) -> String {
        guard var end = CivilDateTime(start) else {
            throw .argument(
                name: "startDate", message: "startDate must look like 2026-12-01T10:00:00; it is \"\(start)\".")
        }
        guard let first = old["startDate"]?.stringValue.flatMap(CivilDateTime.init),
            let last = old["endDate"]?.stringValue.flatMap(CivilDateTime.init), let length = last.seconds(since: first)
        else {
            throw .argument(name: "endDate", message: "The booking has no length; give endDate too.")
        }
        end.seconds += length
        return end.text
    }
}
