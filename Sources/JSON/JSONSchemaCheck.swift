/// One run of a compiled schema over a value.
struct JSONSchemaCheck {
    /// A check that takes more steps within alternatives is given up: `anyOf` in recursive definitions can branch
    /// without end.
    private static let maximumTrialSteps = 200_000

    let nodes: [JSONSchema.Node]
    private(set) var violations: [JSONSchema.Violation] = []
    /// Violations found, told or not.
    private var found = 0
    /// While alternatives are tried violations are only counted: their words are made for the one that is told about.
    private var isTrial = false
    private var trialSteps = 0

    init(nodes: [JSONSchema.Node]) { self.nodes = nodes }

    var isGivenUp: Bool { trialSteps > Self.maximumTrialSteps }
    private var isFull: Bool { found >= JSONSchema.maximumViolations }

    mutating func check(_ value: JSONValue, _ index: Int, _ path: JSONPath) {
        if isTrial { trialSteps += 1 }
        guard !isFull, !isGivenUp else { return }
        let node = nodes[index]
        if node.isNever { return report(path, "\(path.subject) is not allowed.") }
        if let types = node.types, types.isDisjoint(with: JSONSchema.Types(of: value)) {
            return report(path, "\(path.subject) must be \(types.sentencePart); it is \(value.sentencePart).")
        }
        checkAllowed(value, node, path)
        switch value {
        case .string(let text): checkString(text, node, path)
        case .number(let number): checkNumber(number, node, path)
        case .array(let elements): checkArray(elements, node, path)
        case .object(let object): checkObject(object, node, path)
        case .null, .bool: break
        }
        checkCombinations(value, node, path)
    }

    private mutating func report(_ path: JSONPath, _ message: @autoclosure () -> String) {
        guard !isFull else { return }
        found += 1
        if !isTrial { violations.append(JSONSchema.Violation(pointer: path.pointer, message: message())) }
    }

    private mutating func checkAllowed(_ value: JSONValue, _ node: JSONSchema.Node, _ path: JSONPath) {
        if let const = node.const, !const.isEquivalent(to: value) {
            report(path, "\(path.subject) must be \(const.excerpt); it is \(value.excerpt).")
        }
        if let allowed = node.allowed, !allowed.contains(where: { $0.isEquivalent(to: value) }) {
            report(path, path.notAmong(allowed, value))
        }
    }

    private mutating func checkObject(_ object: JSONObject, _ node: JSONSchema.Node, _ path: JSONPath) {
        checkCount(object.count, node.propertyCount, "member", path)
        for name in node.required where object[name] == nil {
            let missing = JSONPath.member(name, of: path)
            report(missing, "Required argument \(missing.quoted) is missing.")
        }
        for member in object.members {
            guard !isFull else { return }
            let memberPath = JSONPath.member(member.key, of: path)
            if let property = node.properties.first(where: { $0.name == member.key }) {
                check(member.value, property.node, memberPath)
                continue
            }
            switch node.additional {
            case .allowed: break
            case .forbidden: report(memberPath, path.unknown(member.key, among: node.properties.map(\.name)))
            case .node(let index): check(member.value, index, memberPath)
            }
        }
    }

    private mutating func checkArray(_ elements: [JSONValue], _ node: JSONSchema.Node, _ path: JSONPath) {
        checkCount(elements.count, node.itemCount, "item", path)
        if node.hasUniqueItems {
            var seen: Set<[UInt8]> = []
            for (index, element) in elements.enumerated() where !seen.insert(element.canonicalBytes).inserted {
                report(
                    .element(index, of: path), "\(path.subject) must not repeat an item; it repeats \(element.excerpt)."
                )
                break
            }
        }
        guard let items = node.items else { return }
        for (index, element) in elements.enumerated() {
            guard !isFull else { return }
            check(element, items, .element(index, of: path))
        }
    }

