import JSON
import Testing

@testable import WixCatalogue

/// The parts of the default view that are told in fewer words.
@Suite struct ShortFormTests {
    private func shortened(_ tool: String, _ entity: String) throws -> String {
        let view = try #require(try Catalogue.load()[tool]?.plan.view)
        var value = try JSONValue(parsing: entity)
        for form in view.short { form.apply(to: &value) }
        return value.text
    }

    @Test(arguments: [
        (
            #"{"id":"p","url":{"base":"https://a.example","path":"/post/x"}}"#,
            #"{"id":"p","url":"https://a.example/post/x"}"#
        ),
        (#"{"url":{"path":"/post/x"}}"#, #"{"url":{"path":"/post/x"}}"#), (#"{"id":"p"}"#, #"{"id":"p"}"#),
    ])
    func joins(entity: String, expected: String) throws {
        #expect(try shortened("wix_posts_query", entity) == expected)
    }

    @Test(arguments: [
        (
            #"{"visibility":"BUSINESS_AND_PARTICIPANT","content":{"previewText":"a","basic":{"items":[{"text":"a"},{"text":"b"}]}}}"#,
            #"{"content":"a\nb"}"#
        ),
        (
            #"{"visibility":"BUSINESS","content":{"previewText":"P","basic":{"items":[{"text":"a"},{"image":{"url":"u"}}]}}}"#,
            #"{"visibility":"BUSINESS","content":{"previewText":"P","basic":{"items":[{"text":"a"},{"image":{"url":"u"}}]}}}"#
        ),
        (#"{"content":{"minimal":{"text":"a"}}}"#, #"{"content":{"minimal":{"text":"a"}}}"#),
        (#"{"content":{"basic":{"items":[]}}}"#, #"{"content":{"basic":{"items":[]}}}"#),
    ])
    func linesAndWhatIsUsual(entity: String, expected: String) throws {
        #expect(try shortened("list_all_wix_messages", entity) == expected)
    }

    private static func period(_ day: String, _ opens: String, _ closes: String, closing: String? = nil) -> String {
        #"{"openDay":"\#(day)","openTime":"\#(opens)","closeDay":"\#(closing ?? day)","closeTime":"\#(closes)"}"#
    }

    private static let weeks: [(periods: [String], expected: String)] = [
        (
            ["TUESDAY", "MONDAY", "WEDNESDAY", "SUNDAY"].map { period($0, "09:00", "20:30") },
            #"["MONDAY to WEDNESDAY 09:00-20:30","SUNDAY 09:00-20:30"]"#
        ),
        (
            [
                period("MONDAY", "09:00", "12:00"), period("MONDAY", "13:00", "17:00"),
                period("TUESDAY", "09:00", "12:00"),
            ],
            #"["MONDAY 09:00-12:00, 13:00-17:00","TUESDAY 09:00-12:00"]"#
        ),
        ([period("FRIDAY", "22:00", "02:00", closing: "SATURDAY")], #"["FRIDAY 22:00-SATURDAY 02:00"]"#),
    ]

    @Test(arguments: weeks)
    func weeksOfOpeningHours(periods: [String], expected: String) throws {
        let entity = { (periods: String) in #"{"businessSchedule":{"periods":\#(periods),"specialHourPeriod":[1]}}"# }
        #expect(
            try shortened("wix_site_properties_get", entity("[" + periods.joined(separator: ",") + "]"))
                == entity(expected))
    }

    @Test(arguments: [
        "[]", "[1]", #"[{"openDay":"MONDAY","openTime":"1","closeDay":"MONDAY","closeTime":"2","note":"x"}]"#,
        #"[{"openDay":"Monday","openTime":"1","closeDay":"MONDAY","closeTime":"2"}]"#,
    ])
    func hoursThatAreNotUnderstoodStay(periods: String) throws {
        let entity = #"{"businessSchedule":{"periods":\#(periods)}}"#
        #expect(try shortened("wix_site_properties_get", entity) == entity)
    }
}
