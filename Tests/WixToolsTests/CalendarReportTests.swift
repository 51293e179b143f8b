import Foundation
import JSON
import Testing
import WixSandbox

@testable import WixTools

/// The schedule and the free times of a day.
@Suite struct CalendarReportTests {
    @Test func gapsAndBookingsFillTheDay() async throws {
        let bench = try ToolBench.shared()
        let gaps = try await bench.answer("wix_calendar_gaps", #"{"minutes":5,"opens":"00:00","closes":"24:00"}"#)
        let schedule = try await bench.answer("wix_schedule_by_staff", "{}", maximum: 1_000_000)
        for (row, group) in zip(gaps["result"]?.arrayValue ?? [], schedule["result"]?.arrayValue ?? []) {
            #expect(row["staff"] == group["staff"])
            var taken = [Bool](repeating: false, count: 24 * 60)
            for session in group["sessions"]?.arrayValue ?? [] {
                let from = try #require(session["from"]?.stringValue.flatMap { Hours.minute($0) })
                let to = try #require(session["to"]?.stringValue.flatMap { Hours.minute($0) })
                for minute in from..<to { taken[minute] = true }
            }
            for gap in row["free"]?.arrayValue ?? [] {
                let from = try #require(gap["from"]?.stringValue.flatMap { Hours.minute($0) })
                let to = try #require(gap["to"]?.stringValue.flatMap { Hours.minute($0) })
                #expect(!taken[from..<to].contains(true), "\(row["staff"]?.stringValue ?? "")")
            }
            #expect(row["freeMinutes"]?.intValue == taken.count { !$0 })
        }
        #expect(gaps.value(at: "hours.source") == "arguments")
    }

    @Test func gapsKeepToTheSitesHours() async throws {
        let bench = try ToolBench.shared()
        // The sandbox's site is closed on Mondays.
        let monday = try await bench.answer("wix_calendar_gaps", #"{"date":"2026-11-30"}"#)
        #expect(monday.value(at: "hours.open")?.arrayValue?.isEmpty == true)
        #expect(monday["result"]?.arrayValue?.allSatisfy { $0["freeMinutes"] == 0 } == true)
        let tuesday = try await bench.answer("wix_calendar_gaps", #"{"date":"2031-12-02"}"#)
        #expect(tuesday.value(at: "hours.open")?.text == #"["09:00-20:30"]"#)
        #expect(tuesday["result"]?.arrayValue?.allSatisfy { $0["freeMinutes"] == 690 } == true)
        for wrong in [#"{"opens":"9 am"}"#, #"{"opens":"18:00","closes":"09:00"}"#, #"{"date":"someday"}"#] {
            try await bench.failure("wix_calendar_gaps", wrong)
        }
    }

    @Test(
        arguments: [
            ([600..<660], [540..<600, 660..<1020]), ([], [540..<1020]), ([500..<1100], []),
            ([540..<600, 590..<610, 1000..<1020], [610..<1000]), ([0..<540, 1020..<1440], [540..<1020]),
            ([700..<800, 600..<650], [540..<600, 650..<700, 800..<1020]),
        ] as [([Range<Int>], [Range<Int>])])
    func freeTimesAreWhatIsLeft(busy: [Range<Int>], free: [Range<Int>]) throws {
        #expect(Hours.free(in: [540..<1020], between: busy) == free)
    }

    /// Nights on which the clocks of New York change: an hour more, an hour less.
    @Test(arguments: [
        (#""date":"2026-11-01","opens":"00:00","closes":"06:00""#, 420, "00:00", "06:00"),
        (#""date":"2027-03-14","opens":"00:00","closes":"06:00""#, 300, "00:00", "06:00"),
        (#""date":"2026-11-01","opens":"01:30","closes":"02:00""#, 90, "01:30-04:00", "02:00"),
        (#""date":"2026-11-01","opens":"00:30","closes":"01:30""#, 120, "00:30", "01:30-05:00"),
        (#""date":"2027-03-14","opens":"01:30","closes":"03:30""#, 60, "01:30", "03:30"),
        (#""date":"2027-03-14","opens":"00:00","closes":"24:00""#, 1_380, "00:00", "24:00"),
    ])
    func aNightOfChangeHasTheMinutesThatItHas(
        arguments: String, minutes: Int, from: String, to: String
    ) async throws {
        let bench = try ToolBench.shared()
        let gaps = try await bench.answer("wix_calendar_gaps", #"{\#(arguments),"minutes":5}"#)
        let free = try #require(gaps["result"]?.arrayValue?.first { $0["bookings"] == 0 })
        #expect(free["freeMinutes"]?.intValue == minutes)
        #expect(free["free"]?.text == #"[{"from":"\#(from)","to":"\#(to)","minutes":\#(minutes)}]"#)
    }

    @Test(arguments: ["opens", "closes"]) func aTimeThatDoesNotExistIsRefused(name: String) async throws {
        let bench = try ToolBench.shared()
        let failure = try await bench.failure("wix_calendar_gaps", #"{"date":"2027-03-14","\#(name)":"02:30"}"#)
        #expect(failure["message"]?.stringValue?.contains("\(name): there is no 02:30 on 2027-03-14") == true)
        #expect(failure.value(at: "error.outcome") == "refused", "the site was read")
    }

    /// What is over is not free.
    @Test func todayBeginsNow() throws {
        let calendar = try #require(SiteCalendar(timeZone: "Europe/Rome"))
        let day = try #require(SiteDay("2026-06-01", calendar))
        let hours = try #require(try Hours(asked: ["opens": "09:00", "closes": "17:00"]))
        let at = { (text: String) in day.minute(of: CivilDateTime(text)?.instant ?? 0) }
        let open = { (now: String) in try hours.open(on: day, from: at(now), to: day.length) }
        #expect(try open("2026-06-01T08:10:30Z") == [611..<1020])
        #expect(try open("2026-06-01T16:00:00Z").isEmpty)
        #expect(try open("2026-05-30T16:00:00Z") == [540..<1020])
        #expect(try open("2026-06-02T16:00:00Z") == [540..<1020], "a day that is over is told whole")
    }

    @Test func theGapsOfTodayBeginNow() async throws {
        let bench = try ToolBench.shared()
        let zone = try #require(TimeZone(identifier: "America/New_York"))
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let before = calendar.dateComponents([.hour, .minute], from: Date())
        let gaps = try await bench.answer(
            "wix_calendar_gaps", #"{"date":"today","opens":"00:00","closes":"24:00","minutes":5}"#)
        guard calendar.component(.day, from: Date()) == Int(gaps.text("date")?.suffix(2) ?? "") else { return }
        let minute = (before.hour ?? 0) * 60 + (before.minute ?? 0)
        for gap in (gaps["result"]?.arrayValue ?? []).flatMap({ $0["free"]?.arrayValue ?? [] }) {
            #expect(Hours.minute(gap.text("from") ?? "") ?? 0 >= minute)
        }
    }

    // MARK: What was not read

    private static let staff =
        #"{"staffMembers":[{"id":"s","resourceId":"r","name":"Mara"}],"pagingMetadata":{"hasNext":false}}"#

    private func booking(_ id: String, _ start: String, _ end: String) -> String {
        #"{"booking":{"id":"\#(id)","status":"CONFIRMED","startDate":"\#(start)","endDate":"\#(end)","bookedEntity":{"slot":{"resource":{"id":"r","name":"Mara"}}},"contactDetails":{}}}"#
    }

    private func origin(_ bookings: [String], hasMore: Bool) -> ScriptedOrigin {
        let origin = ScriptedOrigin()
        origin.answer("/site-properties/v4/properties", #"{"properties":{"timeZone":"America/New_York"}}"#)
        origin.answer("/bookings/v1/staff-members/query", Self.staff)
        let cursors = hasMore ? #"{"next":"n"}"# : "{}"
        let path = "/_api/bookings-reader/v2/extended-bookings/query"
        origin.answer(
            path,
            #"{"extendedBookings":[\#(bookings.joined(separator: ","))],"pagingMetadata":{"cursors":\#(cursors),"hasNext":\#(hasMore)}}"#
        )
        for _ in 1...3 { origin.answer(path, "{}", status: 504) }
        return origin
    }

    /// A booking from 01:30 to the second 01:30 of the night.
    @Test func aBookingInTheHourThatComesTwice() async throws {
        let origin = origin([booking("b", "2026-11-01T05:30:00.000Z", "2026-11-01T06:30:00.000Z")], hasMore: false)
        let gaps = try await origin.bench().call(
            "wix_calendar_gaps", #"{"date":"2026-11-01","opens":"00:00","closes":"06:00"}"#
        ).value
        #expect(
            gaps["result"]?.arrayValue?.first?["free"]?.text
                == #"[{"from":"00:00","to":"01:30-04:00","minutes":90},{"from":"01:30-05:00","to":"06:00","minutes":270}]"#
        )
        #expect(gaps["complete"] == nil)
    }

    private static let some = [
        ("a", "2030-01-08T15:00:00.000Z", "2030-01-08T16:00:00.000Z"),
        ("b", "2030-01-08T18:00:00.000Z", "2030-01-08T19:00:00.000Z"),
    ]

    @Test func freeTimesBehindWhatWasReadAreNotTold() async throws {
        let origin = origin(Self.some.map { booking($0.0, $0.1, $0.2) }, hasMore: true)
        let gaps = try await origin.bench().call(
            "wix_calendar_gaps", #"{"date":"2030-01-08","opens":"09:00","closes":"17:00"}"#
        ).value
        #expect(gaps.objectValue?.keys.prefix(2) == ["complete", "note"])
        #expect(gaps["complete"] == false)
        #expect(gaps["note"]?.stringValue?.contains("those that start before 13:00") == true)
        #expect(
            gaps["result"]?.arrayValue?.first?["free"]?.text
                == #"[{"from":"09:00","to":"10:00","minutes":60},{"from":"11:00","to":"13:00","minutes":120}]"#)
    }

    @Test func aPartOfTheScheduleIsNoWhole() async throws {
        let origin = origin(Self.some.map { booking($0.0, $0.1, $0.2) }, hasMore: true)
        let schedule = try await origin.bench().call("wix_schedule_by_staff", #"{"date":"2030-01-08"}"#).value
        #expect(schedule.objectValue?.keys.prefix(2) == ["complete", "note"])
        #expect(schedule["complete"] == false && schedule["bookings"] == 2)
        #expect(schedule["note"]?.stringValue?.contains("only the first 2 bookings") == true)
    }
}
