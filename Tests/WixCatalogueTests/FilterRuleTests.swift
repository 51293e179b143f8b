import JSON
import Testing

@testable import WixCatalogue

@Suite struct FilterRuleTests {
    private func rule(_ name: String, v1: Bool = false) throws -> FilterRule {
        let tool = try #require(try Catalogue.load()[name])
        return try #require(v1 ? tool.v1?.filter : tool.plan.filter)
    }

    @Test(arguments: [
        #"{}"#, #"{"id": "a"}"#, #"{"id": {"$in": ["a", "b"]}}"#, #"{"createdDate": {"$gte": "x", "$lt": "y"}}"#,
        #"{"$and": [{"visible": true}, {"$or": [{"slug": "x"}]}]}"#, #"{"$not": {"visible": false}}"#,
        #"{"visible": {"$exists": true}}"#, #"{"stock.quantity": 3, "visible": true}"#,
        #"{"inventory.quantity": {"$lte": 2}}"#,
    ])
    func accepts(filter: String) throws {
        #expect(try rule("wix_products_v_3_query").violation(in: try JSONValue(parsing: filter)) == nil)
    }

    @Test(arguments: [
        (#"[]"#, "must be an object"), (#"{"nam": "x"}"#, "cannot be filtered"), (#"{"visibel": true}"#, "\"visible\""),
        (#"{"price": {"$lt": 5}}"#, "Allowed: stock.quantity"),
        (#"{"id": {"$contains": "x"}}"#, "does not take $contains"),
        (#"{"slug": {"$startWith": "x"}}"#, "$startsWith"), (#"{"id": {}}"#, "no condition"),
        (#"{"id": {"$in": "a"}}"#, "takes an array"), (#"{"id": {"$in": []}}"#, "takes an array"),
        (#"{"visible": {"$exists": "yes"}}"#, "true or false"), (#"{"$nor": []}"#, "$nor"),
        (#"{"$and": {}}"#, "array of filters"),
        (#"{"createdDate": {"$gt": ["x"]}}"#, "one value"), (#"{"options.id": "x"}"#, "needs an operator"),
        (#"{"$and": [{"nam": 1}]}"#, "cannot be filtered"), (#"{"slug": {"$startsWith": 3}}"#, "takes a string"),
    ])
    func refuses(filter: String, saying: String) throws {
        let message = try rule("wix_products_v_3_query").violation(in: try JSONValue(parsing: filter))
        #expect(message?.contains(saying) == true, "\(message ?? "accepted")")
    }

    /// Models take the names of fields from answers, and shorten them.
    @Test(arguments: [
        ("wix_bookings_query", "contactId", "contactDetails.contactId"),
        ("wix_bookings_query", "bookedEntity.slot.serviceId", "bookedEntity.item.slot.serviceId"),
        ("wix_bookings_query", "bookedEntity.schedule.serviceId", "bookedEntity.item.schedule.serviceId"),
        ("wix_contacts_query", "email", "primaryInfo.email"),
        ("wix_contacts_query", "info.emails.items.email", "info.emails.email"),
        ("wix_contacts_query", "info.labelKeys.items", "info.labelKeys"),
        ("list_all_wix_orders", "contactId", "buyerInfo.contactId"),
        ("wix_products_v_3_query", "stock", "stock.quantity"),
    ])
    func namesTheFieldThatWasMeant(tool: String, field: String, meant: String) throws {
        let message = try rule(tool).violation(in: [field: "x"])
        #expect(message?.contains("Did you mean \"\(meant)\"?") == true, "\(message ?? "accepted")")
    }

    @Test func namesNothingUnrelated() throws {
        let message = try rule("wix_products_v_3_query").violation(in: ["price": 5])
        #expect(message?.contains("Did you mean") == false)
    }

    @Test func fieldsThatFewNeedAreTaken() throws {
        let rule = try rule("list_all_wix_orders")
        #expect(!rule.fields.contains("shippingInfo.title"))
        #expect(rule.violation(in: ["shippingInfo.title": "Pickup"]) == nil)
    }

    @Test(arguments: [
        ("list_all_wix_orders", #"{"paymentStatus":"PAYED"}"#, "PAID"),
        ("list_all_wix_orders", #"{"paymentStatus":"UNPAID"}"#, "Did you mean \"NOT_PAID\"?"),
        ("list_all_wix_orders", #"{"paymentStatus":{"$ne":"UNPAID"}}"#, "Did you mean \"NOT_PAID\"?"),
        ("list_all_wix_orders", #"{"paymentStatus":{"$in":["PAID","REFUNDED"]}}"#, "FULLY_REFUNDED"),
        ("list_all_wix_orders", #"{"$not":{"status":{"$eq":"CANCELLED"}}}"#, "Did you mean \"CANCELED\"?"),
        ("wix_bookings_query", #"{"status":"confirmed"}"#, "CONFIRMED"),
        ("wix_bookings_query", #"{"bookedEntity.tags":{"$hasSome":["CLASS"]}}"#, "Allowed: INDIVIDUAL, GROUP, COURSE"),
        ("wix_booking_services_query", #"{"type":"APPOINTMENTS"}"#, "APPOINTMENT"),
    ])
    func misspeltValuesAreRefused(tool: String, filter: String, naming: String) throws {
        let message = try rule(tool).violation(in: try JSONValue(parsing: filter))
        #expect(message?.contains(naming) == true, "\(message ?? "accepted")")
    }

    @Test(arguments: [
        ("list_all_wix_orders", #"{"paymentStatus":{"$in":["PAID","NOT_PAID"]},"status":{"$ne":"CANCELED"}}"#),
        ("wix_booking_services_query", #"{"type":"CLASS","name":"Anything"}"#),
        ("wix_bookings_query", #"{"bookedEntity.tags":{"$hasSome":["GROUP"]}}"#),
    ])
    func valuesThatExistAreTaken(tool: String, filter: String) throws {
        #expect(try rule(tool).violation(in: try JSONValue(parsing: filter)) == nil)
    }

    @Test(arguments: [
        ("{}", true), (#"{"$and":[]}"#, true), (#"{"$and":[{},{}]}"#, true), (#"{"$or":[]}"#, true),
        (#"{"$or":[{"a":1},{}]}"#, true), (#"{"$not":{}}"#, true), ("null", true), (#"{"a":1}"#, false),
        (#"{"$and":[{"a":1},{}]}"#, false), (#"{"$or":[{"a":1},{"b":2}]}"#, false), (#"{"$not":{"a":1}}"#, false),
    ])
    func knowsAFilterThatHoldsForEverything(filter: String, isVacuous: Bool) throws {
        #expect(FilterRule.isVacuous(try JSONValue(parsing: filter)) == isVacuous)
    }

    @Test func depthIsLimited() throws {
        let rule = try rule("wix_products_v_3_query")
        func nested(_ depth: Int) -> JSONValue { depth == 0 ? ["visible": true] : ["$not": nested(depth - 1)] }
        #expect(rule.violation(in: nested(FilterRule.maximumDepth)) == nil)
        #expect(rule.violation(in: nested(FilterRule.maximumDepth + 1)) != nil)
    }

    @Test func wildcardCoversWhatIsBelow() throws {
        let rule = try rule("wix_contacts_query")
        #expect(rule.violation(in: ["info.extendedFields.custom.shoe-size": ["$gt": 40]]) == nil)
        #expect(rule.violation(in: ["info.extendedFields": 1]) != nil)
    }

    @Test func catalogV1HasItsOwnNamesAndValues() throws {
        let search = try rule("wix_products_v_3_search", v1: true)
        let filter: JSONValue = [
            "productType": "PHYSICAL", "$or": [["actualPriceRange.minValue.amount": ["$lt": 20]], ["visible": true]],
        ]
        #expect(search.violation(in: filter) == nil)
        #expect(
            search.translated(filter).text
                == #"{"productType":"physical","$or":[{"price":{"$lt":20}},{"visible":true}]}"#)
        #expect(search.violation(in: ["brand.id": "x"]) != nil)
    }
}
