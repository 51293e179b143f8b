/// Parses a `text/event-stream` (WHATWG HTML section 9.2.6) fed in pieces.
package struct ServerSentEventParser {
    private let maximumEventBytes: Int
    private var line: [UInt8] = []
    /// Bytes of the finished lines of the event under way.
    private var eventBytes = 0
    private var previousWasReturn = false
    private var isFirstLine = true
    private var event: String?
    private var id: String?
    private var retry: Int?
    /// Nil until the event has a data line.
    private var data: [UInt8]?
    private var failure: HTTPParseError?

    /// What a client sends as `Last-Event-ID` when it comes back.
    package private(set) var lastEventID: String?
    /// Milliseconds to wait before coming back, as last told by the server.
    package private(set) var reconnectionTime: Int?

    package init(maximumEventBytes: Int = 4 * 1024 * 1024) {
        self.maximumEventBytes = maximumEventBytes
    }

    /// The events completed by these bytes. An event longer than the limit is an error; events complete before it are
    /// handed over first, and the error comes with the next call. `id` and `retry` are those that stood in the event
    /// itself.
    package mutating func feed(_ bytes: [UInt8]) throws(HTTPParseError) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        var offset = 0
        while offset < bytes.count, failure == nil {
            if previousWasReturn, bytes[offset] == ASCII.lineFeed { offset += 1 }
            previousWasReturn = false
            let start = offset
            let room = maximumEventBytes - eventBytes - line.count
            let stop = bytes.count - start <= room ? bytes.count : start + room + 1
            while offset < stop, bytes[offset] != ASCII.lineFeed, bytes[offset] != ASCII.carriageReturn { offset += 1 }
            line.append(contentsOf: bytes[start..<offset])
            if eventBytes + line.count > maximumEventBytes {
                failure = HTTPParseError(status: 413, message: "An event is longer than \(maximumEventBytes) bytes.")
            } else if offset < bytes.count {
                previousWasReturn = bytes[offset] == ASCII.carriageReturn
                offset += 1
                if let event = finishLine() { events.append(event) }
            }
        }
        if events.isEmpty, let failure { throw failure }
        return events
    }

    private mutating func finishLine() -> ServerSentEvent? {
        defer { line.removeAll(keepingCapacity: line.capacity <= 64 * 1024) }
        if isFirstLine {
            isFirstLine = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        }
        if line.isEmpty { return dispatch() }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        if colon == 0 { return nil }
        eventBytes += line.count
        var value = line[colon...].dropFirst()
        if value.first == ASCII.space { value = value.dropFirst() }
        takeField(line[..<colon], value)
        return nil
    }

    private mutating func takeField(_ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) {
        if name.elementsEqual("data".utf8) {
            if data == nil {
                data = Array(value)
            } else {
                data?.append(ASCII.lineFeed)
                data?.append(contentsOf: value)
            }
        } else if name.elementsEqual("event".utf8) {
            event = String(decoding: value, as: UTF8.self)
        } else if name.elementsEqual("id".utf8) {
            if !value.contains(0) { id = String(decoding: value, as: UTF8.self) }
        } else if name.elementsEqual("retry".utf8) {
            retry = ASCII.decimal(value) ?? retry
        }
    }

    private mutating func dispatch() -> ServerSentEvent? {
        defer {
            event = nil
            id = nil
            retry = nil
            data = nil
            eventBytes = 0
        }
        lastEventID = id ?? lastEventID
        reconnectionTime = retry ?? reconnectionTime
        guard let data else { return nil }
        return ServerSentEvent(event: event, id: id, retry: retry, data: data)
    }
}
