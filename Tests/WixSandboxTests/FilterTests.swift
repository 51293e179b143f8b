import JSON
import Testing

@testable import WixSandbox

/// The query language, on a small table of its own.
@Suite struct FilterTests {
    private static let all: Set<FilterOperator> = [
        .equal, .notEqual, .greater, .greaterOrEqual, .less, .lessOrEqual, .isIn, .isNotIn, .startsWith, .endsWith,
        .contains, .exists, .isEmpty, .hasSome, .hasAll, .matchItems,
    ]
    private static let table = FieldTable(
        families: [.init(["custom. > fields.custom/"], .text, all)],
        [
            .init(["name", "tags", "parts.name"], .text, all, sortable: true),
            .init(["price", "amount > money.amount"], .number, all, sortable: true),
            .init(["created"], .date, all, sortable: true),
            .init(["visible"], .flag, all),
            .init(["state"], .choice(["ON", "OFF"]), all),
            .init(["parts"], .items, [.matchItems]),
            .init(["listed"], .text, [.hasSome]),
        ])

    private static let rows: [JSONValue] = [
        [
            "id": "a", "name": "Linen Apron", "tags": ["red", "blue"], "price": 10, "money": ["amount": "9.50"],
            "created": "2026-03-01T09:30:00.000Z", "visible": true, "state": "ON",
            "parts": [["name": "strap", "n": 1], ["name": "pocket", "n": 2]], "fields": ["custom.size": "S"],
            "listed": ["x", "y"],
        ],
        [
            "id": "b", "name": "linen cloth", "tags": ["red"], "price": 20, "money": ["amount": "100"],
            "created": "2026-03-01T10:30:00.000+01:00", "visible": false, "state": "OFF", "parts": [],
        ],
        ["id": "c", "name": "Mug", "tags": [], "created": "2026-04-01T00:00:00Z", "price": nil],
    ]

    private func ids(_ filter: JSONValue) throws -> String {
        var compiler = FilterCompiler(Self.table)
        let predicate = try compiler.compile(filter)
        return Self.rows.filter { predicate.holds(for: $0) }.map(\.id).joined()
    }

