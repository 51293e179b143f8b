import JSON
import Testing

@testable import WixTools

@Suite struct LocalFilterTests {
    private static let item: JSONValue = [
        "quantity": 3, "trackQuantity": true, "product": ["name": "Apron"], "nothing": nil,
    ]

    @Test(arguments: [
        #"{}"#, #"{"quantity":3}"#, #"{"quantity":{"$lt":5}}"#, #"{"quantity":{"$gte":3,"$lte":3}}"#,
        #"{"quantity":{"$in":[1,3]}}"#,
        #"{"quantity":{"$ne":4}}"#, #"{"quantity":{"$nin":[4]}}"#, #"{"quantity":{"$exists":true}}"#,
        #"{"other":{"$exists":false}}"#,
        #"{"nothing":{"$exists":false}}"#, #"{"product.name":{"$startsWith":"apr"}}"#, #"{"trackQuantity":true}"#,
        #"{"$or":[{"quantity":1},{"quantity":3}]}"#, #"{"$and":[{"quantity":3},{"trackQuantity":true}]}"#,
        #"{"$not":{"quantity":4}}"#,
    ])
    func holds(filter: String) throws { #expect(LocalFilter.matches(try JSONValue(parsing: filter), Self.item)) }

    @Test(arguments: [
        #"{"quantity":4}"#, #"{"quantity":{"$lt":3}}"#, #"{"quantity":{"$gt":3}}"#, #"{"quantity":{"$in":[]}}"#,
        #"{"other":1}"#,
        #"{"other":{"$lt":1}}"#, #"{"quantity":{"$lt":"5"}}"#, #"{"quantity":{"$what":1}}"#,
        #"{"product.name":{"$startsWith":"x"}}"#,
        #"{"$or":[]}"#, #"{"$not":[{"quantity":3}]}"#, #"{"quantity":{"$exists":false}}"#,
    ])
    func fails(filter: String) throws { #expect(!LocalFilter.matches(try JSONValue(parsing: filter), Self.item)) }

    @Test func sortsStably() {
        let items: [JSONValue] = [["a": 2, "b": "x"], ["a": 1, "b": "y"], ["b": "z"], ["a": 1, "b": "w"]]
        let up = LocalFilter.sorted(items, by: [["fieldName": "a"]]).compactMap { $0["b"]?.stringValue }
        #expect(up.filter { $0 != "z" } == ["y", "w", "x"])
        let byText = LocalFilter.sorted(items, by: [["fieldName": "b", "order": "DESC"]]).compactMap {
            $0["b"]?.stringValue
        }
        #expect(byText == ["z", "y", "x", "w"])
        #expect(LocalFilter.sorted(items, by: nil) == items)
    }
}
