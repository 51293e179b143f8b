import Foundation
import JSON
import Testing
import WixAPI

@testable import WixTools

@Suite struct BookingTests {
    private func id(_ bench: ToolBench, status: String, tag: String = "INDIVIDUAL") async throws -> String {
        try await bench.firstID(
            "wix_bookings_query", #"{"filter":{"status":"\#(status)","bookedEntity.tags":{"$hasSome":["\#(tag)"]}}}"#)
    }

    @Test func confirmsARequestOnce() async throws {
        let bench = try ToolBench()
        let id = try await id(bench, status: "PENDING")
        let confirmed = try await bench.answer("wix_bookings_confirm", #"{"id":"\#(id)","notifyParticipants":false}"#)
        #expect(confirmed["status"]?.stringValue == "CONFIRMED")
        let again = try await bench.failure("wix_bookings_confirm", #"{"id":"\#(id)"}"#)
        #expect(again["message"]?.stringValue?.contains("CONFIRMED already") == true)
        #expect(bench.requests.count { $0.path.hasSuffix("/confirm") } == 1, "the second is not sent")
    }

    @Test func cancelsWithTheRevisionItReads() async throws {
        let bench = try ToolBench()
        let id = try await id(bench, status: "CONFIRMED")
        let canceled = try await bench.answer(
            "wix_bookings_cancel", #"{"id":"\#(id)","ignoreCancellationPolicy":true}"#)
        #expect(canceled["status"]?.stringValue == "CANCELED")
    }

    @Test func declinesARequest() async throws {
        let bench = try ToolBench()
        let id = try await id(bench, status: "PENDING")
        let declined = try await bench.answer("wix_bookings_decline", #"{"id":"\#(id)"}"#)
        #expect(declined["status"]?.stringValue == "DECLINED")
    }

    @Test func movesAndKeepsTheLength() async throws {
        let bench = try ToolBench()
        let id = try await id(bench, status: "CONFIRMED")
        let before = try await bench.answer("get_single_wix_booking_by_id", #"{"id":"\#(id)"}"#)
        let moved = try await bench.answer(
            "wix_bookings_reschedule",
            #"{"id":"\#(id)","startDate":"2031-03-04T10:00:00","ignoreReschedulePolicy":true,"skipAvailabilityValidation":true,"skipBusinessConfirmation":true}"#
        )
        #expect(moved["status"]?.stringValue == "CONFIRMED")
        #expect(
            moved.value(at: "bookedEntity.slot.startDate")?.stringValue?.hasPrefix("2031-03-04T10:00:00") == true,
            "\(moved.text)")
        #expect(try length(moved) == length(before))
    }

    /// Nights on which the clocks of New York change: the length is of the hours that pass.
    @Test(arguments: ["2031-03-09T00:45:00", "2031-03-09T01:30", "2031-11-02T00:30:00", "2031-11-02T01:30:00"])
    func aMoveIntoANightOfChangeKeepsTheLength(start: String) async throws {
        let bench = try ToolBench()
        let bookings = try await bench.everything(
            "wix_bookings_query", #"{"filter":{"status":"CONFIRMED","bookedEntity.tags":{"$hasSome":["INDIVIDUAL"]}}}"#,
            limit: 100)
        // One that is longer than the change, so that it ends behind it.
        let id = try #require(bookings.first { (try? length($0)) ?? 0 > 3_600 }?.text("id"))
        let before = try await bench.answer("get_single_wix_booking_by_id", #"{"id":"\#(id)"}"#)
        let moved = try await bench.answer(
            "wix_bookings_reschedule",
            #"{"id":"\#(id)","startDate":"\#(start)","ignoreReschedulePolicy":true,"skipAvailabilityValidation":true,"skipBusinessConfirmation":true}"#
        )
        #expect(try length(moved) == length(before))
        let offset = start.hasPrefix("2031-03") ? 5 : 4
        let first = try #require(CivilDateTime(start)).seconds + offset * 3_600
        let after = try await bench.answer("get_single_wix_booking_by_id", #"{"id":"\#(id)","fields":["startDate"]}"#)
        #expect(after.text("startDate").flatMap(CivilDateTime.init)?.instant == first, "the first of two")
    }

    @Test(arguments: [#""startDate":"2031-03-09T02:30:00""#, #""endDate":"2031-03-09T02:00:00""#])
    func aTimeThatDoesNotExistIsRefused(change: String) async throws {
        let bench = try ToolBench()
        let id = try await id(bench, status: "CONFIRMED")
        let failure = try await bench.failure("wix_bookings_reschedule", #"{"id":"\#(id)",\#(change)}"#)
        #expect(failure["message"]?.stringValue?.contains("there is no 2031-03-09T02") == true, "\(failure.text)")
        #expect(!bench.requests.contains { $0.path.hasSuffix("/reschedule") })
        #expect(failure.value(at: "error.outcome") == "refused", "the booking was read")
    }

    private func length(_ booking: JSONValue) throws -> Int? {
        let start = try #require(
            booking.value(at: "bookedEntity.slot.startDate")?.stringValue.flatMap(CivilDateTime.init))
        let end = try #require(booking.value(at: "bookedEntity.slot.endDate")?.stringValue.flatMap(CivilDateTime.init))
        return end.seconds(since: start)
    }

    @Test func aDayIsTheSitesDay() async throws {
        let bench = try ToolBench.shared()
        let some = try await bench.first("wix_bookings_query", #"{"filter":{"status":"CONFIRMED"}}"#)
        let local = try #require(some.value(at: "bookedEntity.slot.startDate")?.stringValue)
        let day = String(local.prefix(10))
        let answer = try await bench.answer("wix_bookings_query", #"{"date":"\#(day)","limit":100}"#)
        let bookings = answer["result"]?.arrayValue ?? []
        #expect(answer["result"]?.strings("id").contains(try #require(some["id"]?.stringValue)) == true)
        let starts = bookings.compactMap { $0["startDate"]?.stringValue }
        #expect(starts == starts.sorted(), "in the order of the day")
        for booking in bookings {
            if let start = booking.value(at: "bookedEntity.slot.startDate")?.stringValue {
                #expect(start.hasPrefix(day))
            }
        }
        let same = try await bench.answer("wix_bookings_query", #"{"from":"\#(day)","to":"\#(day)","limit":100}"#)
        #expect(same["result"] == answer["result"])
        let paged = try await bench.everything("wix_bookings_query", #"{"date":"\#(day)"}"#, limit: 1)
        #expect(JSONValue.array(paged).strings("id") == answer["result"]?.strings("id"))
    }

    /// Models do not know the date: a word will do, and the answer says which day it was.
    @Test(arguments: ["wix_bookings_query", "list_all_wix_orders"]) func aWordNamesADay(tool: String) async throws {
        let bench = try ToolBench.shared()
        let answer = try await bench.answer(tool, #"{"from":"yesterday","to":"Today","limit":1}"#)
        let from = try #require(answer.value(at: "days.from")?.stringValue)
        let to = try #require(answer.value(at: "days.to")?.stringValue)
        let start = try #require(CivilDateTime(from + "T00:00"))
        #expect(try #require(CivilDateTime(to + "T00:00")).seconds(since: start) == 86_400)
        #expect(answer.value(at: "days.timeZone")?.stringValue == "America/New_York")
        let same = try await bench.answer(tool, #"{"from":"\#(from)","to":"\#(to)","limit":1}"#)
        #expect(same["result"] == answer["result"])
        let open = try await bench.answer(tool, #"{"from":"\#(from)","limit":1}"#)
        #expect(open["days"]?["to"] == nil)
    }

    @Test func anAnswerWithDaysKeepsItsLimit() async throws {
        let bench = try ToolBench.shared()
        let answer = try await bench.answer("wix_bookings_query", #"{"from":"2020-01-01","limit":100}"#, maximum: 3_000)
        #expect(answer["truncated"] != nil && answer["days"] != nil)
    }

    @Test(arguments: [
        (#"{"date":"2026-13-01"}"#, "date"), (#"{"date":"next week"}"#, "tomorrow"),
        (#"{"date":"24/11/2026"}"#, "YYYY-MM-DD"), (#"{"from":"tomorrow","to":"today"}"#, "before"),
        (#"{"date":"2026-01-01","to":"2026-01-02"}"#, "either"),
        (#"{"from":"2026-01-02","to":"2026-01-01"}"#, "before"),
        (#"{"date":"2026-01-01","filter":{"startDate":{"$gt":"2026-01-01"}}}"#, "one of the two"),
    ])
    func wrongDaysAreRefused(arguments: String, saying: String) async throws {
        let bench = try ToolBench.shared()
        let failure = try await bench.failure("wix_bookings_query", arguments)
        #expect(failure["message"]?.stringValue?.contains(saying) == true, "\(failure.text)")
    }

    @Test func anUnknownBookingIsSaid() async throws {
        let bench = try ToolBench.shared()
        let failure = try await bench.failure("wix_bookings_cancel", #"{"id":"00000000-0000-4000-8000-000000000009"}"#)
        #expect(failure["error"]?["code"]?.stringValue == "NOT_FOUND")
        #expect(failure["error"]?["status"]?.intValue == 404)
    }

    @Test func aMoveNeedsSomethingToChange() async throws {
        let bench = try ToolBench.shared()
        let failure = try await bench.failure("wix_bookings_reschedule", #"{"id":"x"}"#)
        #expect(failure["message"]?.stringValue?.contains("startDate") == true)
        #expect(failure["error"]?["outcome"]?.stringValue == "notSent")
    }
}

@Suite struct CivilDateTimeTests {
    @Test(arguments: [
        "1970-01-01T00:00:00Z", "2026-12-01T10:00:00-05:00", "2024-02-29T23:59:59", "1969-12-31T23:59:59Z",
        "2100-03-01T00:00:00+0530",
    ])
    func survivesARoundTrip(text: String) throws {
        #expect(try #require(CivilDateTime(text)).text == text)
    }

    @Test(arguments: [
        "", "2026-12-01", "2026-13-01T00:00", "2026-12-01T24:00:00", "2026-12-01T10:00:00X", "2026-12-01 10:00:00",
    ])
    func refuses(text: String) { #expect(CivilDateTime(text) == nil) }

    @Test func measuresAcrossZones() throws {
        let start = try #require(CivilDateTime("2026-12-01T10:00:00-05:00"))
        let end = try #require(CivilDateTime("2026-12-01T16:30:00.000Z"))
        #expect(end.seconds(since: start) == 5_400)
        #expect(try #require(CivilDateTime("2026-12-01T10:00:00")).seconds(since: start) == nil)
    }

    @Test(arguments: [
        ("America/New_York", "2026-11-24", 0, "2026-11-24T05:00:00.000Z"),
        ("America/New_York", "2026-07-01", 0, "2026-07-01T04:00:00.000Z"),
        ("Europe/Rome", "2026-03-29", 1, "2026-03-29T22:00:00.000Z"),
        ("UTC", "2026-12-31", 1, "2027-01-01T00:00:00.000Z"),
        ("Asia/Kolkata", "2026-01-01", 0, "2025-12-31T18:30:00.000Z"),
    ])
    func daysBeginAtTheSitesMidnight(zone: String, day: String, offset: Int, start: String) throws {
        #expect(try #require(SiteCalendar(timeZone: zone)).start(of: day, offset: offset) == start)
    }

    /// 03:30 in UTC is still the evening before in New York.
    @Test(arguments: [
        ("America/New_York", "today", "2026-02-28"), ("America/New_York", "Tomorrow", "2026-03-01"),
        ("America/New_York", "yesterday", "2026-02-27"), ("Asia/Kolkata", "today", "2026-03-01"),
        ("UTC", "2026-12-31", "2026-12-31"),
    ])
    func wordsMeanDaysOfTheSite(zone: String, word: String, day: String) throws {
        let now = Date(timeIntervalSince1970: 1_772_335_800)
        #expect(try #require(SiteCalendar(timeZone: zone)).day(word, now: now) == day)
    }

    @Test(arguments: ["", "now", "2026-2-3", "2026-02-30", "2026-12-01T00:00", "-026-12-01"])
    func otherWordsMeanNoDay(text: String) throws {
        #expect(try #require(SiteCalendar(timeZone: "UTC")).day(text) == nil)
    }

    @Test func unknownZonesAndDaysAreNil() throws {
        #expect(SiteCalendar(timeZone: "Mars/Olympus") == nil)
        #expect(try #require(SiteCalendar(timeZone: "UTC")).start(of: "2026-02-30") == nil)
    }
}
