import HTTPClient
import HTTPCore
import JSON
import Testing

@testable import WixAPI

@Suite struct WixErrorTests {
    private func error(
        _ status: Int, _ body: String, isRead: Bool = true, fields: [(String, String)] = []
    ) -> WixError {
        let answer = HTTPClientResponse(
            status: status, fields: ResponseFields(HTTPFields(fields)), body: Array(body.utf8))
        return WixError(answer: answer, isRead: isRead, rateLimit: nil)
    }

    private func application(_ code: String, _ message: String = "no") -> String {
        #"{"message":"\#(message)","details":{"applicationError":{"code":"\#(code)","description":"d","data":{}}}}"#
    }

    struct Shape: CustomTestStringConvertible {
        let name: String
        let status: Int
        let body: String
        let code: String
        let message: String
        var testDescription: String { name }
    }

    static let shapes = [
        Shape(
            name: "application error", status: 409,
            body:
                #"{"message":"Session is full","details":{"applicationError":{"code":"SESSION_FULL"}}}"#,
            code: "SESSION_FULL", message: "Session is full"),
        Shape(
            name: "description in place of a message", status: 400,
            body: #"{"message":"","details":{"applicationError":{"code":"C","description":"why"}}}"#, code: "C",
            message: "why"),
        Shape(
            name: "validation error without a message", status: 400,
            body: #"{"details":{"validationError":{"fieldViolations":[{"field":"a","description":"too long"}]}}}"#,
            code: "VALIDATION_ERROR", message: "a: too long"),
        Shape(
            name: "bare message", status: 400, body: #"{"message":"Expected an object"}"#, code: "INVALID_ARGUMENT",
            message: "Expected an object"),
        Shape(
            name: "code at the top", status: 404, body: #"{"message":"gone","code":"THING_NOT_FOUND"}"#,
            code: "THING_NOT_FOUND", message: "gone"),
        Shape(name: "numeric code", status: 400, body: #"{"message":"x","code":3001}"#, code: "3001", message: "x"),
        Shape(
            name: "OAuth", status: 400, body: #"{"error":"invalid_grant","error_description":"bad secret"}"#,
            code: "INVALID_GRANT", message: "bad secret"),
        Shape(
            name: "empty 403", status: 403, body: #"{"message":"","details":{}}"#, code: "PERMISSION_DENIED",
            message: "Wix refused the call without a reason"),
        Shape(
            name: "no body", status: 502, body: "", code: "BAD_GATEWAY",
            message: "Wix could not reach its own service"),
        Shape(
            name: "web page", status: 503,
            body: "<html><head><style>p{}</style><script>x<y</script></head><p>Service &amp; site\n  down</p></html>",
            code: "UNAVAILABLE", message: "Service & site down"),
        Shape(name: "plain text", status: 500, body: "upstream\u{1}error", code: "INTERNAL", message: "upstream error"),
        Shape(
            name: "array", status: 400, body: "[1]", code: "INVALID_ARGUMENT", message: "Wix cannot use the request"),
        Shape(
            name: "broken JSON", status: 500, body: #" {"orders":[{"email":"a@b.example""#, code: "INTERNAL",
            message: "Wix had a fault of its own"),
        Shape(
            name: "unknown status", status: 418, body: "", code: "REQUEST_REFUSED", message: "Wix refused the request"),
        Shape(name: "unknown server status", status: 599, body: "", code: "SERVER_ERROR", message: "Wix failed"),
        Shape(
            name: "wrong kinds", status: 400,
            body:
                #"{"message":5,"details":{"applicationError":"x","validationError":{"fieldViolations":{}}}}"#,
            code: "INVALID_ARGUMENT", message: "Wix cannot use the request"),
    ]

    @Test(arguments: shapes) func readsEveryShape(_ shape: Shape) {
        let error = error(shape.status, shape.body)
        #expect(error.code == shape.code)
        #expect(error.message == shape.message)
        #expect(error.status == shape.status)
    }

    @Test func longTextIsCut() {
        #expect(error(502, String(repeating: "a", count: 301)).message.count == 300)
        #expect(error(502, String(repeating: "a", count: 300)).message.count == 300)
    }

    @Test func violations() {
        let body = #"""
            {"message":"INVALID_ARGUMENT","details":{"validationError":{"fieldViolations":[
            {"field":"product.name","description":"has size 97","violatedRule":"MAX_LENGTH","data":{"threshold":80}},
            {"field":"note","description":"no","violatedRule":"CUSTOM","ruleName":"INVALID_NOTE"}, 7]}}}
            """#
        let expected = [
            WixError.FieldViolation(field: "product.name", description: "has size 97", rule: "MAX_LENGTH"),
            WixError.FieldViolation(field: "note", description: "no", rule: "INVALID_NOTE"),
            WixError.FieldViolation(field: "", description: ""),
        ]
        #expect(error(400, body).fieldViolations == expected)
    }

    @Test(arguments: [
        (408, "", WixError.Outcome.unknown), (499, "", .unknown), (500, "", .unknown), (502, "", .unknown),
        (504, "", .unknown), (500, #"{"code":"ALREADY_CONNECTED"}"#, .refused), (503, "", .refused),
        (400, "", .refused), (401, "", .refused), (409, "", .refused), (429, "", .refused), (501, "", .refused),
    ])
    func outcomeOfAWrite(_ status: Int, _ body: String, _ outcome: WixError.Outcome) {
        let write = error(status, body, isRead: false)
        #expect(write.outcome == outcome)
        #expect((write.hint == WixErrorHint.unknownOutcome) == (outcome == .unknown))
        #expect(outcome != .unknown || !write.retryable)
        let isFault = [408, 499, 500, 502, 503, 504].contains(status) && body.isEmpty
        #expect(error(status, body).outcome == (isFault ? .failed : .refused))
    }

    @Test(arguments: [
        (400, "", "", "Correct what Wix names"),
        (400, "", "value Field 'x' is not declared as filterable", "Filter and sort only"),
        (400, "", "Missing post owner information", "memberId"), (401, "", "", "does not accept the credential"),
        (401, "NO_ACCOUNT_IDENTITY", "", "account API key"), (401, "", "No identity found", "once more"),
        (403, "", "", "three things"), (404, "", "", "Nothing has this id"),
        (409, "INVALID_REVISION", "", "new revision"),
        (409, "", "entity has already changed since the requested revision", "new revision"),
        (400, "BOOKING_CANNOT_BE_CANCELED", "", "wix_bookings_decline"),
        (409, "DUPLICATE_CONTACT_EXIST", "", "exists already"), (409, "SESSION_FULL", "", "present state"),
        (428, "WIX_EVENTS_APP_NOT_INSTALLED", "", "not installed"), (428, "NOT_A_PREMIUM_SITE", "", "paid Wix plan"),
        (428, "CATALOG_V1_SITE_CALLING_CATALOG_V3_API", "", "other version"),
        (501, "", "not supported for sites using Catalog V3", "other version"),
        (428, "CATALOG_V3_SITE_PROVISIONING", "", "installed moments ago"), (428, "", "", "present state"),
        (412, "", "", "present state"),
        (429, "", "", "retryAfterSeconds"), (429, "PUBLISH_LIMIT_EXCEEDED", "", "quota of the site's plan"),
        (400, "WDE0025", "", "collection"), (501, "", "", "does not offer"), (504, "", "", "fewer items"),
        (503, "", "", "minute"),
    ])
    func hint(_ status: Int, _ code: String, _ message: String, _ words: String) {
        let text = WixErrorHint.text(status: status, code: code, message: message)
        #expect(text.contains(words), "\(text)")
    }

    /// Every rule of the table says something, and ends as a sentence.
    @Test func everyHintIsASentence() {
        #expect(WixErrorHint.table.allSatisfy { $0.text.hasSuffix(".") && $0.text.count < 300 })
    }

    @Test(
        arguments: [
            (428, "CATALOG_V1_SITE_CALLING_CATALOG_V3_API", "", WixCatalogVersion.v1),
            (428, "CATALOG_V3_SITE_CALLING_CATALOG_V1_API", "", .v3),
            (428, "", "site is using CATALOG_V3", .v3), (501, "", "not supported for sites using Catalog V3", .v3),
            (428, "CATALOG_V3_SITE_PROVISIONING", "CATALOG_V3", nil),
            (400, "CATALOG_V1_SITE_CALLING_CATALOG_V3_API", "", nil),
            (428, "OTHER", "", nil),
        ] as [(Int, String, String, WixCatalogVersion?)])
    func catalogMismatch(_ status: Int, _ code: String, _ message: String, _ named: WixCatalogVersion?) {
        let error = WixError(outcome: .refused, status: status, code: code, message: message)
        #expect(error.catalogNamed == named)
        #expect(error.isCatalogMismatch == (named != nil))
    }

    @Test(arguments: [
        (HTTPClientError.Reason.invalidRequest, "INVALID_REQUEST"), (.resolve, "NAME_NOT_RESOLVED"),
        (.connect, "CONNECTION_FAILED"), (.tls, "TLS_FAILED"), (.timeout(.connect), "CONNECT_TIMEOUT"),
        (.timeout(.firstByte), "TIMEOUT"), (.timeout(.total), "TIMEOUT"), (.connectionLost, "CONNECTION_LOST"),
        (.truncated, "TRUNCATED_ANSWER"), (.tooLarge, "ANSWER_TOO_LARGE"), (.badAnswer, "INVALID_ANSWER"),
        (.cancelled, "CANCELLED"), (.other(1), "TRANSPORT_ERROR"),
    ])
    func transport(_ reason: HTTPClientError.Reason, _ code: String) {
        for (wasSent, isRead, outcome) in [
            (false, false, WixError.Outcome.notSent), (false, true, .notSent), (true, true, .failed),
            (true, false, .unknown),
        ] {
            let error = WixError(
                transport: HTTPClientError(reason: reason, wasSent: wasSent, detail: "libcurl says"), isRead: isRead)
            #expect(error.code == code)
            #expect(error.outcome == outcome)
            #expect(error.status == nil)
        }
    }

    @Test func jsonOfAnError() {
        var error = error(
            400, application("BAD_NAME", "too long"),
            fields: [("x-wix-request-id", "trace"), ("x-request-id", "other")])
        error.hint = "Shorten it."
        #expect(
            error.json(beside: "").text
                == #"{"status":400,"code":"BAD_NAME","message":"too long","wixRequestId":"trace","retryable":false,"#
                + #""outcome":"refused","hint":"Shorten it."}"#
        )
        error.fieldViolations = [WixError.FieldViolation(field: "name", description: "long", rule: "MAX_LENGTH")]
        #expect(
            error.json(beside: "It is bad.")["fieldViolations"]
                == [["field": "name", "description": "long", "rule": "MAX_LENGTH"]])
        let lost = WixError(outcome: .unknown, code: "TIMEOUT", message: "no answer")
        #expect(
            lost.json(beside: "").text
                == #"{"code":"TIMEOUT","message":"no answer","retryable":false,"outcome":"unknown"}"#)
    }

    /// What the sentence beside the error says is not said again in it.
    @Test func jsonSaysNothingTwice() {
        var error = error(400, application("BAD_NAME", "too long"))
        error.hint = ""
        error.fieldViolations = [
            WixError.FieldViolation(field: "name", description: "too long", rule: "MAX_LENGTH"),
            WixError.FieldViolation(field: "", description: "too long"),
        ]
        #expect(
            error.json(beside: error.sentence).text
                == #"{"status":400,"code":"BAD_NAME","fieldViolations":[{"field":"name","rule":"MAX_LENGTH"}],"#
                + #""retryable":false,"outcome":"refused"}"#)
    }

    @Test(
        arguments: [
            (#"{"duplicateContactId":"c1"}"#, #"{"duplicateContactId":"c1"}"#),
            (#"{"a":1,"b":null,"c":{"d":true,"e":{"f":1},"g":[1]},"h":[1]}"#, #"{"a":1,"b":null,"c":{"d":true}}"#),
            (#"{"key":"Bearer abc","n":2}"#, #"{"key":"Bearer [redacted]","n":2}"#),
            ("{}", nil), ("[1]", nil), ("\"text\"", nil),
        ] as [(String, String?)])
    func tellsTheData(_ data: String, _ told: String?) {
        let body = #"{"message":"m","details":{"applicationError":{"code":"C","data":\#(data)}}}"#
        #expect(error(409, body).json(beside: "")["data"]?.text == told)
    }

    /// `{"k":"…"}` is a comma shorter than it is counted.
    @Test func boundsTheData() {
        for (length, isTold) in [(1017, true), (1018, false)] {
            let text = String(repeating: "x", count: length)
            let body = #"{"details":{"applicationError":{"code":"C","data":{"k":"\#(text)","n":1}}}}"#
            #expect((error(409, body).data?["k"] != nil) == isTold)
        }
        let text = String(repeating: "x", count: 5000)
        let body = #"{"details":{"applicationError":{"code":"C","data":{"k":"\#(text)","n":1}}}}"#
        #expect(error(409, body).data == ["n": 1])
    }

    @Test func traceIDFallsBack() {
        #expect(error(400, "", fields: [("x-request-id", "r1")]).wixRequestID == "r1")
        #expect(error(400, "").wixRequestID == nil)
    }

    @Test(
        arguments: [
            (WixError.Outcome.refused, 409, "Wix answered 409: It is full."),
            (.refused, nil, "Wix did not answer: It is full."), (.failed, 500, "Wix answered 500: It is full."),
            (.failed, nil, "Wix did not answer: It is full."),
            (.notSent, nil, "Nothing was sent to Wix: It is full."),
            (.unknown, 504, "It is not known whether Wix applied this change: It is full. Check before you repeat it."),
        ] as [(WixError.Outcome, Int?, String)])
    func sentence(_ outcome: WixError.Outcome, _ status: Int?, _ text: String) {
        #expect(WixError(outcome: outcome, status: status, code: "C", message: "It is full").sentence == text)
    }

    @Test func messagesCarryNoCredential() {
        let key = "IST." + String(repeating: "a1", count: 30)
        #expect(error(400, #"{"message":"bad key \#(key)"}"#).message == "bad key [redacted]")
    }
}
