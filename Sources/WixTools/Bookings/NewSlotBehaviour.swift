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
            throw .finding(
                code: "NOT_MOVABLE",
                message: "This is a course booking, and courses cannot be moved; nothing was changed.",
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
        let times = SlotTimes(old)
        if let text = arguments["startDate"]?.stringValue {
            let start = try times.moment("startDate", text)
            slot["startDate"] = .string(start.text)
            if arguments["endDate"] == nil { slot["endDate"] = .string(try times.end(of: start).text) }
        }
        if let text = arguments["endDate"]?.stringValue {
            slot["endDate"] = .string(try times.moment("endDate", text).text)
        }
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
}
