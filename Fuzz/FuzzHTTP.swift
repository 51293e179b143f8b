// libFuzzer target for the request parser of the HTTPCore room. Compiled together with its sources by scripts/fuzz.
//
// Nothing traps; every call makes progress; the same bytes give the same events and the same error however they are
// cut. What is accepted goes on through everything that reads heads and fields.

@c(LLVMFuzzerTestOneInput)
func fuzzOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    var small = HTTPParserLimits()
    small.targetBytes = 40
    small.headBytes = 160
    small.fieldCount = 5
    small.bodyBytes = 40
    small.chunkExtensionBytes = 10
    for limits in [HTTPParserLimits(), small] {
        let whole = events(bytes, limits) { $0 }
        precondition(whole == events(bytes, limits) { _ in 1 }, "byte by byte differs")
        for seed in 0..<3 {
            var state = UInt64(bytes.count &* 31 &+ seed &+ Int(bytes.first ?? 0))
            let cut = events(bytes, limits) { left in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return min(left, 1 + Int(state >> 59))
            }
            precondition(whole == cut, "a cut differs")
        }
        for case .head(let head, _, _) in whole { readHead(head) }
    }
    return 0
}

enum Told: Equatable {
    case head(HTTPRequestHead, HTTPBodyFraming, Bool)
    case body([UInt8])
    case end
    case refused(HTTPParseError)
}

/// Feeds the bytes in pieces whose length `next` chooses from what is left.
func events(_ bytes: [UInt8], _ limits: HTTPParserLimits, next: (Int) -> Int) -> [Told] {
    var parser = HTTPRequestParser(limits: limits)
    var told: [Told] = []
    var position = 0
    while position < bytes.count {
        let end = position + next(bytes.count - position)
        // Each piece in a buffer of its own, as if the old one had been used for something else.
        let piece = Array(bytes[position..<end])
        position = end
        var offset = 0
        while true {
            let before = offset
            do throws(HTTPParseError) {
                let event = try parser.next(in: piece, upTo: piece.count, offset: &offset)
                precondition(offset >= before && offset <= piece.count, "the offset is out of the buffer")
                if case .needMore = event {
                    precondition(offset == piece.count, "more is wanted before all was taken")
                    break
                }
                tell(event, piece, &told)
            } catch {
                precondition((400...599).contains(error.status))
                return told + [.refused(error)]
            }
        }
    }
    return told
}

func tell(_ event: HTTPRequestParser.Event, _ piece: [UInt8], _ told: inout [Told]) {
    switch event {
    case .needMore: break
    case .head(let head, let framing, let expectsContinue): told.append(.head(head, framing, expectsContinue))
    case .body(let range):
        precondition(!range.isEmpty, "an empty body event")
        if case .body(let before) = told.last {
            told[told.count - 1] = .body(before + piece[range])
        } else {
            told.append(.body(Array(piece[range])))
        }
    case .end: told.append(.end)
    }
}

func readHead(_ head: HTTPRequestHead) {
    _ = head.path
    _ = head.query
    var output: [UInt8] = []
    do throws(HTTPFieldError) {
        try HTTPResponseHead.append(to: &output, status: 200, fields: head.fields)
    } catch {
        preconditionFailure("an accepted field cannot be sent")
    }
    if let quota = HTTPRateLimit(head.fields, now: 1_795_506_060) {
        for wait in [quota.resetSeconds, quota.retryAfterSeconds, quota.windowSeconds].compactMap({ $0 }) {
            precondition((0...HTTPRateLimit.longestWait).contains(wait))
        }
    }
    let accept = HTTPAccept(head.fields.values("accept"))
    for field in head.fields.fields {
        precondition(head.fields.contains(field.name))
        _ = HTTPDate.epochSeconds(field.value)
        _ = head.fields.hasToken("close", in: field.name)
        if let type = HTTPMediaType(field.value) { precondition((0...1000).contains(accept.quality(of: type))) }
    }
}
