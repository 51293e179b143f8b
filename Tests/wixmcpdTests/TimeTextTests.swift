import Gateway
import Glibc
import Testing

@testable import wixmcpd

@Suite struct TimeTextTests {
    static let now = ScriptedAdmin.now

    @Test(arguments: [
        (0, "now"), (1, "in 1 second"), (-59, "59 seconds ago"), (60, "in 1 minute"), (-3600, "1 hour ago"),
        (7199, "in 2 hours"), (86_399, "in 24 hours"), (86_400 * 7, "in 7 days"), (-31_557_600 * 2, "2 years ago"),
    ]) func saysTheDistance(_ seconds: Int, _ words: String) {
        #expect(TimeText.relative(Self.now + .seconds(seconds), to: Self.now) == words)
    }

    @Test(arguments: [
        ("2026-11-24T12:00:00Z", 0), ("2026-11-24T12:00:00.250Z", 250), ("2026-11-24t13:00:00+01:00", 0),
        ("2026-11-24 06:30:00-0530", 0), ("2026-11-24T12:00Z", 0), ("2026-11-24T12:00:00.1239Z", 123),
    ]) func readsTimesWithAZone(_ text: String, _ milliseconds: Int) {
        #expect(TimeText.parse(text) == Self.now + .milliseconds(milliseconds))
    }

    @Test(arguments: ["2026-11-24", "2026-11-24 08:45", "2026-11-24T08:45:07"]) func readsLocalTimes(_ text: String)
        throws
    {
        let time = try #require(TimeText.parse(text))
        #expect(TimeText.format(time, "%Y-%m-%d %H:%M:%S").hasPrefix(text.replacing("T", with: " ")))
    }

    @Test(arguments: [
        "", "tomorrow", "2026-11", "2026-02-30", "2026-13-01", "2026-11-24T24:00:00Z", "2026-11-24T12:60:00Z",
        "2026-11-24T12:00:00.Z", "2026-11-24T12:00:00X", "2026-11-24T12:00:00Z ", "2026-11-24T12:00:00+1",
    ]) func refusesOtherTexts(_ text: String) { #expect(TimeText.parse(text) == nil) }

    @Test func whatItCannotReadStaysAsItIs() {
        #expect(TimeText.relative("soon", to: Self.now) == "soon" && TimeText.full("", to: Self.now) == "")
    }

    @Test(arguments: [("ab\u{7F}c\r", "ac"), ("abc\u{15}d\n", "d"), ("ab\u{04}", "ab"), ("\u{7F}a\n", "a")])
    func typedSecretsAreEdited(_ keys: String, _ secret: String) {
        var typed = TypedSecret()
        let last = keys.utf8.map { typed.take($0) }.last
        #expect(last == .done && String(decoding: typed.bytes, as: UTF8.self) == secret)
    }

    @Test(arguments: ["ab\u{03}", "\u{04}", "\u{1A}"]) func typingCanBeGivenUp(_ keys: String) {
        var typed = TypedSecret()
        #expect(keys.utf8.map { typed.take($0) }.last == .givenUp)
    }
}
