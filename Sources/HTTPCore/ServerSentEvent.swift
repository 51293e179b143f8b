/// One server-sent event (WHATWG HTML, section 9.2).
package struct ServerSentEvent: Sendable, Equatable {
    package var event: String?
    package var id: String?
    /// Milliseconds.
    package var retry: Int?
    package var data: [UInt8]
    package init(event: String? = nil, id: String? = nil, retry: Int? = nil, data: [UInt8]) {
        self.event = event
        self.id = id
        self.retry = retry
        self.data = data
    }

    /// A comment that clients pass over; keeps proxies from closing an idle stream.
    package static let keepAlive: [UInt8] = Array(":\n\n".utf8)

    /// Appends the event as it goes on the wire. Each line of `data` gets its own `data:` line (CRLF and CR count as
    /// line ends and arrive as LF); line breaks and NUL in `event` and `id`, which have no spelling, are left out.
    package func append(to output: inout [UInt8]) {
        output.reserveCapacity(output.count + data.count + 64)
        if let event { Self.appendField("event: ", event, to: &output) }
        if let id { Self.appendField("id: ", id, to: &output) }
        if let retry { Self.appendField("retry: ", String(retry), to: &output) }
        if Self.hasLineBreak(data.span) {
            appendLines(to: &output)
        } else {
            Self.appendLine(data[...], to: &output)
        }
        output.append(ASCII.lineFeed)
    }

    private static func appendField(_ name: String, _ value: String, to output: inout [UInt8]) {
        output.append(contentsOf: name.utf8)
        for byte in value.utf8 where !isLineBreak(byte) && byte != 0 { output.append(byte) }
        output.append(ASCII.lineFeed)
    }

    private static func appendLine(_ line: ArraySlice<UInt8>, to output: inout [UInt8]) {
        output.append(contentsOf: "data: ".utf8)
        output.append(contentsOf: line)
        output.append(ASCII.lineFeed)
    }

    private func appendLines(to output: inout [UInt8]) {
        var rest = data[...]
        while let end = rest.firstIndex(where: Self.isLineBreak) {
            Self.appendLine(rest[..<end], to: &output)
            let isPair = rest[end] == ASCII.carriageReturn && rest[(end + 1)...].first == ASCII.lineFeed
            rest = rest[(end + (isPair ? 2 : 1))...]
        }
        Self.appendLine(rest, to: &output)
    }

    private static func isLineBreak(_ byte: UInt8) -> Bool { byte == ASCII.lineFeed || byte == ASCII.carriageReturn }

    /// Looks at every byte without an early exit, which the compiler turns into wide instructions.
    private static func hasLineBreak(_ bytes: Span<UInt8>) -> Bool {
        var found: UInt8 = 0
        for index in bytes.indices {
            let byte = bytes[index]
            found |= (byte == ASCII.lineFeed ? 1 : 0) | (byte == ASCII.carriageReturn ? 1 : 0)
        }
        return found != 0
    }
}
