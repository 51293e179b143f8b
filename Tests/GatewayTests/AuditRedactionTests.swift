import JSON
import Testing
import WixCatalogue

@testable import Gateway

@Suite struct AuditRedactionTests {
    private static func redacted(_ arguments: JSONObject) throws -> JSONValue {
        var json = JSONWriter()
        var redaction = AuditRedaction()
        redaction.write(arguments, to: &json)
        return try JSONValue(parsing: json.bytes)
    }

    private static func text(_ count: Int) -> JSONValue { .string("[text, \(count) characters]") }
    private static let id = "5a0f1c52-3b7e-4a41-9d60-0f2a6c1e7b11"

    /// What is kept as it is.
    static let kept: [JSONObject] = [
        [:],
        ["id": .string(id)], ["contactId": "contact-123"], ["conversationId": "c6a1f0d2"],
        ["productIds": [.string(id), .string(id)]], ["filter": ["id": ["$in": ["c6a1f0d2"]]]],
        ["limit": 20, "next_cursor": nil], ["visible": true, "quantity": -1], ["price": "19.90"], ["price": 19.9],
        ["date": "tomorrow"], ["from": "2026-11-24", "to": "2026-11-30"], ["view": "full"],
        ["scheduledPublishDate": "2026-12-01T08:00:00.000Z"], ["startDate": "2026-12-01T10:00:00+02:00"],
        ["firstPublishedDate": "2019-05"], ["startDate": "2026-12-01 10:00"],
        ["filter": ["paymentStatus": "PAID", "fulfillmentStatus": ["$in": ["NOT_FULFILLED", "PARTIALLY_FULFILLED"]]]],
        ["filter": ["stock.quantity": ["$lt": 5]]],
        ["filter": ["$or": [["hidden": false], ["$not": ["type": "APPOINTMENT"]]]]],
        ["sort": [["fieldName": "lastActivity.activityDate", "order": "DESC"]], "limit": 10],
        ["fields": ["title", "contentText", "info.name.first", "info.extendedFields.items"]],
        ["searchFields": ["name", "variantsInfo.variants.sku"]],
        ["targetChannels": ["WHATSAPP"], "notifyParticipants": true], ["language": "de", "locale": "pt-BR"],
        ["emails": [["tag": "MAIN", "primary": true]]], ["timestamp": 1_795_506_300_123],
    ]

    @Test(arguments: kept) func whatSaysNothingOfPeopleIsKept(_ arguments: JSONObject) throws {
        #expect(try Self.redacted(arguments) == .object(arguments))
    }

