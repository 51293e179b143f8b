import JSON
import Testing

@Suite struct JSONNumberTests {
    static let integers: [(text: String, value: Int?)] = [
        ("0", 0), ("-0", 0), ("42", 42), ("-17", -17), ("42.0", 42), ("42.000", 42), ("4.2e1", 42), ("4.2E+1", 42),
        ("420e-1", 42), ("0.0e99", 0), ("0e999999999999999999999", 0), ("1e18", 1_000_000_000_000_000_000),
        ("1e19", nil),
        ("9223372036854775807", .max), ("9223372036854775808", nil), ("-9223372036854775808", .min),
        ("-9223372036854775809", nil), ("9223372036854775807.0", .max), ("-922337203685477580.8e1", .min),
        ("922337203685477580.8e1", nil), ("1.5", nil), ("4.25e1", nil), ("1e-1", nil), ("10e-1", 1),
        ("1e999999999999999999999", nil), ("1e-999999999999999999999", nil), ("123456789012345678901234567890", nil),
        ("0.0000000000000000000000042e25", 42),
    ]

    @Test(arguments: integers)
    func readsExactIntegers(text: String, value: Int?) throws {
        #expect(try JSONValue(parsing: text).intValue == value)
        #expect(JSONBytes.int(at: 0..<text.utf8.count, in: Array(text.utf8)) == value)
    }

    @Test func keepsItsText() throws {
        #expect(try JSONValue(parsing: "1.10").numberValue?.text == "1.10")
        #expect(JSONNumber(-5).text == "-5")
        #expect(JSONNumber(0.25).text == "0.25")
    }

    @Test(arguments: [Double.infinity, -.infinity, .nan])
    func writesNoNonFiniteNumber(value: Double) { #expect(JSONNumber(value).text == "0") }

    @Test(arguments: [1e300, 1e-300, .leastNonzeroMagnitude, .greatestFiniteMagnitude, -0.0, 123456.789, 1e16])
    func writesDoublesThatReadBack(value: Double) throws {
        #expect(try JSONValue(parsing: JSONNumber(value).text).doubleValue == value)
    }

    @Test func doublesStayFinite() throws {
        #expect(try JSONValue(parsing: "1e999").doubleValue == .greatestFiniteMagnitude)
        #expect(try JSONValue(parsing: "-1e999").doubleValue == -.greatestFiniteMagnitude)
        #expect(try JSONValue(parsing: "1e-999").doubleValue == 0)
    }

    @Test func aVeryLongNumberIsReadInLinearTime() throws {
        let zeros = String(repeating: "0", count: 100_000)
        #expect(try JSONValue(parsing: "42.\(zeros)").intValue == 42)
        #expect(try JSONValue(parsing: "0.\(zeros)42e100002").intValue == 42)
        #expect(try JSONValue(parsing: "1\(zeros)").intValue == nil)
    }
}
