import HTTPCore
import JSON
import Testing

@testable import WixSandbox

@Suite struct ThrottleTests {
    private static let path = "/site-properties/v4/properties"

    @Test func theMinutesQuotaIsExact() {
        var window = RateWindow(limit: 3)
        let now = SandboxClient.start
        for _ in 0..<3 { #expect(window.take(at: now) == nil) }
        #expect(window.take(at: now) == .init(isHTML: false, retryAfter: 60))
        #expect(window.take(at: now.adding(30_500)) == .init(isHTML: true, retryAfter: 30))
        #expect(window.take(at: now.adding(59_999)) == .init(isHTML: false, retryAfter: nil))
        #expect(window.take(at: now.adding(59_999)) == .init(isHTML: true, retryAfter: nil))
        #expect(window.take(at: now.adding(60_000)) == nil)
    }

    @Test func refusalsComeAsJSONAndAsHTML() {
        var state = SandboxClient.v3
        state.siteRate = RateWindow(limit: 1)
        let client = SandboxClient(state)
        #expect(client.get(Self.path).status == 200)
        let first = client.get(Self.path)
        #expect(first.status == 429)
        #expect(first.code == "RESOURCE_EXHAUSTED")
        #expect(first.fields["retry-after"] == "60")
        let second = client.get(Self.path)
        #expect(second.status == 429)
        #expect(second.json == .null)
        #expect(second.fields["content-type"]?.hasPrefix("text/html") == true)
        #expect(client.get(Self.path).fields["retry-after"] == nil)
        client.wait(60_000)
        #expect(client.get(Self.path).status == 200)
    }

    @Test func refusedCredentialsUseNoQuota() {
        var state = SandboxClient.v3
        state.siteRate = RateWindow(limit: 1)
        let client = SandboxClient(state)
        for _ in 0..<3 { #expect(client.call("GET", Self.path, fields: []).status == 403) }
        #expect(client.get(Self.path).status == 200)
    }

    @Test func theDefaultQuotaIs200() {
        #expect(SandboxOptions().requestsPerMinute == 200)
        var none = RateWindow(limit: 0)
        for _ in 0..<1000 { #expect(none.take(at: SandboxClient.start) == nil) }
    }
}

@Suite struct FaultTests {
    private static let path = "/site-properties/v4/properties"

    private func client(_ faults: String) -> SandboxClient {
        var state = SandboxClient.v3
        state.faults = FaultPlan(faults)
        return SandboxClient(state)
    }

    @Test func aStatusReplacesTheAnswer() {
        let client = client("status=503,path=/site-properties,count=2,after=1")
        let statuses = (0..<5).map { _ in client.get(Self.path).status }
        #expect(statuses == [200, 503, 503, 200, 200])
        #expect(self.client("status=503,path=/other").get(Self.path).status == 200)
        #expect(self.client("status=503,method=POST").get(Self.path).status == 200)
    }

    @Test func htmlIsAPageOfTheEdge() {
        let answer = client("html").get(Self.path)
        #expect(answer.status == 502)
        #expect(answer.fields["content-type"]?.hasPrefix("text/html") == true)
        #expect(client("status=400,html").get(Self.path).status == 400)
    }

    @Test func ratesRepeatWithTheSeed() {
        func statuses() -> [Int] {
            let client = client("status=500,rate=0.3")
            return (0..<60).map { _ in client.get(Self.path).status }
        }
        let first = statuses()
        #expect(first == statuses())
        #expect((5...35).contains(first.count { $0 == 500 }))
    }

    @Test func aLostWriteHappened() {
        let client = client("lost,count=1,method=POST")
        let lost = client.post("/contacts/v4/labels", ["displayName": "Lost and found"])
        #expect(lost.status == 504)
        let again = client.post("/contacts/v4/labels", ["displayName": "Lost and found"])
        #expect(again.status == 200)
        #expect(again["newLabel"] == false)
    }

    @Test func truncationBreaksTheJSON() {
        let answer = client("truncate").get(Self.path)
        #expect(answer.status == 200)
        #expect(!answer.bytes.isEmpty)
        #expect(answer.json == .null)
    }

    @Test func slownessIsHandedOn() {
        let client = client("slow=250")
        let head = HTTPRequestHead(
            method: "GET", target: Self.path, minorVersion: 1, fields: HTTPFields(SandboxClient.siteFields))
        let (response, delay) = client.sandbox.respond(to: head, body: [])
        #expect(response.status == 200)
        #expect(delay == .milliseconds(250))
    }

    @Test(
        arguments: [
            ("", nil), ("status=500", nil), ("status=700", "status=700"), ("rate=2", "rate=2"), ("slow=-1", "slow=-1"),
            ("lose", "lose"), ("path=ecom", "path=ecom"), ("lost, count=1 ; html", nil),
        ] as [(String, String?)])
    func wrongWordsAreNamed(text: String, word: String?) {
        var options = SandboxOptions()
        options.faults = text
        #expect(options.faultProblem.map { $0.contains("'\(word ?? "")'") } == word.map { _ in true })
    }

    @Test func wrongRulesLeaveTheOthers() {
        let client = client("status=abc;status=503,count=1")
        #expect(client.get(Self.path).status == 503)
    }
}