    static let replaced: [(JSONObject, JSONValue)] = [
        (["name": ["first": "Ada", "last": "MOSS"]], ["name": ["first": text(3), "last": text(4)]]),
        (["emails": [["email": "ada@fern.example"]]], ["emails": [["email": text(16)]]]),
        (
            ["phones": [["phone": "4930", "countryCode": "DE"]]],
            ["phones": [["phone": text(4), "countryCode": text(2)]]]
        ),
        (["phone": 4_930_123_456], ["phone": "[number, 10 digits]"]),
        (["note": 4_930_123_456], ["note": "[number, 10 digits]"]),
        (["quantity": 4_111_111_111_111_111], ["quantity": "[number, 16 digits]"]),
        (["price": "4111111111111111"], ["price": text(16)]),
        (
            ["addresses": [["address": ["city": "BERLIN", "postalCode": 10_115, "country": "DE"]]]],
            ["addresses": [["address": ["city": text(6), "postalCode": "[number, 5 digits]", "country": text(2)]]]]
        ),
        (["birthdate": "1990-01-31"], ["birthdate": text(10)]), (["company": "IBM"], ["company": text(3)]),
        (["jobTitle": "CEO"], ["jobTitle": text(3)]),
        (["message": "URGENT"], ["message": text(6)]),
        (["message": "Hi Ada, your fern is ready."], ["message": text(27)]),
        (["message": "🌿 grün"], ["message": text(6)]), (["search": "1"], ["search": "[text, 1 character]"]),
        (["markdown": "We open at **nine**."], ["markdown": text(20)]),
        (["title": "Opening hours", "tags": ["news"]], ["title": text(13), "tags": [text(4)]]),
        (
            ["filter": ["info.name.last": ["$startsWith": "Mo"]]],
            ["filter": ["info.name.last": ["$startsWith": text(2)]]]
        ),
        (["filter": ["primaryInfo.email": "ada@fern.example"]], ["filter": ["primaryInfo.email": text(16)]]),
        (["filter": ["$or": [["info.phones.phone": "030"]]]], ["filter": ["$or": [["info.phones.phone": text(3)]]]]),
        (["filter": "info.name"], ["filter": text(9)]), (["expression": "apron"], ["expression": text(5)]),
        (
            ["richContent": ["nodes": [["type": "PARAGRAPH", "textData": ["text": "HELLO"]]]]],
            ["richContent": ["nodes": [["type": "PARAGRAPH", "textData": ["text": text(5)]]]]]
        ),
        (["extendedFields": ["custom.shoe": 42]], ["extendedFields": ["custom.shoe": "[number, 2 digits]"]]),
        (["fields": ["Ada Moss", "Ada", "title"]], ["fields": [text(8), text(3), "title"]]),
        // An id's place is no place for anything else.
        (["id": "ada@fern.example"], ["id": text(16)]), (["contactId": "Ada"], ["contactId": text(3)]),
        (["id": "+4930123456"], ["id": text(11)]), (["id": "493012345678"], ["id": text(12)]),
        (["id": "0123456789abcdef0123456789abcdef0123456789"], ["id": text(42)]),
        // Keys come from the caller, too.
        (["ada@fern.example": 1, "Ada": 2], ["[key 1, 16 characters]": 1, "[key 2, 3 characters]": 2]),
        (["$where": ["4930123456": true]], ["$where": ["[key 1, 10 characters]": true]]),
        // Secrets.
        (["token": "x"], ["token": "[redacted]"]), (["api_key": 1], ["api_key": "[redacted]"]),
        (["apiKey": ["a": 1]], ["apiKey": "[redacted]"]),
        (["headers": ["authorization": "Bearer abc"]], ["headers": ["authorization": "[redacted]"]]),
        (["password": true, "clientSecret": []], ["password": "[redacted]", "clientSecret": "[redacted]"]),
        (["filter": ["auth.refreshToken": ["$in": ["A", "B"]]]], ["filter": ["auth.refreshToken": "[redacted]"]]),
        (["id": "eyJhbGciOiJIUzI1NiJ9"], ["id": text(20)]),
        (["fields": ["eyJhbGciOiJIUzI1NiJ9.eyJ1"]], ["fields": [text(25)]]),
        (["eyJhbGciOiJIUzI1NiJ9": 1], ["[key 1, 20 characters]": 1]),
        (["note": "IST.eyJraWQiOiJQb3pIX2FDMiIs"], ["note": text(28)]),
        (["value": "AKIAIOSFODNN7EXAMPLE"], ["value": text(20)]),
        (["next_cursor": "ada@fern.example"], ["next_cursor": text(16)]),
        (
            ["next_cursor": "eyJvZmZzZXQiOjEwMCwibGltaXQiOjUwfQ1"],
            ["next_cursor": "eyJvZm… [cursor, 35 characters]"]
        ),
    ]

    @Test(arguments: replaced.indices) func theRestIsReplacedByWhatItWas(_ index: Int) throws {
        #expect(try Self.redacted(Self.replaced[index].0) == Self.replaced[index].1)
    }