    @Test(arguments: [
        (#"{}"#, "abc"),
        (#"{"name":"Mug"}"#, "c"),
        (#"{"name":{"$eq":"Mug"}}"#, "c"),
        (#"{"name":{"$ne":"Mug"}}"#, "ab"),
        (#"{"name":{"$startsWith":"LINEN"}}"#, "ab"),
        (#"{"name":{"$endsWith":"APRON"}}"#, "a"),
        (#"{"name":{"$contains":"ine"}}"#, "ab"),
        (#"{"name":{"$in":["Mug","Cup"]}}"#, "c"),
        (#"{"name":{"$nin":["Mug","Cup"]}}"#, "ab"),
        (#"{"price":{"$gt":10}}"#, "b"),
        (#"{"price":{"$gte":10,"$lt":20}}"#, "a"),
        (#"{"price":{"$lte":"10"}}"#, "a"),
        (#"{"price":null}"#, "c"),
        (#"{"price":{"$ne":null}}"#, "ab"),
        (#"{"price":{"$exists":true}}"#, "ab"),
        (#"{"price":{"$exists":false}}"#, "c"),
        (#"{"amount":{"$gt":9.5}}"#, "b"),
        (#"{"amount":9.5}"#, "a"),
        (#"{"created":"2026-03-01T09:30:00Z"}"#, "ab"),
        (#"{"created":{"$gte":"2026-03-02T00:00:00.000Z"}}"#, "c"),
        (#"{"created":{"$lt":"2026-03-01T10:30:00.001+01:00"}}"#, "ab"),
        (#"{"visible":true}"#, "a"),
        (#"{"visible":{"$ne":true}}"#, "bc"),
        (#"{"state":{"$in":["ON","OFF"]}}"#, "ab"),
        (#"{"tags":"blue"}"#, "a"),
        (#"{"tags":["red"]}"#, "b"),
        (#"{"tags":{"$ne":["red"]}}"#, "ac"),
        (#"{"tags":{"$hasSome":["blue","green"]}}"#, "a"),
        (#"{"tags":{"$hasAll":["red","blue"]}}"#, "a"),
        (#"{"tags":{"$isEmpty":true}}"#, "c"),
        (#"{"tags":{"$isEmpty":false}}"#, "ab"),
        (#"{"parts.name":"pocket"}"#, "a"),
        (#"{"parts":{"$matchItems":[{"name":"strap","n":1}]}}"#, "a"),
        (#"{"parts":{"$matchItems":[{"name":"strap","n":2}]}}"#, ""),
        (#"{"custom.size":"S"}"#, "a"),
        (#"{"listed":"x"}"#, "a"),
        (#"{"$or":[{"name":"Mug"},{"price":10}]}"#, "ac"),
        (#"{"$and":[{"price":{"$gt":5}},{"visible":false}]}"#, "b"),
        (#"{"$not":{"name":"Mug"}}"#, "ab"),
        (#"{"$not":[{"name":"Mug"},{"price":{"$exists":false}}]}"#, "ab"),
        (#"{"name":{"$startsWith":"linen"},"visible":true}"#, "a"),
    ])
    func filtersSelect(filter: String, expected: String) throws {
        #expect(try ids(JSONValue(parsing: filter)) == expected)
    }

    @Test(arguments: [
        (#"{"unknown":1}"#, "Field 'unknown' is not declared as filterable"),
        (#"{"custom.":"S"}"#, "Field 'custom.' is not declared as filterable"),
        (#"{"name":{"$like":"x"}}"#, "Operator '$like' is not supported for field 'name'"),
        (#"{"listed":{"$eq":"x"}}"#, "Operator '$eq' is not supported for field 'listed'"),
        (#"{"listed":["x"]}"#, "Operator '$eq' is not supported for field 'listed'"),
        (#"{"$nor":[]}"#, "Field '$nor' is not declared as filterable"),
        (#"{"$or":[]}"#, "Operator '$or' expects an array of filters"),
        (#"{"name":{}}"#, "Field 'name' has an empty filter"),
        (#"{"price":"cheap"}"#, "Operator '$eq' of field 'price' expects a number"),
        (#"{"name":{"$in":[]}}"#, "Operator '$in' of field 'name' expects a non-empty array"),
        (#"{"name":5}"#, "Operator '$eq' of field 'name' expects a string"),
        (#"{"visible":"true"}"#, "Operator '$eq' of field 'visible' expects a boolean"),
        (#"{"name":{"$exists":1}}"#, "Operator '$exists' of field 'name' expects a boolean"),
        (#"{"state":"CANCELLED"}"#, "Operator '$eq' of field 'state' expects one of [ON, OFF]"),
        (
            #"{"created":"2026-12-07"}"#,
            "Operator '$eq' of field 'created' expects a date-time such as 2026-03-01T09:30:00.000Z"
        ),
        (#"[]"#, "Expected an object of filters, at most 8 deep"),
    ])
    func wrongFiltersSayWhat(filter: String, description: String) {
        #expect(throws: WixError.filter(description)) { try ids(JSONValue(parsing: filter)) }
    }

    @Test func depthIsLimited() {
        var filter: JSONValue = ["name": "Mug"]
        for _ in 0..<7 { filter = ["$not": filter] }
        #expect(throws: Never.self) { try ids(filter) }
        #expect(throws: WixError.self) { try ids(["$not": filter]) }
    }

    @Test func onlyTheFirstUseOfABookingsFieldCounts() throws {
        let table = FieldTable(countsFirstUseOnly: true, [.init(["price"], .number, .comparison)])
        var compiler = FilterCompiler(table)
        let predicate = try compiler.compile(["$and": [["price": ["$gte": 10]], ["price": ["$lt": 15]]]])
        #expect(Self.rows.filter { predicate.holds(for: $0) }.map(\.id) == ["a", "b"])
    }

    @Test func orderPutsMissingFirstAndBreaksTiesById() throws {
        let sort: JSONValue = [["fieldName": "price", "order": "ASC"]]
        let order = try SortOrder(sort, Self.table, at: "sort", maximum: 2)
        let ids = Self.rows.map { order.position(of: $0, id: $0.id) }.sorted { order.precedes($0, $1) }.map(\.id)
        #expect(ids == ["c", "a", "b"])
        #expect(throws: WixError.filter("Field 'visible' is not declared as sortable")) {
            try SortOrder([["fieldName": "visible"]], Self.table, at: "sort", maximum: 2)
        }
        #expect(throws: WixError.self) {
            try SortOrder([["fieldName": "price", "order": "asc"]], Self.table, at: "sort", maximum: 2)
        }
    }
}
