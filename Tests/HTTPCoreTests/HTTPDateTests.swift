import HTTPCore
import Testing

@Suite struct HTTPDateTests {
    static let dates: [(seconds: Int, text: String)] = [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (1_709_251_199, "Thu, 29 Feb 2024 23:59:59 GMT"),
        (1_709_251_200, "Fri, 01 Mar 2024 00:00:00 GMT"), (1_795_506_060, "Tue, 24 Nov 2026 07:41:00 GMT"),
        (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"), (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"),
        (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
    ]

    @Test(arguments: dates)
    func writesAndReads(seconds: Int, text: String) {
        #expect(HTTPDate.text(epochSeconds: seconds) == text)
        #expect(HTTPDate.epochSeconds(text) == seconds)
    }

    @Test func everyDayReadsBack() {
        for day in stride(from: 0, to: 60_000, by: 7) {
            let seconds = day * 86_400 + day % 86_400
            #expect(HTTPDate.epochSeconds(HTTPDate.text(epochSeconds: seconds)) == seconds)
        }
    }

    @Test func staysWithinFourDigitYears() {
        #expect(HTTPDate.text(epochSeconds: -5) == HTTPDate.text(epochSeconds: 0))
        #expect(HTTPDate.text(epochSeconds: .max) == "Fri, 31 Dec 9999 23:59:59 GMT")
    }

    @Test(arguments: ["Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"])
    func readsTheObsoleteForms(text: String) { #expect(HTTPDate.epochSeconds(text) == 784_111_777) }

    @Test(arguments: [
        "", "soon", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT",
        "Sun, 06 Now 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:60:37 GMT",
        "Sun, 06 Nov 1994 08:49 GMT",
        "Sun, 06 Nov 99999999999999999999 08:49:37 GMT", "Sun, 06 Nov 1900 08:49:37 GMT",
        "Sun, 06 Nov 999999 08:49:37 GMT",
    ])
    func refusesOtherTexts(text: String) { #expect(HTTPDate.epochSeconds(text) == nil) }
}
