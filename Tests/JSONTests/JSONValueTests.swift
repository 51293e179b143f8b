import JSON
import Testing

@Suite struct JSONValueTests {
    @Test func readsAlongPaths() throws {
        let value = try JSONValue(parsing: #"{"a":{"b":{"c":7}},"list":[{"x":1}],"":{"":2}}"#)
        #expect(value.value(at: "a.b.c") == 7)
        #expect(value.value(at: "a.b") == ["c": 7])
        #expect(value.value(at: "") == value)
        #expect(value.value(at: ".") == 2)
        for path in ["a.x", "a.b.c.d", "list.x", "a..b", "z"] { #expect(value.value(at: path) == nil) }
    }

    @Test func membersAreSetAndRemoved() {
        var value: JSONValue = ["a": 1, "b": "x"]
        value["a"] = 2
        value["c"] = [true, nil]
        value["b"] = nil
        value["missing"] = nil
        #expect(value.text == #"{"a":2,"c":[true,null]}"#)
        var scalar: JSONValue = 5
        scalar["k"] = "v"
        #expect(scalar == ["k": "v"])
        #expect(scalar["k"]?["deeper"] == nil)
    }

    @Test func literalsKeepTheLastOfEqualKeys() {
        let value: JSONValue = ["a": 1, "a": 2]
        let object: JSONObject = ["a": 1, "a": 2]
        #expect(value.text == #"{"a":2}"#)
        #expect(object.keys == ["a"])
    }

    @Test func accessorsAnswerOnlyForTheirKind() throws {
        let values: [JSONValue] = [nil, true, 1.5, 3, "s", [1], ["a": 1]]
        #expect(values.map(\.isNull) == [true, false, false, false, false, false, false])
        #expect(values.map { $0.boolValue != nil } == [false, true, false, false, false, false, false])
        #expect(values.map(\.intValue) == [nil, nil, nil, 3, nil, nil, nil])
        #expect(values.map(\.doubleValue) == [nil, nil, 1.5, 3, nil, nil, nil])
        #expect(values.map { $0.stringValue != nil } == [false, false, false, false, true, false, false])
        #expect(values.map { $0.arrayValue != nil } == [false, false, false, false, false, true, false])
        #expect(values.map { $0.objectValue != nil } == [false, false, false, false, false, false, true])
    }

    @Test func objectsCountTheirMembers() {
        var object = JSONObject()
        #expect(object.isEmpty)
        object["x"] = 1
        object["y"] = 2
        #expect(object.count == 2)
        #expect(object.keys == ["x", "y"])
        #expect(object.members.map(\.value) == [1, 2])
    }
}
