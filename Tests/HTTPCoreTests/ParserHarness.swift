import HTTPCore

/// What a parser made of a byte sequence, told without buffer ranges so that different cuts compare equal.
enum Step: Equatable {
    case head(HTTPRequestHead, HTTPBodyFraming, expectsContinue: Bool)
    case body([UInt8])
    case end
    case refused(Int, String)
}

/// Feeds `pieces` one after the other, and joins neighbouring body events.
func parse(_ pieces: [[UInt8]], limits: HTTPParserLimits = HTTPParserLimits()) -> (
    steps: [Step], isIdle: Bool, isInHead: Bool
) {
    var parser = HTTPRequestParser(limits: limits)
    var steps: [Step] = []
    for piece in pieces {
        var offset = 0
        do throws(HTTPParseError) {
            while take(try parser.next(in: piece, upTo: piece.count, offset: &offset), piece, &steps) {}
        } catch {
            steps.append(.refused(error.status, error.message))
            break
        }
    }
    return (steps, parser.isIdle, parser.isInHead)
}

/// False when the parser wants more bytes.
private func take(_ event: HTTPRequestParser.Event, _ piece: [UInt8], _ steps: inout [Step]) -> Bool {
    switch event {
    case .needMore: return false
    case .head(let head, let framing, let expectsContinue):
        steps.append(.head(head, framing, expectsContinue: expectsContinue))
    case .body(let range):
        if case .body(let before) = steps.last {
            steps[steps.count - 1] = .body(before + piece[range])
        } else {
            steps.append(.body(Array(piece[range])))
        }
    case .end: steps.append(.end)
    }
    return true
}

/// Whole, cut in two at every place, and byte by byte.
func everyCut(of text: [UInt8]) -> [[[UInt8]]] {
    [[text], text.map { [$0] }] + text.indices.map { [Array(text[..<$0]), Array(text[$0...])] }
}

extension HTTPRequestHead {
    init(_ method: String, _ target: String, minorVersion: Int = 1, _ fields: [(String, String)]) {
        self.init(method: method, target: target, minorVersion: minorVersion, fields: HTTPFields(fields))
    }
}
