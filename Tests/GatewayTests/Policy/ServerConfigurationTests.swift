import Gateway
import JSON
import Testing

@Suite struct ServerConfigurationTests {
    private static let whole: JSONObject = [
        "methods": ["read", "list_all_wix_orders"], "tags": ["stores"], "tools": ["list_all_wix_orders"],
        "exclude_tools": ["wix_bookings_cancel"], "exposure": "all", "require_api_token_auth": true,
        "calls_per_minute": 0, "max_concurrent": 1000, "max_result_chars": 10_000_000,
    ]

    @Test(arguments: [
        whole, [:], ["exposure": "core", "require_api_token_auth": false], ["calls_per_minute": 100_000],
    ])
    func goesThereAndBack(_ json: JSONObject) throws {
        let configuration = try ServerConfiguration(json: json)
        #expect(configuration.json == json)
        #expect(try ServerConfiguration(json: configuration.json) == configuration)
    }

    @Test func readsEverySetting() throws {
        let configuration = try ServerConfiguration(json: Self.whole)
        #expect(configuration.methods == ["read", "list_all_wix_orders"])
        #expect(configuration.excludeTools == ["wix_bookings_cancel"])
        #expect(configuration.exposure == .all)
        #expect(configuration.requiresAPIToken == true)
        #expect(configuration.callsPerMinute == 0)
        #expect(configuration.maximumConcurrent == 1000)
        #expect(Self.whole.keys == ServerConfiguration.fields)
    }

    private static func names(_ count: Int) -> JSONValue { .array(Array(repeating: "read", count: count)) }

    @Test func aListHasUpTo500Entries() throws {
        #expect(try ServerConfiguration(json: ["methods": Self.names(500)]).methods?.count == 500)
    }

    static let refusals: [(JSONObject, String, String)] = [
        (["metods": ["read"]], "metods", #"is not a setting of an MCP server. Did you mean "methods"?"#),
        (["zzzzzzzz": 1], "zzzzzzzz", "is not a setting of an MCP server."),
        (["methods": "read"], "methods", "must be a list of strings"),
        (["methods": [1]], "methods", "must be a list of strings"),
        (["tags": nil], "tags", "must be a list of strings"),
        (["tools": []], "tools", "is an empty list; name something or leave it out"),
        (["exclude_tools": names(501)], "exclude_tools", "has 501 entries; 500 are allowed"),
        (["exposure": "some"], "exposure", "must be core or all"),
        (["require_api_token_auth": "true"], "require_api_token_auth", "must be true or false"),
        (["calls_per_minute": "1"], "calls_per_minute", "must be a whole number"),
        (["calls_per_minute": 1.5], "calls_per_minute", "must be a whole number"),
        (["calls_per_minute": -1], "calls_per_minute", "is -1; it must be 0 to 100000"),
        (["calls_per_minute": 100_001], "calls_per_minute", "is 100001; it must be 0 to 100000"),
        (["max_concurrent": 0], "max_concurrent", "is 0; it must be 1 to 1000"),
        (["max_concurrent": 1001], "max_concurrent", "is 1001; it must be 1 to 1000"),
        (["max_result_chars": 999], "max_result_chars", "is 999; it must be 1000 to 10000000"),
        (["max_result_chars": 10_000_001], "max_result_chars", "is 10000001; it must be 1000 to 10000000"),
    ]

    @Test(arguments: refusals) func refuses(_ json: JSONObject, _ field: String, _ problem: String) {
        let error = #expect(throws: ConfigurationFieldError.self) { try ServerConfiguration(json: json) }
        #expect(error?.field == field)
        #expect(error?.problem == problem)
    }
}
