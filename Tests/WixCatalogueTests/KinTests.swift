import Testing

@testable import WixCatalogue

/// Tools that do nearly the same: a model has to find out from their descriptions which one to use.
@Suite struct KinTests {
    /// What a tool does to which entity, as far as its name tells: readers of many are kin whatever the way (query,
    /// search, list, find), so are readers of one, and a write and the same write by filter, by variant and the like.
    struct Kind: Hashable {
        let deed: String
        let entity: String

        init(_ name: String) {
            var words = name.split(separator: "_").map(String.init)
            if let by = words.lastIndex(of: "by"), by > 0 { words.removeSubrange(by...) }
            let readers: Set = ["query", "search", "list", "find", "get"]
            if words.starts(with: ["list", "all", "wix"]) {
                (deed, words) = ("many", Array(words.dropFirst(3)))
            } else if words.starts(with: ["get", "single", "wix"]) {
                (deed, words) = ("one", Array(words.dropFirst(3)))
            } else if let last = words.last, readers.contains(last) {
                (deed, words) = (last == "get" ? "one" : "many", Array(words.dropFirst().dropLast()))
            } else {
                deed = "act"
            }
            if let version = words.firstIndex(of: "v"), version < words.count - 1 {
                words.removeSubrange(version...version + 1)
            }
            entity = words.map(Self.singular).joined(separator: "_")
        }

        private static func singular(_ word: String) -> String {
            if word.hasSuffix("ies") { return word.dropLast(3) + "y" }
            return word.hasSuffix("s") ? String(word.dropLast()) : word
        }
    }

    @Test(arguments: [
        ("wix_contacts_query", "list_all_wix_contacts"), ("wix_products_v_3_query", "wix_products_v_3_search"),
        ("get_single_wix_product_by_id", "wix_products_get_by_slug"),
        ("wix_inventory_items_bulk_increment", "wix_inventory_items_bulk_increment_by_variant"),
    ])
    func namesTellTheKind(one: String, other: String) {
        #expect(Kind(one) == Kind(other))
        #expect(Kind(one) != Kind("wix_bookings_query"))
    }

    /// From each of them the descriptions lead to all the others, directly or over another one of the kind.
    @Test func kinNameEachOther() {
        let tools = RecordRuleTests.tools
        for (kind, kin) in Dictionary(grouping: tools, by: { Kind($0.name) }) where kin.count > 1 {
            var reached: Set = [kin[0].name]
            var isGrowing = true
            while isGrowing {
                let next = kin.filter { tool in
                    !reached.contains(tool.name)
                        && kin.contains { other in
                            reached.contains(other.name)
                                && (other.description.contains(tool.name) || tool.description.contains(other.name))
                        }
                }
                reached.formUnion(next.map(\.name))
                isGrowing = !next.isEmpty
            }
            let left = kin.map(\.name).filter { !reached.contains($0) }
            #expect(left.isEmpty, "\(kind.deed) \(kind.entity): \(left) is named by none of \(reached.sorted())")
        }
    }
}