    /// Every string of the catalogue's own examples is an id, a date, an enum word or a field, or it is gone.
    @Test func theCataloguesExamplesKeepNoWords() throws {
        let words = [
            "Ada", "Moss", "Mo", "Mara", "fern", "nine", "April", "gardener", "Spring", "closed", "apron", "news",
            "vegan", "Recipes", "hours",
        ]
        var kept = 0
        for tool in try Catalogue.load().tools {
            for example in tool.examples {
                let text = try Self.redacted(example).text
                let said = Set(text.split { !$0.isLetter }.map(String.init))
                #expect(said.isDisjoint(with: words), "\(tool.name): \(text)")
                for key in example.keys { #expect(text.contains("\"\(key)\":"), "\(tool.name): \(text)") }
                if text == JSONValue.object(example).text { kept += 1 }
            }
        }
        #expect(kept > 20)
    }

    static let big: [JSONObject] = [
        ["markdown": .string(String(repeating: "a ", count: 500_000))],
        ["ids": .array(Array(repeating: .string(id), count: 30_000))],
        ["filter": .object(members(30_000) { _ in 1 })],
        ["filter": .array(Array(repeating: .object(members(30) { _ in "PAID" }), count: 1_000))],
        ["quantity": .array(Array(repeating: [[[[[[[[[[1]]]]]]]]]], count: 10_000))],
        members(1, key: String(repeating: "k", count: 1_000_000)) { _ in 1 },
        members(20_000, key: String(repeating: "x", count: 60)) { _ in .string(String(repeating: "A", count: 24)) },
    ]

    private static func members(_ count: Int, key: String = "field", _ value: (Int) -> JSONValue) -> JSONObject {
        var text = "{"
        for index in 0..<count { text += (index > 0 ? "," : "") + "\"\(key)\(index)\":\(value(index).text)" }
        return (try? JSONValue(parsing: text + "}"))?.objectValue ?? [:]
    }

    @Test(arguments: big.indices) func aMegabyteIsASmallRow(_ index: Int) throws {
        #expect(!Self.big[index].isEmpty)
        let text = try Self.redacted(Self.big[index]).text
        #expect(text.utf8.count < AuditRedaction.maximumBytes + 600)
        if index > 0 && index != 5 {
            #expect(text.contains("[left out, ") || text.contains("[object, ") || text.contains("[array, "))
        }
    }

    @Test func whatIsDeepIsOnlyCounted() throws {
        #expect(
            try Self.redacted(["a": ["b": ["c": ["d": ["e": ["f": ["g": ["h": [1, 2]]]]]]]]])
                == ["a": ["b": ["c": ["d": ["e": ["f": ["g": ["h": "[array, 2 elements]"]]]]]]]])
    }

    static let sentences: [(String, String)] = [
        ("BOOKING_NOT_FOUND", "BOOKING_NOT_FOUND"), ("Wix answered 404.", "Wix answered 404."),
        ("A contact with ada@fern.example exists.", "A contact with [redacted] exists."),
        ("Call +49 30 1234567, please", "Call [redacted] please"), ("3 of 10 on 2026-11-24", "3 of 10 on 2026-11-24"),
        ("\"Ada Moss\" is no id of \"contactId\"", "\"[text, 8 characters]\" is no id of \"contactId\""),
        ("the key IST.eyJraWQiOiJQb3pIX2FDMiIs is bad", "the key [redacted] is bad"),
        ("never closed \"Ada", "never closed \"[text, 3 characters]\""), ("", ""), ("a - b", "a - b"),
    ]

    @Test(arguments: sentences) func aSentenceLosesWhatItQuotes(_ sentence: String, _ expected: String) {
        #expect(AuditRedaction.sentence(sentence) == expected)
    }

    @Test func aSentenceIsBounded() {
        #expect(AuditRedaction.sentence(String(repeating: "ab ", count: 100_000)).utf8.count < 310)
    }

    static let paths: [(String, String)] = [
        ("/contacts/v4/contacts/query", "/contacts/v4/contacts/query"),
        ("/_api/bookings-service/v2/bookings/\(id)/cancel", "/_api/bookings-service/v2/bookings/\(id)/cancel"),
        ("/stores/v2/inventoryItems/product/c6a1f0d2?x=1", "/stores/v2/inventoryItems/product/c6a1f0d2"),
        ("/contacts/v4/contacts/ada%40fern.example", "/contacts/v4/contacts/[text]"),
        ("/contacts/v4/contacts/Ada", "/contacts/v4/contacts/[text]"),
        ("/contacts/v4/contacts/eyJhbGciOiJIUzI1NiJ9", "/contacts/v4/contacts/[text]"), ("", ""), ("/", "/"),
    ]

    @Test(arguments: paths) func aPathKeepsIdsAndOurWords(_ path: String, _ expected: String) {
        #expect(AuditRedaction.path(path) == expected)
    }
}
