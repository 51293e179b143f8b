import JSON
import Testing

@Suite struct JSONWriterTests {
    @Test func setsTheCommas() {
        var json = JSONWriter(capacity: 64)
        json.object { json in
            json.member("text", "a\"b")
            json.member("number", 7)
            json.member("truth", false)
            json.member("tree", ["k": [1, nil]])
            json.member("copied", copying: Array("[1, 2]".utf8)[...])
            json.key("list")
            json.array { json in
                json.value(1)
                json.value("two")
                json.value(true)
                json.null()
                json.object { _ in }
                json.array { _ in }
                json.string(escaping: Array(#"{"a":1}"#.utf8)[...])
                json.value(copying: Array("9".utf8)[...])
                json.value(["x": 1])
            }
            json.key("last")
            json.object { $0.member("z", 0) }
        }
        let expected =
            #"{"text":"a\"b","number":7,"truth":false,"tree":{"k":[1,null]},"copied":[1, 2],"#
            + #""list":[1,"two",true,null,{},[],"{\"a\":1}",9,{"x":1}],"last":{"z":0}}"#
        #expect(String(decoding: json.bytes, as: UTF8.self) == expected)
    }

    @Test func goesOnBehindBytes() {
        var json = JSONWriter(appendingTo: Array("data: ".utf8))
        json.openArray()
        json.beginValue()
        json.bytes.append(UInt8(ascii: "5"))
        json.value(6)
        json.closeArray()
        #expect(String(decoding: json.bytes, as: UTF8.self) == "data: [5,6]")
    }
}
