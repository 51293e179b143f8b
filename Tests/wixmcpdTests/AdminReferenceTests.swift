import JSON
import Testing

@testable import wixmcpd

@Suite struct AdminReferenceTests {
    static let items = [
        AdminSample.account("shop"), AdminSample.account("blog", id: AdminSample.otherID),
        AdminSample.account("twin", id: "22222222-0000-4000-8000-000000000001"),
        AdminSample.account("twin", id: "22222222-0000-4000-8000-000000000002"),
        AdminSample.account("reports", id: "config:reports"),
    ]

    private func find(_ text: String) throws -> String {
        try AdminReference.find(text, among: Self.items, kind: "account", listedBy: "wixmcpd account list").text("id")
    }

    @Test(arguments: [
        ("shop", AdminSample.accountID), (AdminSample.otherID, AdminSample.otherID),
        ("11111111-9", AdminSample.otherID),
        ("config:reports", "config:reports"),
        ("22222222-0000-4000-8000-000000000002", "22222222-0000-4000-8000-000000000002"),
    ]) func findsByNameIDAndPrefix(_ text: String, _ id: String) throws { #expect(try find(text) == id) }

    @Test(arguments: [
        ("11111111", ["names 2 accounts", "11111111-2222", "(blog)"]), ("twin", ["names 2 accounts", "000000000001"]),
        ("shpo", ["no account shpo", "did you mean shop?"]), ("zzzzzzzz", ["no account", "wixmcpd account list"]),
        ("1111111", ["no account 1111111"]),
    ]) func saysWhyNot(_ text: String, _ words: [String]) throws {
        let error = try #require(throws: CommandFailure.self) { try find(text) }
        for word in words { #expect(error.description.contains(word), "\(error)") }
    }

    @Test func shortIDsStillTellApart() {
        #expect(
            AdminReference.shortened(Self.items.map { $0.text("id") }).prefix(2) == [
                "11111111-2222-4333-8444-555555555555", "11111111-9999-4333-8444-555555555555",
            ])
        #expect(
            AdminReference.shortened([AdminSample.accountID, AdminSample.otherID, "config:x"]) == [
                "11111111-2", "11111111-9", "config:x",
            ])
        #expect(AdminReference.shortened([AdminSample.serverID]) == ["aaaaaaaa"])
    }
}
