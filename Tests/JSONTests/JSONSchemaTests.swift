import JSON
import Testing

@Suite struct JSONSchemaTests {
    private func messages(_ schema: String, _ value: String) throws -> [String] {
        try JSONSchema(JSONValue(parsing: schema)).violations(in: JSONValue(parsing: value)).map(\.message)
    }

    static let list = #"""
        {"type":"object","additionalProperties":false,"required":["limit"],"properties":{
          "limit":{"type":"integer","minimum":1,"maximum":100},"filter":{"type":"object"},
          "fields":{"type":"array","items":{"type":"string"}},
          "sort":{"enum":["ASC","DESC"]},"price":{"type":"object","additionalProperties":false,"required":["amount"],
          "properties":{"amount":{"type":"string"}}}}}
        """#

    static let sentences: [(value: String, messages: [String])] = [
        (#"{"limit":5}"#, []), (#"{"limit":100,"fields":["a"],"filter":{"x":1},"sort":"ASC"}"#, []),
        (
            #"{"limit":1,"lmit":1}"#,
            [#"Unknown argument "lmit". Did you mean "limit"? Allowed: fields, filter, limit, price, sort."#]
        ),
        (#"{"limit":1,"colour":1}"#, [#"Unknown argument "colour". Allowed: fields, filter, limit, price, sort."#]),
        ("{}", [#"Required argument "limit" is missing."#]),
        (#"{"limit":"ten"}"#, [#"Argument "limit" must be an integer; it is a string ("ten")."#]),
        (#"{"limit":1.5}"#, [#"Argument "limit" must be an integer; it is a number (1.5)."#]), (#"{"limit":1.0}"#, []),
        (#"{"limit":101}"#, [#"Argument "limit" must be at most 100; it is 101."#]),
        (#"{"limit":0}"#, [#"Argument "limit" must be at least 1; it is 0."#]),
        (#"{"limit":1,"fields":["a",2]}"#, [#"Argument "fields[1]" must be a string; it is an integer (2)."#]),
        (
            #"{"limit":1,"sort":"DSC"}"#,
            [#"Argument "sort" must be one of "ASC", "DESC"; it is "DSC". Did you mean "DESC"?"#]
        ),
        (#"{"limit":1,"price":{}}"#, [#"Required argument "price.amount" is missing."#]),
        (
            #"{"limit":1,"price":{"amount":"1","amuont":1}}"#,
            [#"Unknown argument "price.amuont". Did you mean "amount"? Allowed in price: amount."#]
        ),
        ("[]", ["The value must be an object; it is an array."]),
        ("null", ["The value must be an object; it is null."]),
    ]

    @Test(arguments: sentences)
    func tellsWhatIsWrong(value: String, messages: [String]) throws {
        #expect(try self.messages(Self.list, value) == messages)
    }

    @Test func pointsAtWhatIsMissing() throws {
        let violations = try JSONSchema(JSONValue(parsing: Self.list))
            .violations(in: JSONValue(parsing: #"{"price":{}}"#))
        #expect(violations.map(\.pointer) == ["/limit", "/price/amount"])
    }

    @Test func namesWhatWasMeant() {
        let violation = JSONSchema.Violation(unknown: "orderId", among: ["view", "id"], meant: "id")
        #expect(violation.pointer == "/orderId")
        #expect(violation.message == #"Unknown argument "orderId". Did you mean "id"? Allowed: id, view."#)
    }

    /// Schema, what fits, what does not.
    static let keywords: [(schema: String, fits: [String], fails: [String])] = [
        ("true", ["1", "{}"], []), ("{}", ["1", "null"], []), ("false", [], ["1", "null"]),
        (#"{"type":["string","null"]}"#, [#""a""#, "null"], ["1", "[]"]),
        (#"{"type":"number"}"#, ["1", "1.5", "1e400"], [#""1""#, "true"]),
        (#"{"type":"integer"}"#, ["1", "1.0", "10e-1", "1e400"], ["1.5", "1e-1"]),
        (#"{"type":"boolean"}"#, ["true", "false"], ["0", "null"]), (#"{"type":"null"}"#, ["null"], ["0", "false"]),
        (
            #"{"enum":[1,"a",null,{"k":[1]}]}"#, ["1", "1.0", #""a""#, "null", #"{"k":[1e0]}"#],
            ["2", #""b""#, #"{"k":[]}"#]
        ),
        (#"{"const":{"a":1,"b":2}}"#, [#"{"b":2,"a":1}"#], [#"{"a":1}"#, #"{"a":1,"b":3}"#]),
        (#"{"minimum":0.5,"maximum":9}"#, ["0.5", "9", "1", #""x""#], ["0.4", "9.01", "-1e400"]),
        (#"{"exclusiveMinimum":0,"exclusiveMaximum":10}"#, ["1", "9.99"], ["0", "10", "0.0", "-1"]),
        (#"{"maximum":9007199254740993}"#, ["9007199254740993"], ["9007199254740994"]),
        (#"{"multipleOf":0.01}"#, ["9.99", "0", "1"], ["9.999"]), (#"{"multipleOf":5}"#, ["10", "0"], ["7", "2.5"]),
        (#"{"minLength":2,"maxLength":3}"#, [#""ab""#, #""abc""#, #""😀é""#, "1"], [#""a""#, #""abcd""#, #""😀""#]),
        (#"{"minItems":1,"maxItems":2}"#, ["[1]", "[1,2]", "1"], ["[]", "[1,2,3]"]),
        (#"{"uniqueItems":true}"#, ["[1,2]", #"[1,"1"]"#, "[]"], ["[1,1.0]", #"[{"a":1,"b":2},{"b":2,"a":1}]"#]),
        (#"{"minProperties":1,"maxProperties":2}"#, [#"{"a":1}"#], ["{}", #"{"a":1,"b":2,"c":3}"#]),
        (#"{"items":{"type":"integer"}}"#, ["[]", "[1,2]", "{}"], [#"["a"]"#, "[1,null]"]),
        (
            #"{"additionalProperties":{"type":"integer"},"properties":{"s":{"type":"string"}}}"#, [#"{"s":"x","n":1}"#],
            [#"{"n":"x"}"#, #"{"s":1}"#]
        ),
        (#"{"anyOf":[{"type":"string"},{"type":"integer","minimum":5}]}"#, [#""a""#, "5"], ["4", "null"]),
        (#"{"oneOf":[{"type":"integer"},{"minimum":5}]}"#, ["4", "5.5"], ["5", "1.5"]),
        (#"{"allOf":[{"minimum":1},{"maximum":3}]}"#, ["1", "3"], ["0", "4"]),
        (#"{"not":{"type":"string"}}"#, ["1"], [#""a""#]),
        (##"{"$ref":"#/$defs/p","$defs":{"p":{"type":"object","required":["x"]}}}"##, [#"{"x":1}"#], ["{}", "1"]),
        (##"{"$ref":"#/definitions/a~1b","definitions":{"a/b":{"type":"null"}}}"##, ["null"], ["1"]),
        (
            ##"{"properties":{"child":{"$ref":"#"}},"additionalProperties":false}"##, [#"{"child":{"child":{}}}"#],
            [#"{"child":{"child":{"x":1}}}"#]
        ),
        (
            #"{"title":"t","description":"d","default":1,"examples":[1],"x-note":1,"$schema":"s","format":"byte"}"#,
            ["1"], []
        ),
    ]

    @Test(arguments: keywords)
    func checksKeywords(schema: String, fits: [String], fails: [String]) throws {
        for value in fits { #expect(try messages(schema, value) == [], "\(schema) \(value)") }
        for value in fails { #expect(try messages(schema, value).count == 1, "\(schema) \(value)") }
    }

    static let alternatives: [(schema: String, value: String, message: String)] = [
        (
            #"{"anyOf":[{"type":"string"},{"type":"object"}]}"#, "5",
            "The value must be a string or an object; it is an integer (5)."
        ),
        (
            #"{"anyOf":[{"type":"string"},{"type":"integer","maximum":3}]}"#, "5",
            "The value must be at most 3; it is 5."
        ),
        (
            ##"{"anyOf":[{"$ref":"#/$defs/s"},{"type":"null"}],"$defs":{"s":{"type":"string"}}}"##, "5",
            "The value must be a string or null; it is an integer (5)."
        ),
        (
            #"{"oneOf":[{"type":"integer"},{"type":"number"}]}"#, "5",
            "The value fits more than one of the forms that exclude each other."
        ),
        (#"{"not":{"const":5}}"#, "5", "The value has a value that is not allowed: 5."),
        (#"{"const":"x"}"#, #""y""#, #"The value must be "x"; it is "y"."#),
        (#"{"enum":[1]}"#, "2", "The value must be 1; it is 2."),
        (#"{"minLength":1}"#, #""""#, "The value must have at least 1 character; it has 0."),
        (#"{"maxItems":2}"#, "[1,2,3]", "The value must have at most 2 items; it has 3."),
        (#"{"uniqueItems":true}"#, "[1,1]", "The value must not repeat an item; it repeats 1."),
        ("false", "1", "The value is not allowed."),
    ]

    @Test(arguments: alternatives)
    func tellsTheNearestFault(schema: String, value: String, message: String) throws {
        #expect(try messages(schema, value) == [message])
    }

    static let refused: [(schema: String, error: JSONSchema.CompileError)] = [
        (#"{"requried":["a"]}"#, .unsupportedKeyword("requried")), (#"{"if":{}}"#, .unsupportedKeyword("if")),
        (#"{"pattern":"(a|b)"}"#, .unsupportedKeyword("pattern (a|b)")),
        (#"{"$ref":"other.json"}"#, .unsupportedKeyword("$ref other.json")),
        (##"{"$ref":"#/$defs/none"}"##, .malformed("$ref #/$defs/none names nothing")),
        (##"{"$ref":"#"}"##, .malformed("$ref leads back to itself")),
        (##"{"anyOf":[{"$ref":"#"},{"type":"null"}]}"##, .malformed("$ref leads back to itself")),
        (#"{"type":"text"}"#, .malformed("type")), (#"{"type":5}"#, .malformed("type")),
        (#"{"minLength":-1}"#, .malformed("minLength")),
        (#"{"minLength":1.5}"#, .malformed("minLength")), (#"{"maximum":"9"}"#, .malformed("maximum")),
        (#"{"multipleOf":0}"#, .malformed("multipleOf")), (#"{"enum":1}"#, .malformed("enum")),
        (#"{"required":[1]}"#, .malformed("required")),
        (#"{"anyOf":[]}"#, .malformed("anyOf")), (#"{"properties":[]}"#, .malformed("properties")),
        (#"{"uniqueItems":1}"#, .malformed("uniqueItems")),
        ("[]", .malformed("a schema is an object or a boolean")),
        (#"{"items":1}"#, .malformed("a schema is an object or a boolean")),
    ]

    @Test(arguments: refused)
    func refusesSchemasItCannotCheck(schema: String, error: JSONSchema.CompileError) throws {
        let schema = try JSONValue(parsing: schema)
        #expect(throws: error) { try JSONSchema(schema) }
    }

    @Test func pointsAtTheFault() throws {
        let schema = try JSONSchema(
            JSONValue(parsing: #"{"properties":{"a/b":{"items":{"properties":{"~":{"type":"null"}}}},"z":false}}"#))
        let value = try JSONValue(parsing: #"{"z":1,"a/b":[{},{"~":1}]}"#)
        #expect(schema.violations(in: value).map(\.pointer) == ["/z", "/a~1b/1/~0"])
    }

    @Test func compilesAPartOfADocument() throws {
        let document = try JSONValue(
            parsing: ##"{"$defs":{"A":{"type":"string"},"B":{"items":{"$ref":"#/$defs/A"}}}}"##)
        let schema = try JSONSchema(document, at: "#/$defs/B")
        #expect(schema.violations(in: ["x"]).isEmpty)
        #expect(schema.violations(in: [1]).count == 1)
    }

    @Test func stopsAfterEnoughViolations() throws {
        let schema = try JSONSchema(["items": ["type": "string"]])
        #expect(schema.violations(in: .array([JSONValue](repeating: 1, count: 32))).count == 32)
        #expect(schema.violations(in: .array([JSONValue](repeating: 1, count: 100_000))).count == 32)
    }

    /// Two alternatives that both go deeper double the work at each level; without a bound this would not end.
    @Test func givesUpOnACheckThatBranchesWithoutEnd() throws {
        let schema = try JSONSchema(
            JSONValue(
                parsing:
                    ##"{"anyOf":[{"properties":{"a":{"$ref":"#"},"b":false}},{"properties":{"a":{"$ref":"#"},"c":false}}]}"##
            ))
        var value: JSONValue = ["b": 1, "c": 1]
        for _ in 0..<100 { value = ["a": value, "b": 1, "c": 1] }
        #expect(schema.violations(in: value).map(\.message) == ["The value is too complex to check."])
    }

    @Test func cutsLongValues() throws {
        let long = String(repeating: "é", count: 500)
        let message = try #require(try JSONSchema(["type": "integer"]).violations(in: .string(long)).first?.message)
        #expect(message.unicodeScalars.count < 120)
        #expect(message.contains("..."))
    }
}
