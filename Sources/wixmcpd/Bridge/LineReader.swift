import Dispatch
import Glibc

/// Reads lines from a descriptor on a thread of its own: a terminal, a pipe and a file alike.
struct LineReader: Sendable {
    enum Event: Sendable, Equatable {
        case line([UInt8])
        /// A line longer than the limit; its rest is skipped.
        case overlong
        case end
    }

    let descriptor: CInt
    var maximumLineBytes = 16 << 20
    /// Lines handed over and not yet taken; reading waits beyond it.
    var maximumUntaken = 256

    /// Calls `receive` for each line; the callee calls the closure it is given when it has taken the line.
    func start(_ receive: @escaping @Sendable (Event, _ taken: @escaping @Sendable () -> Void) -> Void) {
        let slots = DispatchSemaphore(value: maximumUntaken)
        let taken: @Sendable () -> Void = { slots.signal() }
        DispatchQueue(label: "wixmcpd.bridge.input").async {
            var splitter = LineSplitter(maximumLineBytes: maximumLineBytes)
            var chunk = [UInt8](repeating: 0, count: 64 << 10)
            while true {
                let count = read(descriptor, &chunk, chunk.count)
                if count < 0, errno == EINTR { continue }
                let events = count > 0 ? splitter.feed(chunk[..<count]) : splitter.finish()
                for event in events {
                    slots.wait()
                    receive(event, taken)
                }
                if count <= 0 { return }
            }
        }
    }
}

/// Cuts bytes into lines.
struct LineSplitter: Sendable {
    let maximumLineBytes: Int
    private var line: [UInt8] = []
    private var isSkipping = false

    init(maximumLineBytes: Int) { self.maximumLineBytes = maximumLineBytes }

    /// The lines that these bytes complete, without their breaks.
    mutating func feed(_ bytes: ArraySlice<UInt8>) -> [LineReader.Event] {
        var events: [LineReader.Event] = []
        var rest = bytes
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            append(rest[..<end], &events)
            complete(&events)
            rest = rest[(end + 1)...]
        }
        append(rest, &events)
        return events
    }

    /// What is left at the end of the input, and the end.
    mutating func finish() -> [LineReader.Event] {
        var events: [LineReader.Event] = []
        if !line.isEmpty { complete(&events) }
        return events + [.end]
    }

    private mutating func append(_ bytes: ArraySlice<UInt8>, _ events: inout [LineReader.Event]) {
        guard !isSkipping else { return }
        guard line.count + bytes.count <= maximumLineBytes else {
            isSkipping = true
            line = []
            events.append(.overlong)
            return
        }
        line += bytes
    }

    private mutating func complete(_ events: inout [LineReader.Event]) {
        if isSkipping { isSkipping = false } else { events.append(.line(line)) }
        line.removeAll(keepingCapacity: true)
    }
}
