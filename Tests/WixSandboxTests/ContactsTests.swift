import JSON
import Testing

@testable import WixSandbox

@Suite struct ContactsTests {
    private static let path = "/contacts/v4/contacts"
    private let client = SandboxClient()

    private func query(_ query: JSONValue) -> SandboxClient.Answer {
        client.post(Self.path + "/query", ["query": query])
    }

    @Test func listAndQueryAgree() {
        let listed = client.get(
            Self.path + "?paging.limit=3&paging.offset=2&sort.fieldName=info.name.last&sort.order=DESC&fieldsets=BASIC")
        let queried = query([
            "sort": [["fieldName": "info.name.last", "order": "DESC"]], "paging": ["limit": 3, "offset": 2],
            "fieldsets": ["BASIC"],
        ])
        #expect(listed.json == queried.json)
        #expect(listed["pagingMetadata.total"] == 260)
        let contact = listed.array("contacts")[0]
        #expect(contact.objectValue?.keys == ["id", "revision", "primaryInfo", "info"])
        #expect(contact["info"]?.objectValue?.keys == ["name"])
    }

    @Test(arguments: [
        (#"{"info.labelKeys":{"$hasSome":["custom.vip"]}}"#, "info.labelKeys.items", "custom.vip"),
        (#"{"info.name.last":{"$startsWith":"mo"}}"#, "info.name.last", #""Mo"#),
        (#"{"info.addresses.subdivision":"US-NJ"}"#, "info.addresses.items", "US-NJ"),
        (
            #"{"info.extendedFields.emailSubscriptions.subscriptionStatus":"SUBSCRIBED"}"#,
            "primaryEmail.subscriptionStatus", #""SUBSCRIBED""#
        ),
        (
            #"{"$and":[{"primaryInfo.email":{"$exists":true}},{"info.company":{"$exists":true}}]}"#, "info.company",
            #"""#
        ),
    ])
    func filtersSelect(filter: String, path: String, part: String) throws {
        let found = query(["filter": try JSONValue(parsing: filter)]).array("contacts")
        #expect(!found.isEmpty)
        #expect(found.count < 260)
        #expect(found.allSatisfy { $0.value(at: path)?.text.contains(part) == true })
    }

    @Test(
        arguments: [
            (["filter": ["info.labelKeys.items": ["$hasSome": ["x"]]]], "UNSUPPORTED_FILTER_FIELD_UNKNOWN"),
            (["filter": ["info.name.first": ["$contains": "a"]]], "UNSUPPORTED_FILTER_OPERATOR"),
            (["filter": ["info.name.first": 3]], "UNSUPPORTED_FILTER_VALUE_TYPE"),
            (["filter": []], "MALFORMED_FILTER"),
            (["sort": [["fieldName": "updatedDate"]]], "UNSUPPORTED_SORT_FIELD"),
            (["paging": ["limit": 1001]], "ILLEGAL_LIMIT"),
        ] as [(JSONValue, String)])
    func mistakesHaveTheirCodes(query: JSONValue, code: String) {
        let answer = self.query(query)
        #expect(answer.status == 400)
        #expect(answer.code == code)
    }

    @Test func onlyOneSortIsTaken() {
        let sort: JSONValue = [["fieldName": "createdDate"], ["fieldName": "info.company"]]
        #expect(query(["sort": sort]).status == 400)
    }

    @Test func plainSearchMatchesWholeValues() throws {
        let contact = client.sandbox.withState { $0[.contacts].entities[77] }
        let email = contact.text("primaryInfo.email")
        let found = client.post(Self.path + "/query", ["query": [:], "search": .string(email.uppercased())])
        #expect(found.array("contacts").map(\.id) == [contact.id])
        #expect(found["pagingMetadata.total"] == 1)
        #expect(
            client.post(Self.path + "/query", ["search": .string(String(email.dropLast()))]).array("contacts").isEmpty)
        let long = JSONValue.string(String(repeating: "a", count: 101))
        #expect(client.post(Self.path + "/query", ["search": long]).status == 400)
    }

    @Test func oneContactComesById() {
        let known = client.get(Self.path + "/contact-123")
        #expect(known["contact.id"] == "contact-123")
        #expect(known["responseType"] == "REGULAR")
        #expect(client.get(Self.path + "/none").code == "CONTACT_NOT_FOUND")
        #expect(client.get(Self.path + "/none").status == 404)
        #expect(client.get(Self.path + "/contact-123?fieldsets=ALL").status == 400)
    }

    @Test func creatingRefusesDuplicates() throws {
        let body: JSONValue = [
            "info": [
                "name": ["first": "Lea", "last": "Sand"],
                "emails": ["items": [["tag": "MAIN", "email": "lea@sand.example", "primary": true]]],
                "labelKeys": ["items": ["custom.vip"]],
            ]
        ]
        let created = client.post(Self.path, body)
        #expect(created.status == 200)
        #expect(created["contact.revision"] == 1)
        #expect(created["contact.primaryInfo.email"] == "lea@sand.example")
        let id = try #require(created["contact.id"]?.stringValue)
        let again = client.post(Self.path, body)
        #expect(again.status == 409)
        #expect(again.code == "DUPLICATE_CONTACT_EXISTS")
        #expect(again["details.applicationError.data.duplicateContactId"]?.stringValue == id)
        var allowed = body
        allowed["allowDuplicates"] = true
        #expect(client.post(Self.path, allowed).status == 200)
        let found = query(["filter": ["primaryInfo.email": "lea@sand.example"]])
        #expect(found.array("contacts").count == 2)
    }

    @Test(
        arguments: [
            ([:], "INSUFFICIENT_CONTACT_DATA"),
            (["company": "X"], "INSUFFICIENT_CONTACT_DATA"),
            (["name": ["first": "A"], "labelKeys": ["items": ["custom.none"]]], "LABEL_NOT_FOUND"),
            (
                [
                    "emails": [
                        "items": [
                            ["email": "a@b.example", "primary": true], ["email": "c@d.example", "primary": true],
                        ]
                    ]
                ],
                "CANNOT_HAVE_MULTIPLE_PRIMARY_INFO"
            ),
            (["name": ["first": "A"], "extendedFields": ["custom.size": "S"]], "INVALID_EXTENDED_FIELD_VALUE"),
            (["name": "Ada"], nil), (["emails": [["email": "a@b.example"]]], nil),
            (["emails": ["items": [["email": "nobody"]]]], nil), (["email": "a@b.example"], nil),
        ] as [(JSONValue, String?)])
    func wrongContactsAreRefused(info: JSONValue, code: String?) {
        let answer = client.post(Self.path, ["info": info])
        #expect(answer.status == 400)
        #expect(answer.code == code)
    }

    @Test func updatesNeedTheRevisionAsANumber() throws {
        let contact = client.sandbox.withState { $0[.contacts].entities[60] }
        let path = "\(Self.path)/\(contact.id)"
        #expect(client.patch(path, ["info": ["jobTitle": "Gardener"]]).field == "revision")
        #expect(client.patch(path, ["revision": "1", "info": ["jobTitle": "Gardener"]]).status == 400)
        let stale = client.patch(path, ["revision": .int(contact.revision + 1), "info": ["jobTitle": "Gardener"]])
        #expect(stale.status == 409)
        #expect(stale.code == "CONTACT_ALREADY_CHANGED")
        #expect(client.patch(path, ["revision": .int(contact.revision)]).code == "INSUFFICIENT_UPDATE_CONTACT_DATA")
        let done = client.patch(path, ["revision": .int(contact.revision), "info": ["jobTitle": "Gardener"]])
        #expect(done.status == 200)
        #expect(done.json.number("contact.revision") == contact.revision + 1)
        #expect(done["contact.info.jobTitle"] == "Gardener")
        #expect(done["contact.info.name"] == contact.value(at: "info.name"))
        let mask: JSONValue = ["revision": 1, "info": [:], "fieldMask": ["paths": ["info"]]]
        #expect(client.patch(path, mask).field == "fieldMask")
    }

    @Test func membersKeepTheirEmailAndTheirContact() {
        let contact = client.sandbox.withState { $0[.contacts].entities[0] }
        let path = "\(Self.path)/\(contact.id)"
        let emails: JSONValue = ["emails": ["items": [["email": "new@juniper.example", "primary": true]]]]
        let changed = client.patch(path, ["revision": .int(contact.revision), "info": emails])
        #expect(changed.code == "CANNOT_UPDATE_MEMBER_EMAIL")
        #expect(client.delete(path).code == "CANNOT_DELETE_MEMBER")
    }

    @Test func deletingIsForEver() {
        let id = client.sandbox.withState { $0[.contacts].entities[250].id }
        #expect(client.delete("\(Self.path)/\(id)").json == [:])
        #expect(client.get("\(Self.path)/\(id)").status == 404)
        #expect(client.delete("\(Self.path)/\(id)").status == 404)
    }

    @Test func labelsGoOnAndOff() {
        let path = Self.path + "/contact-123/labels"
        let on = client.post(path, ["labelKeys": ["custom.press", "custom.vip"]])
        #expect(on.array("contact.info.labelKeys.items").contains("custom.press"))
        let off = client.delete(path + "?labelKeys=custom.press&labelKeys=custom.vip")
        #expect(!off.array("contact.info.labelKeys.items").contains("custom.press"))
        _ = client.post(path, ["labelKeys": ["custom.press"]])
        let body = client.call("DELETE", path, ["labelKeys": ["custom.press"]])
        #expect(!body.array("contact.info.labelKeys.items").contains("custom.press"))
        #expect(client.post(path, ["labelKeys": ["custom.none"]]).status == 400)
        #expect(client.post(path, ["labelKeys": []]).status == 400)
    }

    @Test func labelsAreFoundOrMade() {
        let listed = client.get("/contacts/v4/labels?labelType=USER_DEFINED&namespace=custom")
        #expect(listed.array("labels").count == 5)
        #expect(listed["metadata.total"] == 5)
        #expect(
            client.post("/contacts/v4/labels/query", ["query": ["filter": ["namespace": "custom"]]])[
                "pagingMetadata.total"] == 5)
        let found = client.post("/contacts/v4/labels", ["displayName": "VIP"])
        #expect(found["newLabel"] == false)
        #expect(found["label.key"] == "custom.vip")
        let made = client.post("/contacts/v4/labels", ["displayName": "Plant lovers"])
        #expect(made["newLabel"] == true)
        #expect(made["label.key"] == "custom.plant-lovers")
        #expect(client.get("/contacts/v4/labels/custom.plant-lovers")["label.displayName"] == "Plant lovers")
    }

    @Test func membersHideWhatTheirFieldsetHides() {
        let shown = client.get("/members/v1/members?paging.limit=1").array("members")[0]
        #expect(shown["loginEmail"] == nil)
        #expect(shown["status"] == "UNKNOWN")
        let full = client.post(
            "/members/v1/members/query",
            ["query": ["filter": ["loginEmail": "nora@juniperandclay.example"]], "fieldsets": ["FULL"]])
        #expect(full.array("members").first?["status"] == "APPROVED")
        #expect(full["metadata.total"] == 1)
        #expect(client.post("/members/v1/members/query", ["query": ["sort": []]]).field == "query.sort")
    }
}
