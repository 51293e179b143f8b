/// Copies pieces of one text to an output; pieces that lie side by side become one copy.
struct JSONCopier {
    private let bytes: [UInt8]
    private(set) var output: [UInt8]
    /// Not copied yet.
    private var pending = 0..<0

    /// Goes on behind `output`, of which the caller keeps no copy.
    init(of bytes: [UInt8], appendingTo output: consuming [UInt8]) {
        self.bytes = bytes
        self.output = output
    }

    /// The length of the output when all is copied.
    var count: Int { output.count + pending.count }

    @inline(__always)
    mutating func copy(_ range: Range<Int>) {
        if range.lowerBound == pending.upperBound {
            pending = pending.lowerBound..<range.upperBound
        } else {
            finish()
            pending = range
        }
    }

    /// Copies the one byte at `offset` when it is `byte`, or else writes `byte`: punctuation that usually is there.
    @inline(__always)
    mutating func copy(_ byte: UInt8, at offset: Int) {
        if offset == pending.upperBound, offset < bytes.count, bytes[offset] == byte {
            pending = pending.lowerBound..<(offset + 1)
        } else {
            append(byte)
        }
    }

    private mutating func append(_ byte: UInt8) {
        finish()
        output.append(byte)
    }

    /// Takes back all behind the first `count` bytes.
    mutating func truncate(to count: Int) {
        let excess = self.count - count
        if excess <= pending.count {
            pending = pending.dropLast(excess)
        } else {
            pending = 0..<0
            output.removeLast(output.count - count)
        }
    }

    /// Copies what is pending. Kept out of the callers' loops.
    @inline(never)
    mutating func finish() {
        output.append(contentsOf: bytes[pending])
        pending = 0..<0
    }
}
