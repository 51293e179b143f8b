import Testing

@testable import WixSandbox

@Suite struct TimeTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00.000Z", 0), ("2026-03-01T09:30:00.000Z", 1_772_357_400_000),
        ("2024-02-29T23:59:59.999Z", 1_709_251_199_999), ("1969-12-31T23:59:59.999Z", -1),
        ("2000-03-01T00:00:00.000Z", 951_868_800_000),
    ])
    func textAndMillisecondsAgree(text: String, milliseconds: Int64) {
        #expect(Timestamp(text)?.milliseconds == milliseconds)
        #expect(Timestamp(milliseconds: milliseconds).text == text)
    }

    @Test(arguments: [
        ("2026-03-01T09:30:00Z", "2026-03-01T09:30:00.000Z"), ("2026-03-01T09:30:00.5Z", "2026-03-01T09:30:00.500Z"),
        ("2026-03-01T09:30:00.123456789Z", "2026-03-01T09:30:00.123Z"),
        ("2026-03-01T09:30:00-05:00", "2026-03-01T14:30:00.000Z"),
        ("2026-03-01T09:30:00+05:30", "2026-03-01T04:00:00.000Z"),
    ])
    func otherFormsAreRead(text: String, expected: String) {
        #expect(Timestamp(text)?.text == expected)
    }

    @Test(arguments: [
        "", "2026-03-01", "2026-03-01T09:30:00", "2026-13-01T09:30:00Z", "2026-03-32T09:30:00Z",
        "2026-03-01T24:00:00Z", "2026-03-01T09:30:00.Z", "2026-03-01T09:30:00ZZ", "2026-3-1T09:30:00Z",
        "2026-03-01 09:30:00Z", "२०२६-03-01T09:30:00Z",
    ])
    func nothingElseIs(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test(arguments: [
        // Daylight saving of 2026 runs from 8 March, 07:00 UTC, to 1 November, 06:00 UTC.
        ("2026-03-08T06:59:59.000Z", "2026-03-08T01:59:59.000-05:00"),
        ("2026-03-08T07:00:00.000Z", "2026-03-08T03:00:00.000-04:00"),
        ("2026-11-01T05:59:59.000Z", "2026-11-01T01:59:59.000-04:00"),
        ("2026-11-01T06:00:00.000Z", "2026-11-01T01:00:00.000-05:00"),
        ("2026-11-25T00:00:00.000Z", "2026-11-24T19:00:00.000-05:00"),
    ])
    func theZoneFollowsDaylightSaving(utc: String, local: String) throws {
        #expect(SiteZone.text(try #require(Timestamp(utc))) == local)
    }

    @Test(arguments: [
        ("2026-12-01T10:00:00", "2026-12-01T15:00:00.000Z"), ("2026-07-01T10:00:00", "2026-07-01T14:00:00.000Z"),
        ("2026-12-01T10:00:00-05:00", "2026-12-01T15:00:00.000Z"),
    ])
    func wallClockTimesAreRead(local: String, utc: String) {
        #expect(SiteZone.moment(local)?.text == utc)
    }

    @Test func wallClocksComeBack() {
        for day in stride(from: 20_400, to: 20_800, by: 7) {
            let moment = SiteZone.moment(day: day, minute: 1170)
            #expect(SiteZone.dayNumber(at: moment) == day)
            #expect(SiteZone.text(moment).contains("T19:30:00"))
        }
    }

    @Test func guidsAreVersionFour() {
        var random = RandomSource(seed: 3)
        for _ in 0..<50 {
            let parts = random.guid().split(separator: "-")
            #expect(parts.map(\.count) == [8, 4, 4, 4, 12])
            #expect(parts[2].first == "4")
            #expect("89ab".contains(parts[3].first ?? "x"))
        }
    }
}
