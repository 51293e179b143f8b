import JSON
import Testing
import WixCatalogue

/// Days, local times and amounts as people say them, and what Wix is sent.
@Suite struct SaidValuesTests {
    private static let record = TestCatalogue.record(
        "wix_thing_plan",
        #"""
        "request":{"verb":"POST","path":"/things"},
        "arguments":[{"name":"at","schema":{"type":"string","x-time":"moment"}},
         {"name":"until","schema":{"type":"string","x-time":"momentEnd"}},
         {"name":"local","schema":{"type":"string","x-time":"local"}},
         {"name":"localUntil","schema":{"type":"string","x-time":"localEnd"}},
         {"name":"day","schema":{"type":"string","x-time":"day","x-oldest":62}},
         {"name":"zone","schema":{"type":"string","x-time":"zone"}},
         {"name":"zoned","schema":{"type":"string","x-time":"moment","x-zone":"zone"}},
         {"name":"price","schema":{"type":["string","number"],"minimum":0,"x-money":"text"}},
         {"name":"off","schema":{"type":["string","number"],"x-money":"number"}},
         {"name":"change","schema":{"type":["string","number"],"x-money":"signedText"}},
         {"name":"step","schema":{"type":["string","number"],"x-money":"signedNumber"}},
         {"name":"parts","schema":{"type":"array","items":{"type":"object","properties":{
          "at":{"type":"string","x-time":"moment"},"app":{"enum":["a"],"x-always":"a"}}}}}],
        "filter":{"to":"body:filter","groups":[
         {"fields":["created","name"],"operators":"$eq $ne $in $gt $gte $lt $lte","times":["created"]},
         {"fields":["stamp"],"operators":"$eq $gte","times":true,"timesAs":"milliseconds"}]},
        "answer":{"entity":"","name":"thing"},"examples":[{}]
        """#)

    private func call(_ arguments: String) async throws -> (body: String?, requests: Int, message: String?) {
        let origin = ScriptedOrigin()
        origin.answer("/site-properties/v4/properties", #"{"properties":{"timeZone":"America/New_York"}}"#)
        origin.answer("/things", "{}")
        let catalogue = try TestCatalogue.of(TestCatalogue.reader, Self.record)
        let result = try await origin.bench(catalogue).call("wix_thing_plan", arguments)
        let body = origin.requests.last { $0.line == "POST /things" }?.body
        return (body, origin.requests.count, result.isError ? result.value["message"]?.stringValue : nil)
    }

    @Test(arguments: [
        // A time that names its zone needs no question to the site.
        (#"{"at":"2026-12-01T09:00:00Z"}"#, #"{"at":"2026-12-01T09:00:00Z"}"#, 1),
        (#"{"at":"2026-12-01T09:00+01:00"}"#, #"{"at":"2026-12-01T09:00:00+01:00"}"#, 1),
        (#"{"at":"2026-12-01"}"#, #"{"at":"2026-12-01T05:00:00.000Z"}"#, 2),
        (#"{"at":"2026-12-01T09:30"}"#, #"{"at":"2026-12-01T14:30:00.000Z"}"#, 2),
        (#"{"at":"2026-07-01T09:30:00"}"#, #"{"at":"2026-07-01T13:30:00.000Z"}"#, 2),
        (#"{"until":"2026-11-01"}"#, #"{"until":"2026-11-02T04:59:59.999Z"}"#, 2),
        (#"{"local":"2026-12-01"}"#, #"{"local":"2026-12-01T00:00:00"}"#, 1),
        (#"{"local":"2026-12-01T09:30"}"#, #"{"local":"2026-12-01T09:30:00"}"#, 1),
        (#"{"localUntil":"2026-12-01"}"#, #"{"localUntil":"2026-12-01T23:59:59"}"#, 1),
        (
            #"{"zone":"Asia/Tokyo","zoned":"2026-12-01T09:30:00"}"#,
            #"{"zone":"Asia/Tokyo","zoned":"2026-12-01T00:30:00.000Z"}"#, 1
        ),
        (#"{"parts":[{"at":"2026-12-01"}]}"#, #"{"parts":[{"at":"2026-12-01T05:00:00.000Z","app":"a"}]}"#, 2),
        (
            #"{"price":19.9,"off":"5.50","change":"-2.5","step":"-1"}"#,
            #"{"price":"19.9","off":5.50,"change":"-2.5","step":-1}"#, 1
        ),
        (#"{"price":"007.1000"}"#, #"{"price":"7.100"}"#, 1),
        (
            #"{"filter":{"created":{"$gte":"2026-11-01","$lte":"2026-11-01"}}}"#,
            #"{"filter":{"created":{"$gte":"2026-11-01T04:00:00.000Z","$lte":"2026-11-02T04:59:59.999Z"}}}"#, 2
        ),
        (
            #"{"filter":{"$or":[{"created":"2026-12-01"},{"name":"2026-12-01"}]}}"#,
            #"{"filter":{"$or":[{"created":{"$gte":"2026-12-01T05:00:00.000Z","$lte":"2026-12-02T04:59:59.999Z"}},{"name":"2026-12-01"}]}}"#,
            2
        ),
        (
            #"{"filter":{"created":{"$gt":"2026-12-01","$in":["2026-12-01T09:00:00Z"]}}}"#,
            #"{"filter":{"created":{"$gt":"2026-12-02T04:59:59.999Z","$in":["2026-12-01T09:00:00Z"]}}}"#, 2
        ),
        (#"{"filter":{"stamp":{"$gte":"1970-01-02"}}}"#, #"{"filter":{"stamp":{"$gte":"104400000"}}}"#, 2),
        (#"{"filter":{"stamp":{"$gte":"1796083200000"}}}"#, #"{"filter":{"stamp":{"$gte":"1796083200000"}}}"#, 1),
    ])
    func isWrittenAsWixWants(arguments: String, body: String, requests: Int) async throws {
        let sent = try await call(arguments)
        #expect(sent.body == body, "\(sent.message ?? "")")
        #expect(sent.requests == requests)
    }

    @Test(arguments: [
        (#"{"at":"soon"}"#, "at must be a day such as 2026-12-01"), (#"{"at":"2026-02-30"}"#, "at must be a day"),
        (#"{"at":"2026-02-30T09:00:00Z"}"#, "at must be a day"),
        (#"{"local":"2026-12-01T09:00:00Z"}"#, "without a zone"),
        (#"{"zone":"Berlin"}"#, "zone must be the IANA name"),
        (#"{"zone":"Berlin","zoned":"2026-12-01"}"#, "Berlin"),
        (#"{"day":"2001-01-01"}"#, "Wix keeps 62 days"), (#"{"day":"2026-12-01T09:00:00Z"}"#, "day must be a day"),
        (#"{"price":"19,90"}"#, "price must be an amount such as 19.90"), (#"{"price":5e-7}"#, "must be an amount"),
        (#"{"price":"5.9999"}"#, "at most 3 decimals"), (#"{"price":"-1"}"#, "must be an amount"),
        (#"{"price":"."}"#, "must be an amount"), (#"{"parts":[{"at":"x"}]}"#, "parts.0.at must be"),
        (#"{"filter":{"created":{"$in":["2026-12-01"]}}}"#, "is a whole day"),
        (#"{"filter":{"created":{"$ne":"2026-12-01"}}}"#, "is a whole day"),
        (#"{"filter":{"stamp":{"$eq":"2026-12-01"}}}"#, "is a whole day"),
        (#"{"filter":{"created":{"$gte":"December"}}}"#, "\"created\" takes a day such as 2026-12-01"),
    ])
    func isRefusedBeforeAnythingIsSent(arguments: String, saying: String) async throws {
        let sent = try await call(arguments)
        #expect(sent.message?.contains(saying) == true, "\(sent.message ?? "accepted")")
        #expect(sent.requests == 0)
    }

    /// A time that the clocks of the site jump over; that is known only once the site's zone is.
    @Test func aTimeThatDoesNotExistIsRefused() async throws {
        let sent = try await call(#"{"at":"2027-03-14T02:30:00"}"#)
        #expect(sent.message?.contains("does not exist") == true, "\(sent.message ?? "accepted")")
        #expect(sent.body == nil)
    }

    /// A day in a filter means what the argument for days means.
    @Test func aDayInAFilterIsADayOfTheSite() async throws {
        let bench = try ToolBench.shared()
        for (tool, field) in [("list_all_wix_orders", "createdDate"), ("wix_bookings_query", "startDate")] {
            let sort = #""sort":[{"fieldName":"\#(field)"}],"limit":50"#
            let day =
                try await bench.answer(tool, #"{"from":"today",\#(sort)}"#).value(at: "days.from")?.stringValue ?? ""
            for (days, condition) in [
                (#""date":"\#(day)""#, #""\#(day)""#), (#""from":"\#(day)""#, #"{"$gte":"\#(day)"}"#),
                (#""to":"\#(day)""#, #"{"$lte":"\#(day)"}"#),
            ] {
                let meant = try await bench.answer(tool, "{\(days),\(sort)}")["result"]?.strings("id")
                let found = try await bench.answer(tool, #"{"filter":{"\#(field)":\#(condition)},\#(sort)}"#)
                #expect(found["result"]?.strings("id") == meant, "\(tool) \(condition)")
            }
        }
    }

    /// What an operator says is what Wix takes, for everything that has a date.
    @Test(arguments: [
        ("wix_products_v_3_query", #"{"filter":{"createdDate":{"$gte":"2026-11-01"}}}"#),
        ("wix_contacts_query", #"{"filter":{"createdDate":{"$lt":"today"}}}"#),
        ("wix_posts_query", #"{"filter":{"firstPublishedDate":{"$lte":"yesterday"}}}"#),
        ("wix_coupons_query", #"{"filter":{"dateCreated":{"$gte":"2026-11-01"}}}"#),
        (
            "wix_events_query",
            #"{"filter":{"dateAndTimeSettings.startDate":{"$gte":"tomorrow"}},"fields":["categories"]}"#
        ),
        ("wix_calendar_events_query", #"{"fromLocalDate":"2026-12-01","toLocalDate":"2026-12-07"}"#),
        ("wix_analytics_data_get", #"{"startDate":"yesterday","endDate":"today","measurementTypes":["TOTAL_SALES"]}"#),
    ])
    func naturalFormsWork(tool: String, arguments: String) async throws {
        try await ToolBench.shared().answer(tool, arguments)
    }

    @Test(arguments: [
        ("create_a_wix_task", #"{"title":"Call","dueDate":"2026-12-01"}"#),
        ("wix_order_payments_add", #"{"orderId":"{order}","amount":73.5,"currency":"EUR","transactionDate":"today"}"#),
        ("wix_category_items_add", #"{"id":"{category}","items":[{"catalogItemId":"p"}]}"#),
        (
            "create_a_wix_event",
            #"{"title":"Raku","location":{"type":"VENUE","name":"Kiln"},"dateAndTimeSettings":{"startDate":"2026-12-10T18:00:00","endDate":"2026-12-10T20:00","timeZoneId":"Asia/Tokyo"},"registrationType":"RSVP"}"#
        ),
    ])
    func naturalWritesWork(tool: String, arguments: String) async throws {
        let bench = try ToolBench()
        let order = try await bench.first("list_all_wix_orders", "{}")["id"]?.stringValue ?? ""
        let category = try await bench.first("wix_categories_query", "{}")["id"]?.stringValue ?? ""
        let filled = arguments.replacing("{order}", with: order).replacing("{category}", with: category)
        try await bench.answer(tool, filled)
    }
}
