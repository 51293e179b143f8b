// libFuzzer target for server-sent events of the HTTPCore room. Compiled together with its sources by scripts/fuzz.
//
// Nothing traps; any two ways of cutting a stream give the same events and fail alike; what is written reads back.

@c(LLVMFuzzerTestOneInput)
func fuzzOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    for limit in [4096, 24, 0] {
        let whole = read(bytes, limit) { $0 }
        precondition(whole == read(bytes, limit) { _ in 1 }, "byte by byte differs")
        precondition(whole == read(bytes, limit) { min($0, 7) }, "a cut differs")
        for event in whole.events { precondition(event.data.count <= limit) }
    }
    let events = read(bytes, .max) { $0 }.events
    var output: [UInt8] = []
    for event in events { event.append(to: &output) }
    precondition(read(output, .max) { $0 }.events == events.map(sendable), "written events read back differently")
    checkAnyData(bytes)
    return 0
}

struct Reading: Equatable {
    var events: [ServerSentEvent] = []
    var isRefused = false
}

func read(_ bytes: [UInt8], _ limit: Int, next: (Int) -> Int) -> Reading {
    var parser = ServerSentEventParser(maximumEventBytes: limit)
    var reading = Reading()
    var position = 0
    do throws(HTTPParseError) {
        while position < bytes.count {
            let end = position + next(bytes.count - position)
            reading.events += try parser.feed(Array(bytes[position..<end]))
            position = end
        }
        // An error that waits behind events comes with the next call.
        reading.events += try parser.feed([])
    } catch {
        reading.isRefused = true
    }
    return reading
}

/// What an event is after it was written: a NUL has no spelling in its name.
func sendable(_ event: ServerSentEvent) -> ServerSentEvent {
    var event = event
    event.event = event.event.map { String(decoding: $0.utf8.filter { $0 != 0 }, as: UTF8.self) }
    return event
}

/// Any data arrives, its line ends turned into LF.
func checkAnyData(_ data: [UInt8]) {
    var output: [UInt8] = []
    ServerSentEvent(event: "message", data: data).append(to: &output)
    var expected: [UInt8] = []
    for (index, byte) in data.enumerated() {
        if byte == 0x0A, index > 0, data[index - 1] == 0x0D { continue }
        expected.append(byte == 0x0D ? 0x0A : byte)
    }
    precondition(
        read(output, .max) { $0 }.events == [ServerSentEvent(event: "message", data: expected)], "data arrives changed")
}
