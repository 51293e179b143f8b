import Gateway
import Testing
import WixCatalogue
import WixTools

@testable import wixmcpd

/// What the audit log says of a call that is over.
@Suite struct CallEndingTests {
    private static let refused = #"{"message":"No.","error":{"code":"FORBIDDEN","outcome":"refused"}}"#
    private static let lost = #"{"message":"Lost.","error":{"code":"TIMEOUT","outcome":"unknown"}}"#
    private static let cancelled = "cancelled by the client"

    private func ending(
        _ tool: String, _ answer: String, isError: Bool, isCancelled: Bool, requests: Int
    ) throws -> AuditEnding {
        let tool = try #require(try Catalogue.load()[tool])
        let trace = CallTrace()
        for _ in 0..<requests {
            trace.note(AuditedRequest(method: "GET", path: "/x", status: 200, wixRequestID: nil))
        }
        let outcome = ToolOutcome.result(ToolResult(structured: Array(answer.utf8), isError: isError))
        return AuditEnding(outcome, of: tool, isCancelled: isCancelled, trace, duration: .zero)
    }

    @Test(
        arguments: [
            ("list_all_wix_orders", #"{"result":[]}"#, false, 1, .error),
            ("list_all_wix_orders", refused, true, 1, .error),
            ("create_a_wix_contact", lost, true, 1, .unknown), ("create_a_wix_contact", refused, true, 1, .error),
            ("create_a_wix_contact", refused, true, 0, .error),
            ("create_a_wix_contact", #"{"id":"x"}"#, false, 0, .error),
            ("wix_contacts_bulk_label", #"{"jobId":"j","done":false}"#, false, 2, .unknown),
            ("wix_contacts_bulk_label", #"{"succeeded":[],"unknown":2}"#, false, 2, .unknown),
        ] as [(String, String, Bool, Int, AuditEnding.Outcome)])
    func aCancelledCallIsNoSuccess(
        tool: String, answer: String, isError: Bool, requests: Int, outcome: AuditEnding.Outcome
    ) throws {
        let ending = try ending(tool, answer, isError: isError, isCancelled: true, requests: requests)
        #expect(ending.outcome == outcome)
        #expect(ending.detail == Self.cancelled)
    }

    /// What was done before the client went is done.
    @Test func aWriteThatWasAnsweredStands() throws {
        let ending = try ending(
            "create_a_wix_contact", #"{"id":"x"}"#, isError: false, isCancelled: true, requests: 1)
        #expect(ending.outcome == .ok && ending.detail == nil)
    }

    @Test(
        arguments: [
            (#"{"result":[]}"#, false, .ok, nil), (refused, true, .error, "FORBIDDEN"),
            (lost, true, .unknown, "TIMEOUT"),
        ] as [(String, Bool, AuditEnding.Outcome, String?)])
    func othersAreAsTheyEnded(answer: String, isError: Bool, outcome: AuditEnding.Outcome, detail: String?) throws {
        let ending = try ending("create_a_wix_contact", answer, isError: isError, isCancelled: false, requests: 1)
        #expect(ending.outcome == outcome && ending.detail == detail)
    }
}
