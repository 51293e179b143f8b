import JSON
import Testing

@testable import WixSandbox

/// What the member `state` of a shape does, on tables of the test's own.
@Suite struct RecordTests {
    private static let text = #"""
        {"area":"test","tables":{
          "shelves":{"noun":"shelf"},
          "pots":{"noun":"pot","missing":"POT_NOT_FOUND","hidden":["secret"],"ids":["parts"],"fields":[
            {"fields":["name","shelf"],"operators":"$eq $in","sort":true},
            {"fields":["size"],"operators":"$gte","kind":"number","sort":true},
            {"fields":["glaze"],"operators":"$eq","enum":["RAW","FIRED"]},
            {"fields":["extra.*"],"operators":"$eq","kind":"any"}]},
          "brokenPots":{}},
         "operations":[
         {"request":"POST /pots/v1/shelves","body":{"type":"object","properties":{"shelf":{"type":"object"}}},
          "state":{"table":"shelves","does":"create"},"answer":{"shelf":{"id":"x"}}},
         {"request":"POST /pots/v1/pots","state":{"table":"pots","does":"create","defaults":{"glaze":"RAW"},
           "set":{"secret":"{body:pot.name}!"},"needs":{"shelves":"{body:pot.shelf}"}},
          "body":{"type":"object","properties":{"pot":{"type":"object","properties":{"name":{"type":"string"},
            "size":{"type":"integer"},"shelf":{},"parts":{},"glaze":{}, "revision":{}}}}},
          "answer":{"pot":{"id":"x","revision":"9","name":"Example","size":3,"state":"{body:pot.name} made",
            "createdDate":"2026-01-01T00:00:00.000Z","updatedDate":"2026-01-01T00:00:00.000Z"}}},
         {"request":"GET /pots/v1/pots/{id}","state":{"table":"pots","does":"get"},"answer":{"pot":{}}},
         {"request":"PATCH /pots/v1/pots/{pot.id}","state":{"table":"pots","does":"update"},
          "body":{"type":"object","properties":{"pot":{"type":"object"}}},"answer":{"pot":{}}},
         {"request":"PUT /pots/v1/pots/{id}","state":{"table":"pots","does":"replace"},
          "body":{"type":"object","properties":{"pot":{"type":"object","properties":{"name":{},"size":{}}}}},
          "answer":{"pot":{}}},
         {"request":"POST /pots/v1/masked/{id}","state":{"table":"pots","does":"update","mask":"fieldMask"},
          "body":{"type":"object","properties":{"pot":{"type":"object"},"fieldMask":{}}},"answer":{"pot":{}}},
         {"request":"POST /pots/v1/pots/{id}/fire","state":{"table":"pots","does":"act","from":{"glaze":["RAW"]},
           "refuse":{"status":409,"code":"ALREADY_FIRED"},"set":{"glaze":"FIRED","firedAt":"{now}"},"add":{"size":-1},
           "join":{"tags":"{body:tag}"},"unset":["note"],
           "also":[{"table":"shelves","does":"act","key":"{parent:shelf}","add":{"fired":1}}]},
          "body":{"type":"object","properties":{"tag":{}}},"answer":{"pot":{}}},
         {"request":"DELETE /pots/v1/pots/{id}","state":{"table":"pots","does":"delete","to":"brokenPots"},"answer":{}},
         {"request":"POST /pots/v1/broken/{id}/mend","state":{"table":"brokenPots","does":"delete","to":"pots"},
          "body":{"type":"object"},"answer":{"pot":{}}},
         {"request":"POST /pots/v1/pots/query","body":{"type":"object"},"answer":{"pots":[],
           "pagingMetadata":{"count":0,"cursors":{},"hasNext":false}},"state":{"table":"pots","does":"list",
           "sent":"query","only":{"unless":"{body:all}","where":{"glaze":"FIRED"}}}},
         {"request":"GET /pots/v1/pots","query":["shelf","paging.limit","paging.offset"],"answer":{"pots":[],
           "metadata":{"count":0,"offset":0,"total":0}},
          "state":{"table":"pots","does":"list","match":{"shelf":"{query:shelf}"}}},
         {"request":"POST /pots/v1/pots/count","body":{"type":"object"},"answer":{"count":7},
          "state":{"table":"pots","does":"count"}},
         {"request":"POST /pots/v1/pots/named","body":{"type":"object"},"answer":{"pot":{},"isNew":true},
          "state":{"table":"pots","does":"findOrCreate","sent":"","match":{"name":"{body:name}"},
            "id":"pot-{slug:body.name}"}},
         {"request":"POST /pots/v1/pots/set","body":{"type":"object","properties":{"pot":{"type":"object"}}},
          "answer":{"pot":{}},"state":{"table":"pots","does":"upsert","match":{"name":"{body:pot.name}"}}},
         {"request":"POST /pots/v1/bulk/create","body":{"type":"object","properties":{"pots":{"type":"array"},
            "returnEntity":{}}},"state":{"table":"pots","does":"bulkCreate"},"answer":{"results":[{"itemMetadata":{},
            "item":{"revision":"1","id":"x"}}],"bulkActionMetadata":{"totalSuccesses":9,"totalFailures":9}}},
         {"request":"POST /pots/v1/bulk/update","body":{"type":"object","properties":{"pots":{"type":"array"}}},
          "state":{"table":"pots","does":"bulkUpdate","each":"pot"},"answer":{"results":[{"itemMetadata":{}}],
            "bulkActionMetadata":{"totalSuccesses":9,"totalFailures":9}}},
         {"request":"POST /pots/v1/bulk/delete","body":{"type":"object"},"answer":{"jobId":"x"},
          "state":{"table":"pots","does":"bulkDelete"}}]}
        """#

    private let client = SandboxClient()
    private let router: Router
    private let shelf: String

    init() throws {
        router = Router(try ShapeBook(files: [("test", Array(Self.text.utf8))]).shapes.map(\.route))
        let made = client.call(
            "POST", "/pots/v1/shelves", ["shelf": ["fired": 0]], fields: SandboxClient.siteFields, router: router)
        shelf = made.json.text("shelf.id")
    }

    private func call(_ method: String, _ path: String, _ body: JSONValue? = nil) -> SandboxClient.Answer {
        client.call(method, "/pots/v1/" + path, body, fields: SandboxClient.siteFields, router: router)
    }

    private func make(_ name: String, size: Int = 5, _ more: JSONValue = [:]) -> JSONValue {
        var pot: JSONValue = ["name": .string(name), "size": .int(size), "shelf": .string(shelf)]
        pot.merge(more)
        return call("POST", "pots", ["pot": pot]).json["pot"] ?? [:]
    }

    private func pot(_ id: String) -> JSONValue { call("GET", "pots/\(id)").json["pot"] ?? .null }

    // MARK: Made and changed

    @Test func aNewEntityIsWhatWasSentAndWhatWixMakes() {
        let pot = make("Bowl", size: 4, ["parts": [["name": "lid"]], "revision": "70"])
        #expect(pot.id.count == 36 && pot.id != "x")
        #expect(pot.text("revision") == "1")
        #expect(pot.text("createdDate") == SandboxClient.start.text)
        #expect(pot.number("size") == 4)
        #expect(pot.text("state") == "Bowl made")
        #expect(pot.text("glaze") == "RAW", "the default")
        #expect(pot["secret"] == nil, "hidden")
        #expect(pot["parts"]?.arrayValue?.first?.id.count == 36)
        #expect(self.pot(pot.id) == pot)
        // What could have been sent, but was not, is not taken from the example.
        let other = call("POST", "pots", ["pot": ["name": "Cup", "shelf": .string(shelf)]])
        #expect(other["pot.size"] == nil)
    }

    @Test func whatANewEntityNeedsMustBeThere() {
        let answer = call("POST", "pots", ["pot": ["name": "Bowl", "shelf": "none"]])
        #expect(answer.status == 404)
        #expect(answer.message.contains("shelf none"))
    }

    @Test func anUpdateMergesAndCountsOn() {
        let id = make("Bowl", size: 4, ["extra": ["a": 1, "b": 2]]).id
        let change: JSONValue = ["pot": ["id": "other", "revision": "1", "size": 6, "extra": ["b": .null, "c": 3]]]
        #expect(call("PATCH", "pots/\(id)", change).status == 200)
        let pot = pot(id)
        #expect(pot.id == id)
        #expect(pot["extra"] == ["a": 1, "c": 3])
        #expect(pot.number("size") == 6)
        #expect(pot.text("revision") == "2")
        let stale = call("PATCH", "pots/\(id)", change)
        #expect(stale.status == 409)
        #expect(stale.code == "INVALID_REVISION")
        #expect(self.pot(id) == pot)
    }

    @Test func aMaskedUpdateChangesWhatTheMaskNames() {
        let id = make("Bowl", size: 4).id
        let body: JSONValue = ["pot": ["name": "Cup", "size": 9], "fieldMask": ["paths": ["name", "glaze"]]]
        #expect(call("POST", "masked/\(id)", body).status == 200)
        #expect(pot(id).text("name") == "Cup")
        #expect(pot(id).number("size") == 4)
        #expect(pot(id)["glaze"] == nil)
    }

    @Test func aReplacementLeavesWhatWixMakes() {
        let id = make("Bowl", size: 4).id
        #expect(call("PUT", "pots/\(id)", ["pot": ["name": "Cup"]]).status == 200)
        #expect(pot(id).text("name") == "Cup")
        #expect(pot(id)["size"] == nil)
        #expect(pot(id).text("state") == "Bowl made")
    }

    @Test func anActionNeedsItsState() {
        let id = make("Bowl", size: 4, ["note": "wet"]).id
        #expect(call("POST", "pots/\(id)/fire", ["tag": "raku"])["pot.glaze"] == "FIRED")
        let fired = pot(id)
        #expect(fired.number("size") == 3)
        #expect(fired["tags"] == ["raku"])
        #expect(fired["note"] == nil)
        #expect(fired.text("firedAt") == SandboxClient.start.text)
        let again = call("POST", "pots/\(id)/fire", [:])
        #expect(again.status == 409)
        #expect(again.code == "ALREADY_FIRED")
        #expect(pot(id) == fired)
        #expect(call("POST", "pots/none/fire", [:]).code == "POT_NOT_FOUND")
    }

    @Test func whatIsDeletedIsGoneUntilItIsRestored() {
        let id = make("Bowl").id
        #expect(call("DELETE", "pots/\(id)").json == [:])
        #expect(call("GET", "pots/\(id)").status == 404)
        #expect(call("DELETE", "pots/\(id)").status == 404)
        #expect(call("POST", "broken/\(id)/mend", [:]).status == 200)
        #expect(pot(id).text("name") == "Bowl")
    }

    @Test func whatIsThereIsFound() {
        let made = call("POST", "pots/named", ["name": "Tea bowl"])
        #expect(made["pot.id"] == "pot-tea-bowl")
        #expect(made["isNew"] == true)
        let found = call("POST", "pots/named", ["name": "Tea bowl"])
        #expect(found["pot.id"] == "pot-tea-bowl")
        #expect(found["isNew"] == false)
        let first = call("POST", "pots/set", ["pot": ["name": "Jug", "size": 1]])
        let second = call("POST", "pots/set", ["pot": ["name": "Jug", "size": 2]])
        #expect(first["pot.id"] == second["pot.id"])
        #expect(pot(second.json.text("pot.id")).number("size") == 2)
    }

    // MARK: Listed

    private func query(_ query: JSONValue, all: Bool = true) -> SandboxClient.Answer {
        call("POST", "pots/query", ["query": query, "all": .bool(all)])
    }

    @Test func queriesFilterSortAndPage() throws {
        for size in 1...5 { _ = make("Pot \(size)", size: size) }
        let sort: JSONValue = [["fieldName": "size", "order": "DESC"]]
        let first = query(["filter": ["size": ["$gte": 2]], "sort": sort, "cursorPaging": ["limit": 3]])
        #expect(first.array("pots").compactMap { $0.number("size") } == [5, 4, 3])
        #expect(first["pagingMetadata.hasNext"] == true)
        let next = try #require(first["pagingMetadata.cursors.next"])
        let second = query(["cursorPaging": ["cursor": next]])
        #expect(second.array("pots").compactMap { $0.number("size") } == [2])
        #expect(query(["filter": ["size": ["$gte": 2]], "cursorPaging": ["cursor": next]]).status == 400)
        #expect(query(["cursorPaging": ["cursor": "JWE.0.0"]]).status == 400)
        let page = call("GET", "pots?shelf=\(shelf)&paging.limit=2&paging.offset=4")
        #expect(page["metadata"] == ["count": 1, "offset": 4, "total": 5])
        #expect(call("GET", "pots?shelf=none")["metadata.total"] == 0)
        #expect(call("POST", "pots/count", ["filter": ["size": ["$gte": 4]]])["count"] == 2)
    }

    @Test(arguments: [
        (#"{"colour":"red"}"#, "'colour' is not declared"), (#"{"size":{"$lt":3}}"#, "'$lt' is not supported"),
        (#"{"glaze":"WET"}"#, "one of"), (#"{"size":{"$gte":"big"}}"#, "a number"),
    ])
    func anUndocumentedFilterIsRefused(filter: String, words: String) throws {
        let answer = query(["filter": try JSONValue(parsing: filter)])
        #expect(answer.status == 400)
        #expect(answer.message.contains(words), "\(answer.message)")
        #expect(query(["sort": [["fieldName": "glaze"]]]).status == 400)
    }

    @Test func fieldsOfTheOwnersOwnAreFound() {
        let id = make("Bowl", size: 1, ["extra": ["cone": 6]]).id
        _ = make("Cup")
        #expect(query(["filter": ["extra.cone": 6]]).array("pots").map(\.id) == [id])
    }

    @Test func someAreShownOnRequestOnly() {
        let id = make("Bowl").id
        #expect(query([:], all: false).array("pots").isEmpty)
        #expect(query([:]).array("pots").map(\.id) == [id])
    }

    // MARK: In bulk

    @Test func eachItemHasItsOutcome() {
        let made = call("POST", "bulk/create", ["pots": [["name": "A"], ["name": "B"]], "returnEntity": true])
        let ids = made.array("results").map { $0.text("itemMetadata.id") }
        #expect(made.array("results").map { $0.text("item.name") } == ["A", "B"])
        #expect(made["bulkActionMetadata"] == ["totalSuccesses": 2, "totalFailures": 0])
        let items: JSONValue = [
            ["pot": ["id": .string(ids[0]), "revision": "1", "size": 8]],
            ["pot": ["id": .string(ids[1]), "revision": "4", "size": 8]], ["pot": ["id": "none"]],
        ]
        let changed = call("POST", "bulk/update", ["pots": items])
        #expect(changed["bulkActionMetadata"] == ["totalSuccesses": 1, "totalFailures": 2])
        let codes = changed.array("results").map { $0.text("itemMetadata.error.code") }
        #expect(codes == ["", "INVALID_REVISION", "POT_NOT_FOUND"])
        #expect(pot(ids[0]).number("size") == 8)
        #expect(pot(ids[1])["size"] == nil)
        let job = call("POST", "bulk/delete", ["filter": ["name": ["$in": ["A", "C"]]]])
        #expect(job.json.text("jobId").count == 36)
        #expect(call("GET", "pots/\(ids[0])").status == 404)
        #expect(call("GET", "pots/\(ids[1])").status == 200)
    }

    @Test func datesAreThoseOfTheClock() {
        let task = client.post("/crm/tasks/v2/tasks", ["task": ["title": "Fire"]])["task"] ?? [:]
        client.wait(5000)
        let change: JSONValue = ["task": ["id": .string(task.id), "revision": "1", "status": "COMPLETED"]]
        let changed = client.patch("/crm/tasks/v2/tasks/\(task.id)", change)
        #expect(changed["task.createdDate"] == .string(SandboxClient.start.text))
        #expect(changed["task.updatedDate"] == .string(SandboxClient.start.adding(5000).text))
    }

    // MARK: Mistakes in the data

    @Test(arguments: [
        (#"{"table":"pans","does":"get"}"#, "table"), (#"{"table":"pots","does":"gets"}"#, "does"),
        (#"{"table":"pots","does":"get","tables":1}"#, "tables"),
        (#"{"table":"pots","does":"get","entity":"pan"}"#, "pan"),
        (#"{"table":"pots","does":"get","needs":{"pans":"x"}}"#, "pans"),
        (#"{"table":"pots","does":"delete","to":"pans"}"#, "to"),
        (#"{"table":"pots","does":"get","all":{"pots":"pans"}}"#, "all"),
        (#"{"table":"pots","does":"act","also":[{"table":"pans","does":"act"}]}"#, "also"),
    ])
    func aMalformedStateIsNamed(state: String, naming: String) {
        let text = #"""
            {"area":"test","tables":{"pots":{}},"operations":[
              {"request":"GET /pots/{id}","state":\#(state),"answer":{"pot":{}}}]}
            """#
        let error = #expect(throws: ShapeError.self) {
            try ShapeBook(files: [("test", Array(text.utf8))])
        }
        #expect(error?.description.contains("GET /pots/{id}") == true, "\(error?.description ?? "")")
        #expect(error?.message.contains(naming) == true || error?.place.contains(naming) == true)
    }

    @Test(arguments: [
        (#"{"pots":{"fields":[{"fields":["a"],"operators":"$like"}]}}"#, "$like"),
        (#"{"pots":{"fields":[{"fields":["a"],"kind":"colour"}]}}"#, "colour"),
        (#"{"pots":{"fields":[{"operators":"$eq"}]}}"#, "fields"), (#"{"pots":{"rows":[]}}"#, "rows"),
    ])
    func aMalformedTableIsNamed(tables: String, naming: String) {
        let text = #"{"area":"test","tables":\#(tables),"operations":[]}"#
        let error = #expect(throws: ShapeError.self) {
            try ShapeBook(files: [("test", Array(text.utf8))])
        }
        #expect(error?.place == "table pots")
        #expect(error?.message.contains(naming) == true, "\(error?.description ?? "")")
    }

    /// What the documents show is there from the beginning.
    @Test func theFirstRowsAreThoseOfTheExamples() throws {
        let book = try ShapeBook.load()
        let coupons = try #require(book.tables.first { $0.kind.rawValue == "coupons" })
        #expect(coupons.seed.count == 2)
        let answer = client.post("/stores/v2/coupons/query", ["query": [:]])
        #expect(answer.array("coupons").map(\.id).sorted() == coupons.seed.map(\.id).sorted())
        #expect(answer["totalResults"] == 2)
    }
}
