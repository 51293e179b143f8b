import Gateway
import JSON
import Testing
import WixCatalogue

/// What policies mean for the real catalogue, tool by tool.
@Suite struct CataloguePolicyTests {
    private static let catalogue = Result { try Catalogue.load() }

    /// Each policy beside its own plain definition of what it admits.
    static let policies: [(ServerConfiguration, @Sendable (Tool) -> Bool)] = [
        (ServerConfiguration(), { $0.isCore && !$0.isExperimental }),
        (.with { $0.exposure = .all }, { !$0.isExperimental }),
        (.readOnly, { $0.effect == .read && $0.isCore && !$0.isExperimental }),
        (
            .with {
                $0 = .readOnly; $0.exposure = .all
            }, { $0.effect == .read && !$0.isExperimental }
        ),
        (.with { $0.methods = ["write"] }, { [.create, .update, .delete].contains($0.effect) && $0.isCore }),
        (.with { $0.methods = ["custom"] }, { $0.effect == .action && $0.isCore }),
        (.with { $0.methods = ["read", "write", "custom"] }, { $0.isCore }),
        (.with { $0.methods = ["create"] }, { $0.effect == .create && $0.isCore }),
        (.with { $0.methods = ["update", "delete"] }, { [.update, .delete].contains($0.effect) && $0.isCore }),
        (
            .with {
                $0.methods = ["read"]; $0.tags = ["crm"]
            }, { $0.effect == .read && $0.tags.contains("crm") }
        ),
        (
            .with { $0.tags = ["ecommerce", "bookings"] },
            { !Set($0.tags).isDisjoint(with: ["ecommerce", "bookings"]) }
        ),
        (
            .with { $0.tools = ["wix_bookings_cancel", "list_all_wix_orders"] },
            { ["wix_bookings_cancel", "list_all_wix_orders"].contains($0.name) }
        ),
        (.with { $0.methods = ["list_all_wix_orders"] }, { $0.name == "list_all_wix_orders" }),
        (
            .with {
                $0 = .readOnly; $0.excludeTools = ["list_all_wix_orders"]
            },
            { $0.effect == .read && $0.isCore && $0.name != "list_all_wix_orders" }
        ),
    ]

    @Test(arguments: policies.indices) func whatIsListedIsWhatMayBeCalled(_ index: Int) async throws {
        let (configuration, admits) = Self.policies[index]
        let bench = try RegistryBench()
        let account = try await bench.connect()
        let minted = try await bench.registry.mint(
            NewServer(name: "a", configuration: configuration), accountID: account.id)
        let grant = try #require(bench.registry.gateway.grant(id: minted.record.id))
        let listed = try Set(
            grant.definitions.map { try #require(try JSONValue(parsing: $0)["name"]?.stringValue) })
        for tool in bench.catalogue.tools {
            #expect(listed.contains(tool.name) == (admits(tool) && !tool.isAccountLevel), "\(tool.name)")
            #expect(listed.contains(tool.name) == (grant.tool(named: tool.name) != nil), "\(tool.name)")
        }
        #expect(try bench.registry.tools(configuration, scope: .site).map(\.name) == grant.tools.map(\.name))
    }

    @Test func everyToolSaysTruthfullyWhetherItOnlyReads() throws {
        for tool in try Self.catalogue.get().tools {
            let hints = try #require(try JSONValue(parsing: tool.definition)["annotations"])
            #expect(hints["readOnlyHint"]?.boolValue == (tool.effect == .read), "\(tool.name)")
            #expect((tool.retry == .read) == (tool.effect == .read), "\(tool.name)")
            if tool.effect == .delete { #expect(hints["destructiveHint"]?.boolValue == true, "\(tool.name)") }
            if tool.effect == .read { #expect(tool.marks.isEmpty, "\(tool.name)") }
        }
    }
}
