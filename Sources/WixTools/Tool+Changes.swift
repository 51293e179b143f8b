import JSON
import WixCatalogue

extension Tool {
    /// The failure of a call that would write nothing: an update that names what and not how, or a new entity without
    /// anything in it. Wix would count a revision for the first and name its own members for the second.
    ///
    /// Only where the record tells what the content is: what stands in the request's `wrapper`, all of the body of a PATCH,
    /// PUT or change by filter. What is required or filled in by itself is content too, and an example without any says that
    /// nothing is enough.
    func missingContent(in arguments: JSONObject) -> ToolFailure? {
        guard effect == .update || effect == .create, let content = plan.content(of: effect) else { return nil }
        let isGiven = { (given: JSONObject) in content.contains { given[$0] != nil } }
        guard !isGiven(arguments), !examples.contains(where: { !isGiven($0) }) else { return nil }
        let words = effect == .update ? "Give what changes" : "Give what the new \(plan.answer.name) has"
        return .argument(name: "", message: "\(words): \(content.joined(separator: ", ")).")
    }
}

extension ToolPlan {
    /// The arguments of which a write needs one; nil when it needs none.
    fileprivate func content(of effect: Effect) -> [String]? {
        let isWhole = request.verb == .patch || request.verb == .put || filter != nil
        guard !request.wrapper.isEmpty || (effect == .update && isWhole) else { return nil }
        let inside = arguments.filter { $0.name != "id" && isContent($0) }
        guard !inside.isEmpty, !inside.contains(where: { $0.isRequired || $0.fallback != nil }) else { return nil }
        // Such as a mark that the operation sets by itself.
        let isSet = request.constants.contains { constant in
            guard case .body(let path) = constant.destination else { return false }
            return path.count > request.wrapper.count && path.starts(with: request.wrapper)
        }
        return isSet ? nil : inside.map(\.name)
    }

    /// True for what becomes a part of the entity: within the wrapper, or beside it when it is no flag and no member of an
    /// object of flags; also what a behaviour turns into content.
    private func isContent(_ argument: ToolArgument) -> Bool {
        guard !argument.isDerived else { return false }
        if argument.destinations.contains(where: { if case .path = $0 { true } else { false } }) { return false }
        if case .refusedWithout(argument.name)? = filter?.emptiness { return false }
        return argument.destinations.contains { destination in
            switch destination {
            case .body(let path):
                path.starts(with: request.wrapper)
                    || (path.count == 1 && argument.schema["type"]?.stringValue != "boolean")
            case .none: argument.schema["type"]?.stringValue != "boolean"
            case .path, .query, .filter: false
            }
        }
    }
}
