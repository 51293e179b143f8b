import JSON
import Testing

@testable import WixTools

@Suite struct DecimalNumberTests {
    @Test(arguments: ["0", "12.50", "-0.05", "0.10", "123456789012345.678", "-3", "007"])
    func readsAndWrites(text: String) throws {
        let number = try #require(DecimalNumber(text))
        #expect(number.text == (text == "007" ? "7" : text))
    }

    @Test(arguments: ["", "-", ".5", "5.", "1e3", "1,50", "1.2.3", " 1", "+1", "9999999999999999999", "NaN"])
    func refuses(text: String) { #expect(DecimalNumber(text) == nil) }

    @Test(arguments: [
        ("0.1", "0.2", "0.3"), ("12.50", "0.5", "13.00"), ("-1", "0.25", "-0.75"), ("0.05", "-0.05", "0.00"),
        ("999999999999999999", "1", "1000000000000000000"),
    ])
    func adds(left: String, right: String, sum: String) throws {
        let (left, right) = (try #require(DecimalNumber(left)), try #require(DecimalNumber(right)))
        #expect((left + right).text == sum)
        #expect((right + left).text == sum)
        #expect((left + right - right).text.hasPrefix(left.text))
    }

    /// A thousand dimes are a hundred, exactly.
    @Test func sumsDoNotDrift() throws {
        let dime = try #require(DecimalNumber("0.10"))
        #expect((0..<1_000).reduce(DecimalNumber.zero) { sum, _ in sum + dime }.text == "100.00")
        #expect((dime * 1_000).text == "100.00")
    }

    @Test func comparesAcrossScales() throws {
        let (small, large) = (try #require(DecimalNumber("0.9")), try #require(DecimalNumber("0.91")))
        #expect(small < large)
        #expect(!(large < small))
        #expect(try #require(DecimalNumber("-2")) < small)
    }

    @Test func currenciesAreNeverAdded() {
        var totals = MoneyTotals()
        totals.add("10.00", currency: "EUR", times: 2)
        totals.add(3, currency: "USD")
        totals.add("x", currency: "EUR")
        #expect(totals.json.text == #"{"EUR":"20.00","USD":"3"}"#)
        var refunds = MoneyTotals()
        refunds.add("0.50", currency: "EUR")
        #expect((totals - refunds).json.text == #"{"EUR":"19.50","USD":"3"}"#)
    }
}
