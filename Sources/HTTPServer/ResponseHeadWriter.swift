import CLinux
import HTTPCore

/// Writes response heads with what every one of them needs, prepared once a second. One for each loop.
struct ResponseHeadWriter {
    /// `date: …` and its line end.
    private var dateLine: [UInt8] = []
    /// When the date line is out of date, in loop time.
    private var nextDate: UInt64 = 0
    /// The status line and fields written last: most answers have the same.
    private var last: (status: Int, fields: HTTPFields, text: [UInt8]) = (0, HTTPFields(), [])

    /// Appends a whole head. A head with a field that cannot be sent (a handler's mistake, such as a line break in a
    /// value) becomes a bare 500 with the same framing: no part of the field is sent.
    mutating func append(
        to bytes: inout [UInt8], status: Int, fields: HTTPFields, framing: ResponseFraming, option: ConnectionOption,
        now: UInt64
    ) {
        if last.text.isEmpty || last.status != status || last.fields != fields { renewLast(status, fields) }
        bytes.append(contentsOf: last.text)
        framing.append(to: &bytes)
        option.append(to: &bytes)
        if now >= nextDate { renewDate(now) }
        bytes.append(contentsOf: dateLine)
        HTTPResponseHead.end(to: &bytes)
    }

    private mutating func renewLast(_ status: Int, _ fields: HTTPFields) {
        last.status = status
        last.fields = fields
        last.text.removeAll(keepingCapacity: true)
        do {
            try HTTPResponseHead.append(to: &last.text, status: status, fields: fields.withoutFraming)
        } catch {
            last.text.append(contentsOf: "HTTP/1.1 500 Internal Server Error\r\n".utf8)
        }
    }

    private mutating func renewDate(_ now: UInt64) {
        let second: UInt64 = 1_000_000_000
        let (seconds, nanoseconds) = clinux_epoch_nanoseconds().quotientAndRemainder(dividingBy: second)
        dateLine = Array("date: \(HTTPDate.text(epochSeconds: Int(seconds)))\r\n".utf8)
        nextDate = now &+ (second - nanoseconds)
    }
}
