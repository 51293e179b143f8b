import JSON
import Testing

/// `pattern`, `format` and the names that are suggested.
@Suite struct JSONSchemaTextTests {
    private func fits(_ keyword: String, _ argument: String, _ text: String) throws -> Bool {
        var schema = JSONValue.object(JSONObject())
        schema[keyword] = .string(argument)
        return try JSONSchema(schema).violations(in: .string(text)).isEmpty
    }

    static let patterns: [(pattern: String, fits: [String], fails: [String])] = [
        ("^[a-z]+$", ["a", "abc"], ["", "A", "ab1", "abc "]), ("b", ["b", "abc"], ["", "ac"]), ("", ["", "x"], []),
        ("^$", [""], ["x"]), (#"^\d{4}-\d{2}$"#, ["2026-11"], ["2026-1", "x2026-11", "2026-111"]),
        ("^a{2,3}$", ["aa", "aaa"], ["a", "aaaa"]), ("^a{2,}$", ["aa", "aaaaa"], ["a"]),
        ("^a?b*c$", ["c", "ac", "bbc", "abbc"], ["aac", "ab"]),
        ("^.$", ["x", "é", "😀"], ["", "xy", "\n"]), (#"^\w+\.\w+$"#, ["a.b", "a_1.c"], ["a", "a.", "é.a"]),
        ("^[^0-9]+$", ["abc", "é"], ["a1"]), ("^[A-Za-z0-9_-]+$", ["a-B_9"], ["a b"]), (#"^[\w.]+$"#, ["a.b"], ["a-b"]),
        (#"^\s\S\D$"#, [" ax"], ["aax", " a1"]), ("a$", ["a", "ba"], ["ab"]), ("^a", ["a", "ab"], ["ba"]),
        ("^[a-]$", ["a", "-"], ["b"]), (#"^\/\$\^$"#, ["/$^"], ["/"]),
    ]

    @Test(arguments: patterns)
    func matchesPatterns(pattern: String, fits: [String], fails: [String]) throws {
        for text in fits { #expect(try self.fits("pattern", pattern, text), "\(pattern) \(text)") }
        for text in fails { #expect(try !self.fits("pattern", pattern, text), "\(pattern) \(text)") }
    }

    @Test(arguments: [
        "(a)", "a|b", "*a", "a**", "a{", "a{x}", "a{3,2}", "a{600}", "[a", "[z-a]", #"\q"#, #"a\"#, "a^b", "a$b",
        #"[\D]"#, "a+?", #"\1"#,
    ])
    func refusesOtherPatterns(pattern: String) {
        #expect(throws: JSONSchema.CompileError.unsupportedKeyword("pattern \(pattern)")) {
            try JSONSchema(["pattern": .string(pattern)])
        }
    }

    @Test func aPatternTakesLinearTime() throws {
        let long = String(repeating: "a", count: 20_000)
        #expect(try !fits("pattern", "^a*a*a*a*a*a*b$", long))
    }

    static let formats: [(format: String, fits: [String], fails: [String])] = [
        (
            "date", ["2026-11-24", "2024-02-29", "2000-02-29"],
            [
                "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-01", "2026-01-00", "2026-04-31", "24-11-2026",
                "2026-1-1", "", "2026-11-24T", "２026-11-24",
            ]
        ),
        (
            "date-time",
            [
                "2026-11-24T09:30:00Z", "2026-11-24T09:30:00.123Z", "2026-11-24t23:59:60z", "2026-11-24 09:30:00+02:00",
                "2026-11-24T09:30:00-08:00",
            ],
            [
                "2026-11-24", "2026-11-24T09:30:00", "2026-11-24T24:00:00Z", "2026-11-24T09:60:00Z",
                "2026-11-24T09:30:61Z", "2026-11-24T09:30Z",
                "2026-02-30T09:30:00Z", "2026-11-24T09:30:00.Z", "2026-11-24T09:30:00+2:00", "2026-11-24T09:30:00ZZ",
                "2026-11-24T09:30:00+25:00",
            ]
        ),
        (
            "uuid", ["123e4567-e89b-42d3-a456-426614174000", "123E4567-E89B-42D3-A456-426614174000"],
            [
                "123e4567e89b42d3a456426614174000", "123e4567-e89b-42d3-a456-42661417400",
                "g23e4567-e89b-42d3-a456-426614174000", "",
            ]
        ),
        (
            "email", ["a@b.co", "first.last+tag@example.com", "é@example.com"],
            ["a", "@b.co", "a@", "a b@c.de", "a@b@c.de", "a@.de", "a@de.", "a@b,c"]
        ),
        (
            "uri", ["https://example.com/a?b=c#d", "mailto:a@b.co", "urn:x:y", "https://example.com/é"],
            ["example.com", "/path", "://x", "1http://x", "http:", "http://a b", ""]
        ),
    ]

    @Test(arguments: formats)
    func checksFormats(format: String, fits: [String], fails: [String]) throws {
        for text in fits { #expect(try self.fits("format", format, text), "\(format) \(text)") }
        for text in fails { #expect(try !self.fits("format", format, text), "\(format) \(text)") }
    }

    @Test func leavesOtherFormatsAlone() throws { #expect(try fits("format", "hostname", "not a host")) }

    static let suggestions: [(name: String, nearest: String?)] = [
        ("lmit", "limit"), ("limt", "limit"), ("limits", "limit"), ("LIMIT", "limit"), ("next-cursor", "nextCursor"),
        ("next_cursr", "nextCursor"), ("ids", "id"), ("fliter", "filter"), ("x", nil), ("", nil), ("quantity", nil),
        ("log.levl", "log.level"), ("zzz", nil), (String(repeating: "l", count: 100), nil),
    ]

    @Test(arguments: suggestions)
    func suggestsTheNearestName(name: String, nearest: String?) {
        #expect(
            NameSuggestion.nearest(to: name, among: ["filter", "limit", "id", "nextCursor", "log.level"]) == nearest)
    }

    /// What is no slip of the pen gets no suggestion: it may be the opposite.
    @Test(
        arguments: [
            ("CANCELLED", "CANCELED"), ("Confirmd", "CONFIRMED"), ("confirm", "CONFIRMED"), ("FULLFILLED", "FULFILLED"),
            ("PAID_", "PAID"), ("UNPAID", "NOT_PAID"), ("NOTPAID", "NOT_PAID"), ("PAYED", nil), ("INACTIVE", nil),
            ("NOT_ABLED", "DISABLED"), ("IS_UNREAD", nil), ("ENABLED", nil), ("$neq", nil),
            ("PARTIALY_PAID", "PARTIALLY_PAID"), ("", nil),
            ("NOT_FULFILLED", nil), ("PENDNG", "PENDING"), ("PEDING", "PENDING"),
            (String(repeating: "p", count: 100), nil),
        ] as [(String, String?)])
    func suggestsOnlyASpellingOfAValue(value: String, meant: String?) {
        let values = [
            "CANCELED", "CONFIRMED", "FULFILLED", "PAID", "NOT_PAID", "ACTIVE", "IS_READ", "DISABLED", "$eq",
            "PARTIALLY_PAID", "PENDING",
        ]
        #expect(NameSuggestion.nearestValue(to: value, among: values) == meant)
        #expect(NameSuggestion.sentence(forValue: value, among: values).isEmpty == (meant == nil))
    }

    @Test func saysNothingWhenNothingIsNear() {
        #expect(NameSuggestion.sentence(for: "zzzzzz", among: ["limit"]) == "")
        #expect(NameSuggestion.sentence(for: "limt", among: ["limit"]) == " Did you mean \"limit\"?")
    }
}