    private mutating func checkString(_ text: String, _ node: JSONSchema.Node, _ path: JSONPath) {
        if node.length.minimum > 0 || node.length.maximum < .max {
            checkCount(text.unicodeScalars.count, node.length, "character", path)
        }
        if let pattern = node.pattern, !pattern.matches(text) {
            report(path, "\(path.subject) must match \(pattern.text); it is \(JSONValue.string(text).excerpt).")
        }
        if let format = node.format, !format.accepts(text) {
            report(path, "\(path.subject) must be \(format.sentencePart); it is \(JSONValue.string(text).excerpt).")
        }
    }

    private mutating func checkNumber(_ number: JSONNumber, _ node: JSONSchema.Node, _ path: JSONPath) {
        if let limit = node.minimum, number.isLess(than: limit) {
            report(path, "\(path.subject) must be at least \(limit.text); it is \(number.excerpt).")
        }
        if let limit = node.maximum, limit.isLess(than: number) {
            report(path, "\(path.subject) must be at most \(limit.text); it is \(number.excerpt).")
        }
        if let limit = node.exclusiveMinimum, !limit.isLess(than: number) {
            report(path, "\(path.subject) must be more than \(limit.text); it is \(number.excerpt).")
        }
        if let limit = node.exclusiveMaximum, !number.isLess(than: limit) {
            report(path, "\(path.subject) must be less than \(limit.text); it is \(number.excerpt).")
        }
        if let divisor = node.multipleOf, !number.isMultiple(of: divisor) {
            report(path, "\(path.subject) must be a multiple of \(divisor.text); it is \(number.excerpt).")
        }
    }

    private mutating func checkCount(_ count: Int, _ bounds: JSONSchema.Bounds, _ noun: String, _ path: JSONPath) {
        if count < bounds.minimum { report(path, path.mustHave("at least", bounds.minimum, noun, count)) }
        if count > bounds.maximum { report(path, path.mustHave("at most", bounds.maximum, noun, count)) }
    }
}

extension JSONSchemaCheck {
    private mutating func checkCombinations(_ value: JSONValue, _ node: JSONSchema.Node, _ path: JSONPath) {
        if let reference = node.reference { check(value, reference, path) }
        for index in node.allOf { check(value, index, path) }
        if !node.anyOf.isEmpty { checkAlternatives(value, node.anyOf, path, exactlyOne: false) }
        if !node.oneOf.isEmpty { checkAlternatives(value, node.oneOf, path, exactlyOne: true) }
        if let not = node.not, trial(value, not, path) == 0 {
            report(path, "\(path.subject) has a value that is not allowed: \(value.excerpt).")
        }
    }

    /// How many violations `index` has. The steps are counted.
    private mutating func trial(_ value: JSONValue, _ index: Int, _ path: JSONPath) -> Int {
        let before = (found, isTrial)
        (found, isTrial) = (0, true)
        check(value, index, path)
        defer { (found, isTrial) = before }
        return found
    }

    /// When no alternative fits, tells about the one that came nearest: the right kind of value and the fewest faults.
    private mutating func checkAlternatives(
        _ value: JSONValue, _ alternatives: [Int], _ path: JSONPath, exactlyOne: Bool
    ) {
        var matches = 0
        var nearest: (index: Int, faults: Int)?
        var types: JSONSchema.Types = []
        for index in alternatives {
            let faults = trial(value, index, path)
            if faults == 0 {
                if !exactlyOne { return }
                matches += 1
            } else if let wanted = wantedTypes(index), wanted.isDisjoint(with: JSONSchema.Types(of: value)) {
                types.formUnion(wanted)
            } else if nearest.map({ faults < $0.faults }) ?? true {
                nearest = (index, faults)
            }
        }
        if matches == 1 { return }
        if matches > 1 {
            report(path, "\(path.subject) fits more than one of the forms that exclude each other.")
        } else if let nearest {
            check(value, nearest.index, path)
        } else {
            report(path, "\(path.subject) must be \(types.sentencePart); it is \(value.sentencePart).")
        }
    }

    /// The types that a schema asks for, looked for behind references.
    private func wantedTypes(_ index: Int) -> JSONSchema.Types? {
        if let types = nodes[index].types { return types }
        return nodes[index].reference.flatMap { wantedTypes($0) }
    }
}
