import Gateway
import Testing
import WixCatalogue

/// A tool as far as a policy sees it.
private struct FakeTool: PolicySubject {
    var name: String
    var effect: Effect
    var tags: [String]
    var isCore = true
    var isExperimental = false
    var isAccountLevel = false
}

private let tools = [
    FakeTool(name: "list_all_wix_orders", effect: .read, tags: ["ecommerce", "orders"]),
    FakeTool(name: "wix_products_v_3_query", effect: .read, tags: ["stores"]),
    FakeTool(name: "create_a_wix_contact", effect: .create, tags: ["crm"]),
    FakeTool(name: "update_a_wix_contact_by_id", effect: .update, tags: ["crm"]),
    FakeTool(name: "delete_a_wix_contact_by_id", effect: .delete, tags: ["crm"]),
    FakeTool(name: "wix_bookings_cancel", effect: .action, tags: ["bookings"]),
    FakeTool(name: "wix_bookings_reschedule", effect: .update, tags: ["bookings"]),
    FakeTool(name: "wix_bookings_query", effect: .read, tags: ["bookings"]),
]

@Suite struct ToolPolicyTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var policy: ToolPolicy
        var expected: [String]
        init(_ name: String, _ policy: ToolPolicy, _ expected: [String]) {
            self.name = name
            self.policy = policy
            self.expected = expected
        }
        var testDescription: String { name }
    }

    private static let all = tools.map(\.name)
    private static let reads = ["list_all_wix_orders", "wix_products_v_3_query", "wix_bookings_query"]
    private static let writes = [
        "create_a_wix_contact", "update_a_wix_contact_by_id", "delete_a_wix_contact_by_id", "wix_bookings_reschedule",
    ]

    static let cases = [
        Case("no filter", ToolPolicy(), all),
        Case("read has POST queries and nothing that changes", .readOnly, reads),
        Case("write", ToolPolicy(methods: ["write"]), writes),
        Case("custom", ToolPolicy(methods: ["custom"]), ["wix_bookings_cancel"]),
        Case("read, write, custom are all", ToolPolicy(methods: ["read", "write", "custom"]), all),
        Case("verb in the name", ToolPolicy(methods: ["cancel"]), ["wix_bookings_cancel"]),
        Case("verb of the name's beginning", ToolPolicy(methods: ["list"]), ["list_all_wix_orders"]),
        Case("query", ToolPolicy(methods: ["query"]), ["wix_products_v_3_query", "wix_bookings_query"]),
        Case(
            "update by effect and by name", ToolPolicy(methods: ["update"]),
            ["update_a_wix_contact_by_id", "wix_bookings_reschedule"]),
        Case(
            "keyword and tool name", ToolPolicy(methods: ["custom", "create_a_wix_contact"]),
            ["create_a_wix_contact", "wix_bookings_cancel"]),
        Case(
            "a tag", ToolPolicy(tags: ["bookings"]),
            ["wix_bookings_cancel", "wix_bookings_reschedule", "wix_bookings_query"]),
        Case(
            "one of two tags", ToolPolicy(tags: ["orders", "stores"]),
            ["list_all_wix_orders", "wix_products_v_3_query"]),
        Case("methods and tags", ToolPolicy(methods: ["read"], tags: ["bookings"]), ["wix_bookings_query"]),
        Case("tools", ToolPolicy(tools: ["wix_bookings_query"]), ["wix_bookings_query"]),
        Case(
            "methods and tools",
            ToolPolicy(methods: ["write"], tools: ["wix_bookings_reschedule", "wix_bookings_query"]),
            ["wix_bookings_reschedule"]),
        Case(
            "exclude", ToolPolicy(methods: ["read"], excludeTools: ["list_all_wix_orders"]),
            ["wix_products_v_3_query", "wix_bookings_query"]),
        Case(
            "exclude wins over a named tool",
            ToolPolicy(tools: ["wix_bookings_query", "wix_bookings_cancel"], excludeTools: ["wix_bookings_cancel"]),
            ["wix_bookings_query"]),
    ]

    @Test func aNameCannotClaimAnotherEffect() throws {
        let tools = [
            FakeTool(name: "create_a_wix_conversation", effect: .action, tags: []),
            FakeTool(name: "create_a_wix_contact", effect: .create, tags: []),
        ]
        #expect(try ToolPolicy(methods: ["create"]).select(from: tools).map(\.name) == ["create_a_wix_contact"])
    }

    private static let exposed = [
        FakeTool(name: "list_all_wix_orders", effect: .read, tags: ["orders"]),
        FakeTool(name: "wix_orders_cancel", effect: .action, tags: ["orders"]),
        FakeTool(name: "wix_orders_count", effect: .read, tags: ["orders"], isCore: false),
        FakeTool(name: "wix_orders_archive", effect: .update, tags: ["archive"], isCore: false),
        FakeTool(name: "wix_orders_guess", effect: .read, tags: ["labs"], isExperimental: true),
        FakeTool(name: "wix_orders_dream", effect: .read, tags: ["labs"], isCore: false, isExperimental: true),
    ]

    static let exposureCases = [
        Case("core", ToolPolicy(), ["list_all_wix_orders", "wix_orders_cancel"]),
        Case(
            "all, but nothing experimental", ToolPolicy(exposure: .all),
            ["list_all_wix_orders", "wix_orders_cancel", "wix_orders_count", "wix_orders_archive"]),
        Case("a keyword names nothing", ToolPolicy(methods: ["read"]), ["list_all_wix_orders"]),
        Case(
            "a keyword with all", ToolPolicy(methods: ["read"], exposure: .all),
            ["list_all_wix_orders", "wix_orders_count"]),
        Case("a tag names its tools", ToolPolicy(tags: ["archive"]), ["wix_orders_archive"]),
        Case(
            "a tag and a keyword", ToolPolicy(methods: ["read"], tags: ["orders"]),
            ["list_all_wix_orders", "wix_orders_count"]),
        Case("tools are named", ToolPolicy(tools: ["wix_orders_dream"]), ["wix_orders_dream"]),
        Case(
            "a name among methods, and a keyword", ToolPolicy(methods: ["custom", "wix_orders_count"]),
            ["wix_orders_cancel", "wix_orders_count"]),
        Case("an experimental tag", ToolPolicy(tags: ["labs"]), ["wix_orders_guess", "wix_orders_dream"]),
        Case(
            "exclusion wins over a name", ToolPolicy(tags: ["labs"], excludeTools: ["wix_orders_dream"]),
            ["wix_orders_guess"]),
    ]

    @Test func theWordCoreStandsForTheEverydayTools() throws {
        #expect(
            try ToolPolicy(tools: ["core", "wix_orders_dream"]).select(from: Self.exposed).map(\.name)
                == ["list_all_wix_orders", "wix_orders_cancel", "wix_orders_dream"])
        #expect(
            try ToolPolicy(methods: ["read"], tools: ["core", "wix_orders_count"]).select(from: Self.exposed).map(
                \.name)
                == ["list_all_wix_orders", "wix_orders_count"])
    }

    private static let twoScopes = [
        FakeTool(name: "list_all_wix_orders", effect: .read, tags: ["orders"]),
        FakeTool(
            name: "wix_sites_bulk_delete", effect: .delete, tags: ["platform"], isCore: false, isAccountLevel: true),
        FakeTool(
            name: "wix_sites_dream", effect: .read, tags: ["platform"], isExperimental: true, isAccountLevel: true),
    ]

    @Test(arguments: [
        (ToolPolicy(exposure: .all), ["list_all_wix_orders"], ["wix_sites_bulk_delete"]),
        (ToolPolicy(), ["list_all_wix_orders"], ["wix_sites_bulk_delete"]),
        (
            ToolPolicy(tags: ["orders", "platform"]), ["list_all_wix_orders"],
            ["wix_sites_bulk_delete", "wix_sites_dream"]
        ),
    ])
    func aServerHasOnlyWhatItsAccountReaches(policy: ToolPolicy, onSite: [String], onAccount: [String]) throws {
        #expect(try policy.select(from: Self.twoScopes, scope: .site).map(\.name) == onSite)
        #expect(try policy.select(from: Self.twoScopes, scope: .account).map(\.name) == onAccount)
    }

    @Test func namingAToolOfTheOtherScopeIsRefused() {
        #expect(throws: PolicyError.outOfScope(field: "tools", name: "wix_sites_bulk_delete", .site)) {
            try ToolPolicy(tools: ["core", "wix_sites_bulk_delete"]).select(from: Self.twoScopes, scope: .site)
        }
        #expect(throws: PolicyError.outOfScope(field: "methods", name: "list_all_wix_orders", .account)) {
            try ToolPolicy(methods: ["list_all_wix_orders"]).select(from: Self.twoScopes, scope: .account)
        }
        #expect(throws: PolicyError.nothingLeft) {
            try ToolPolicy(tags: ["platform"]).select(from: Self.twoScopes, scope: .site)
        }
    }

    @Test(arguments: exposureCases) func exposes(_ item: Case) throws {
        #expect(try item.policy.select(from: Self.exposed).map(\.name) == item.expected)
    }

    @Test func saysWhenOnlyTheExposureLeavesNothing() {
        #expect(throws: PolicyError.nothingExposed) {
            try ToolPolicy(methods: ["update"]).select(from: Self.exposed)
        }
        #expect(throws: PolicyError.nothingLeft) {
            try ToolPolicy(methods: ["update"], tags: ["orders"]).select(from: Self.exposed)
        }
    }

    @Test(arguments: cases) func selects(_ item: Case) throws {
        #expect(try item.policy.select(from: tools).map(\.name) == item.expected)
    }

    static let refusals: [(ToolPolicy, PolicyError)] = [
        (ToolPolicy(methods: ["raed"]), .unknown(field: "methods", name: "raed", nearest: "read")),
        (ToolPolicy(methods: ["READ"]), .unknown(field: "methods", name: "READ", nearest: "read")),
        (ToolPolicy(methods: ["zzzzzz"]), .unknown(field: "methods", name: "zzzzzz", nearest: nil)),
        (ToolPolicy(tags: ["booking"]), .unknown(field: "tags", name: "booking", nearest: "bookings")),
        (
            ToolPolicy(tools: ["wix_booking_cancel"]),
            .unknown(field: "tools", name: "wix_booking_cancel", nearest: "wix_bookings_cancel")
        ),
        (
            ToolPolicy(excludeTools: ["nothing_like_it"]),
            .unknown(field: "exclude_tools", name: "nothing_like_it", nearest: nil)
        ),
        (ToolPolicy(methods: []), .emptyList(field: "methods")),
        (ToolPolicy(tags: []), .emptyList(field: "tags")),
        (ToolPolicy(tools: []), .emptyList(field: "tools")),
        (ToolPolicy(methods: ["write"], tags: ["stores"]), .nothingLeft),
        (ToolPolicy(tools: ["wix_bookings_cancel"], excludeTools: ["wix_bookings_cancel"]), .nothingLeft),
    ]

    @Test func anEffectIsAWordAlsoWithoutATool() {
        let reads = tools.filter { $0.effect == .read }
        #expect(throws: PolicyError.nothingLeft) { try ToolPolicy(methods: ["delete"]).select(from: reads) }
        #expect(throws: Never.self) { try ToolPolicy(methods: ["read", "delete"]).select(from: reads) }
    }

    @Test(arguments: refusals) func refuses(_ policy: ToolPolicy, _ expected: PolicyError) {
        #expect(throws: expected) { try policy.select(from: tools) }
    }

    @Test func messagesNameFieldValueAndRemedy() {
        let text = PolicyError.unknown(field: "tags", name: "booking", nearest: "bookings").description
        #expect(text == #"tags names "booking", which is unknown; did you mean bookings?"#)
    }
}
