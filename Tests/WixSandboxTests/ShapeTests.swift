import JSON
import Testing

@testable import WixSandbox

/// The strict requests of the operations without state, as data.
@Suite struct ShapeTests {
    private static let text = #"""
        {"area":"test","operations":[
         {"request":"POST /things/v1/things/{thing.id}/move","query":["dryRun"],
          "body":{"type":"object","properties":{"thing":{"type":"object","properties":{"name":{"type":"string"},
            "rows":{"type":"array","items":{"type":"object","additionalProperties":false}}},
            "required":["name"],"additionalProperties":false}},"required":["thing"],"additionalProperties":false},
          "answer":{"thing":{"id":"{path:thing.id}","name":"{body:thing.name}","note":"{body:thing.note}","size":3,
            "text":"Moved {body:thing.name}."},"tags":["{body:thing.name}"]}},
         {"request":"GET /things/v1/things/{id}","answer":{"id":"{path:id}"}},
         {"request":"GET /things/v1/things/default","answer":{"id":"default"}},
         {"request":"POST /things/v1/accounts","body":{"type":"object"},"access":"account","answer":{}},
         {"request":"POST /wix-data/v2/bulk/things","body":{"type":"object"},"answer":{"jobId":"x"}},
         {"request":"POST /stores/v3/bulk/things","body":{"type":"object"},"answer":{"jobId":"x"}}]}
        """#

    private let client = SandboxClient()
    private let router: Router

    init() throws {
        let book = try ShapeBook(files: [("test", Array(Self.text.utf8))])
        router = Router(JobsAPI.routes + book.shapes.map(\.route))
    }

    private func call(
        _ method: String, _ target: String, _ body: JSONValue? = nil,
        fields: [(String, String)] = SandboxClient.siteFields
    ) -> SandboxClient.Answer {
        client.call(method, target, body, fields: fields, router: router)
    }

    private static let move = "/things/v1/things/t1/move"

    @Test func theExampleIsFilledIn() {
        let answer = call("POST", Self.move, ["thing": ["name": "Fern", "rows": [[:]]]])
        #expect(answer.status == 200)
        #expect(
            answer.json.text == #"{"thing":{"id":"t1","name":"Fern","size":3,"text":"Moved Fern."},"tags":["Fern"]}"#)
    }

    @Test(arguments: [
        (#"{}"#, "thing"), (#"{"thing":{}}"#, "thing.name"), (#"{"thing":{"name":1}}"#, "thing.name"),
        (#"{"thing":{"name":"x","colour":"red"}}"#, "thing.colour"), (#"{"thing":{"name":"x"},"fields":[]}"#, "fields"),
        (#"{"thing":{"name":"x","rows":[{},{"a":1}]}}"#, "thing.rows[1].a"),
    ])
    func anotherShapeIsRefusedWithItsField(body: String, field: String) throws {
        let answer = call("POST", Self.move, try JSONValue(parsing: body))
        #expect(answer.status == 400)
        #expect(answer.field == field, "\(answer.json.text)")
    }

    @Test func theQueryAndTheBodyAreStrict() {
        let body: JSONValue = ["thing": ["name": "x"]]
        #expect(call("POST", Self.move + "?dryRun=true", body).status == 200)
        #expect(call("POST", Self.move + "?dry=true", body).field == "dry")
        #expect(call("GET", "/things/v1/things/t1", body).status == 400)
        #expect(call("DELETE", "/things/v1/things/t1").status == 404)
    }

    @Test func aWholePathBeatsAPlaceholder() {
        #expect(call("GET", "/things/v1/things/default").json == ["id": "default"])
        #expect(call("GET", "/things/v1/things/other").json == ["id": "other"])
    }

    @Test func credentialsCountAsEverywhere() {
        #expect(call("GET", "/things/v1/things/t1", fields: []).status == 403)
        let account = [("authorization", Sandbox.apiKey), ("wix-account-id", Sandbox.accountID)]
        #expect(call("GET", "/things/v1/things/t1", fields: account).status == 200)
        #expect(call("POST", "/things/v1/accounts", [:], fields: account).status == 200)
        #expect(call("POST", "/things/v1/accounts", [:]).code == "NO_ACCOUNT_IDENTITY")
    }

    @Test(arguments: [
        (#"{"request":"POST"}"#, "request"), (#"{"request":"POST /x","answers":{}}"#, "answers"),
        (#"{"request":"POST /x","body":{"tipe":"object"}}"#, "tipe"),
        (#"{"request":"GET /x","catalog":"v2"}"#, "catalog"),
        (#"{"request":"GET /x","access":"all"}"#, "access"),
    ])
    func aMalformedShapeIsNamed(operation: String, naming: String) {
        let error = #expect(throws: ShapeError.self) {
            try ShapeBook(files: [("test", Array(#"{"area":"test","operations":[\#(operation)]}"#.utf8))])
        }
        #expect(error?.description.contains(naming) == true, "\(error?.description ?? "")")
    }

    // MARK: What is built in

    @Test func theEmbeddedShapesCanBeRead() throws {
        let shapes = try ShapeBook.load().shapes
        let requests = shapes.map { shape in
            "\(shape.method) "
                + shape.path.split(separator: "/").map { $0.hasPrefix("{") ? "{}" : $0 }.joined(separator: "/")
        }
        #expect(Set(requests).count == requests.count, "an operation is there twice")
    }

    /// A body that every request of the kind may have is no check.
    @Test func shapesAreStrict() throws {
        for shape in try ShapeBook.load().shapes where shape.method != "GET" && shape.method != "DELETE" {
            let unknown = shape.body?.violations(in: ["noSuchMemberAtAll": 1]) ?? [.init(pointer: "", message: "")]
            #expect(!unknown.isEmpty, "\(shape.method) \(shape.path) takes anything")
        }
    }

    // MARK: Jobs

    @Test(arguments: [
        (
            "/stores/v3/bulk/things", "/async-jobs/v1/async-jobs/",
            ["INITIALIZED", "PROCESSING", "FINISHED", "FINISHED"]
        ),
        ("/wix-data/v2/bulk/things", "/wix-data/v2/async-jobs/", ["STARTED", "RUNNING", "SUCCEEDED", "SUCCEEDED"]),
    ])
    func aJobAdvancesWithEachPoll(start: String, polls: String, states: [String]) {
        let id = call("POST", start, [:]).json.text("jobId")
        #expect(id.count == 36)
        let path = polls + id + (polls.contains("wix-data") ? "/status" : "")
        for state in states {
            let answer = call("GET", path).json
            #expect((answer["job"] ?? answer).text("status") == state)
        }
        #expect(call("GET", polls + "unknown" + (polls.contains("wix-data") ? "/status" : "")).status == 404)
        #expect(call("GET", "/contacts/v4/bulk/jobs/" + id).status == 404, "another system's job")
    }
}

@Suite struct MemberSearchTests {
    @Test func membersAreFoundByWords() {
        let client = SandboxClient()
        let path = "/members/v1/members/query"
        let first = client.post(path, ["query": ["paging": ["limit": 1]], "fieldsets": ["FULL"]]).array("members").first
        let nickname = first?.text("profile.nickname") ?? ""
        let found = client.post(path, ["search": ["expression": .string(nickname)]]).array("members")
        #expect(found.contains { $0.id == first?.id } && !nickname.isEmpty)
        #expect(client.post(path, ["search": ["expression": "zzz"]]).array("members").isEmpty)
        #expect(client.post(path, ["search": ["expression": "a", "fields": ["status"]]]).status == 400)
        #expect(client.post(path, ["search": ["words": "a"]]).field == "search.words")
    }
}

@Suite struct ContactJobTests {
    private let client = SandboxClient()
    private static let jobs = "/contacts/v4/bulk/jobs"

    /// The job when it is done, and the states on the way.
    private func finish(_ id: String) -> (job: JSONValue, states: [String]) {
        var states: [String] = []
        for _ in 0..<10 {
            let job = client.get("\(Self.jobs)/\(id)").json["job"] ?? .null
            states.append(job.text("status"))
            if states.last == "COMPLETED" { return (job, states) }
        }
        return (.null, states)
    }

    private func count(_ filter: JSONValue) -> Int {
        client.post("/contacts/v4/contacts/query", ["query": ["filter": filter, "paging": ["limit": 1000]]])
            .array("contacts").count
    }

    @Test func labelsAreChanged() throws {
        let label = client.get("/contacts/v4/labels?paging.limit=1").array("labels").first?.text("key") ?? ""
        let filter: JSONValue = ["info.name.first": ["$startsWith": "A"]]
        let matching = count(filter)
        #expect(matching > 1)
        let started = client.post(
            "/contacts/v4/bulk/contacts/add-remove-labels", ["filter": filter, "labelKeysToAdd": [.string(label)]])
        let (job, states) = finish(started.json.text("jobId"))
        #expect(states == ["NEW", "LOADING", "RUNNING", "INDEXING", "COMPLETED"])
        #expect(job["successTotal"]?.intValue == matching)
        #expect(job.text("type") == "ADD_LABELS")
        #expect(count(["$and": [filter, ["info.labelKeys": ["$hasSome": [.string(label)]]]]]) == matching)
        #expect(client.get(Self.jobs).array("jobs").count == 1)
    }

    @Test func membersCannotBeDeleted() {
        let all = count([:])
        let started = client.post(
            "/contacts/v4/bulk/contacts/delete", ["filter": ["createdDate": ["$gt": "2000-01-01T00:00:00Z"]]])
        let job = finish(started.json.text("jobId")).job
        #expect(job["totalItems"]?.intValue == all)
        let failed = job["failedTotal"]?.intValue ?? 0
        #expect(failed > 0)
        #expect(count([:]) == failed)
        #expect(job["errors"]?.arrayValue?.first?.text("code") == "CANNOT_DELETE_SITE_MEMBERS")
        #expect(job["errors"]?.arrayValue?.first?["count"]?.intValue == failed)
    }

    @Test func nothingToGoByIsRefused() {
        #expect(client.post("/contacts/v4/bulk/contacts/delete", [:]).code == "NEITHER_FILTER_NOR_SEARCH")
        #expect(client.post("/contacts/v4/bulk/contacts/delete", ["filter": ["nothing": 1]]).status == 400)
        #expect(client.post("/contacts/v4/bulk/contacts/update", ["filter": ["id": "x"]]).field == "info")
    }

    @Test func fieldsAreUpdated() {
        let filter: JSONValue = ["info.name.first": ["$startsWith": "A"]]
        let matching = count(filter)
        let started = client.post(
            "/contacts/v4/bulk/contacts/update", ["filter": filter, "info": ["company": "Fern & Co"]])
        #expect(finish(started.json.text("jobId")).job["successTotal"]?.intValue == matching)
        #expect(count(["info.company": "Fern & Co"]) == matching)
    }
}
