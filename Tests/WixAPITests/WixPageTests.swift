import JSON
import Testing

@testable import WixAPI

@Suite struct WixPageTests {
    private func page(
        _ body: String, _ style: WixPagingStyle, position: WixPagePosition? = nil, limit: Int = 2, itemCount: Int = 2
    ) throws -> WixPage {
        try WixPage(
            of: JSONDocument(Array(body.utf8)), style: style, position: position, limit: limit, itemCount: itemCount)
    }

    @Test(
        arguments: [
            (#"{"pagingMetadata":{"count":2,"cursors":{"next":"c1"},"hasNext":true}}"#, "c1"),
            (#"{"metadata":{"count":2,"cursors":{"next":"c1"},"hasNext":true}}"#, "c1"),
            (#"{"metaData":{"count":2,"offset":0,"total":9,"cursor":"c1"}}"#, "c1"),
            (#"{"metaData":{"count":2,"total":9},"pagingMetadata":{"cursors":{"next":"c1"}}}"#, "c1"),
            (#"{"metadata":{"items":2},"pagingMetadata":{"cursors":{"next":"c1"}}}"#, "c1"),
            (#"{"cursorPaging":{"cursors":{"next":"c1"}}}"#, "c1"),
            (#"{"pagingMetadata":{"cursors":{"next":"c1"},"hasNext":false}}"#, nil),
            (#"{"pagingMetadata":{"cursors":{"next":""},"hasNext":true}}"#, nil),
            (#"{"pagingMetadata":{"cursors":{},"hasNext":true}}"#, nil),
            (#"{"pagingMetadata":{"cursors":{"next":7}}}"#, nil),
            (#"{"pagingMetadata":[1]}"#, nil), (#"{"items":[]}"#, nil), ("[]", nil), ("{}", nil),
        ] as [(String, String?)])
    func cursorStyle(_ body: String, _ cursor: String?) throws {
        #expect(try page(body, .cursor).next == cursor.map { .cursor($0) })
    }

    @Test func shortPageIsNotTheEnd() throws {
        let body = #"{"pagingMetadata":{"cursors":{"next":"c1"},"hasNext":true}}"#
        #expect(try page(body, .cursor, itemCount: 0).next == .cursor("c1"))
    }

    @Test func repeatedCursorIsTheEnd() throws {
        let body = #"{"pagingMetadata":{"cursors":{"next":"c1"}}}"#
        #expect(try page(body, .cursor, position: .cursor("c1")).next == nil)
        #expect(try page(body, .cursor, position: .cursor("c0")).next == .cursor("c1"))
    }

    @Test(
        arguments: [
            (#"{"metadata":{"items":2,"offset":0},"totalResults":5}"#, nil, 2, 2),
            (#"{"metadata":{"items":2,"offset":4},"totalResults":6}"#, 4, 2, nil),
            (#"{"pagingMetadata":{"count":2,"offset":2,"total":5}}"#, 2, 2, 4),
            (#"{"pagingMetadata":{"count":1,"offset":4,"total":5}}"#, 4, 1, nil),
            (#"{"pagingMetadata":{"count":2,"offset":0,"tooManyToCount":true,"total":2}}"#, nil, 2, 2),
            (#"{"pagingMetadata":{"count":1,"offset":0,"hasNext":true}}"#, nil, 1, 1),
            (#"{"pagingMetadata":{"count":2,"offset":0,"hasNext":false}}"#, nil, 2, nil),
            (#"{"metadata":{"items":2,"hasMore":true}}"#, nil, 2, 2),
            (#"{"metadata":{"items":2,"totalCount":3}}"#, nil, 2, 2),
            ("{}", nil, 2, 2), ("{}", nil, 1, nil), ("{}", 10, 0, nil),
            (#"{"totalResults":9}"#, 4, 0, nil), ("{}", Int.max, 2, nil),
        ] as [(String, Int?, Int, Int?)])
    func offsetStyle(_ body: String, _ offset: Int?, _ itemCount: Int, _ next: Int?) throws {
        let page = try page(body, .offset, position: offset.map { .offset($0) }, itemCount: itemCount)
        #expect(page.next == next.map { .offset($0) })
    }

    @Test(
        arguments: [
            (#"{"totalResults":5}"#, 5), (#"{"pagingMetadata":{"total":5}}"#, 5),
            (#"{"metadata":{"totalCount":5}}"#, 5),
            (#"{"pagingMetadata":{"total":5,"tooManyToCount":true}}"#, nil), ("{}", nil),
        ] as [(String, Int?)])
    func total(_ body: String, _ total: Int?) throws {
        for style in [WixPagingStyle.cursor, .offset, .none] { #expect(try page(body, style).total == total) }
        #expect(try page(body, .none).next == nil)
    }
}
