import JSON

/// Writes JSON-RPC answers by splicing bytes: no tree is built.
package enum JSONRPCReply {
    private static let head = Array(#"{"jsonrpc":"2.0","id":"#.utf8)
    private static let resultName = Array(#","result":"#.utf8)

    /// The answer to `id` with a `result` that is JSON text already.
    package static func result(_ result: [UInt8], to id: ArraySlice<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(head.count + id.count + resultName.count + result.count + 1)
        output += head
        output += id
        output += resultName
        output += result
        output.append(UInt8(ascii: "}"))
        return output
    }

    /// An error answer; without `id` where the request's could not be read (schema 2025-11-25 and later).
    package static func error(_ error: MCPError, to id: ArraySlice<UInt8>?) -> [UInt8] {
        self.error(code: error.code, message: error.message, data: error.data, to: id)
    }

    /// An error body for a request that was refused before its message was looked at, with the HTTP status as its code.
    package static func refusal(status: Int, message: String) -> [UInt8] {
        error(code: status, message: message, data: nil, to: nil)
    }

    /// Several answers as the array that answers a batch.
    package static func batch(_ answers: [[UInt8]]) -> [UInt8] {
        var json = JSONWriter(capacity: answers.reduce(2) { $0 + $1.count + 1 })
        json.array { json in
            for answer in answers { json.value(copying: answer[...]) }
        }
        return json.bytes
    }

    private static func error(code: Int, message: String, data: JSONValue?, to id: ArraySlice<UInt8>?) -> [UInt8] {
        var json = open(to: id, capacity: 256)
        json.key("error")
        json.object { json in
            json.member("code", code)
            json.member("message", message)
            if let data { json.member("data", data) }
        }
        json.closeObject()
        return json.bytes
    }

    /// The head of an answer; the caller adds `result` or `error` and closes it.
    static func open(to id: ArraySlice<UInt8>?, capacity: Int) -> JSONWriter {
        var json = JSONWriter(capacity: capacity)
        json.openObject()
        json.member("jsonrpc", "2.0")
        if let id { json.member("id", copying: id) }
        return json
    }
}
