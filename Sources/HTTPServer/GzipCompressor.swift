import CZlib

/// Compresses whole bodies, one after the other, with one zlib state (about 256 KB, made at the first use).
struct GzipCompressor: ~Copyable {
    /// Fast: on JSON, higher levels cost more time than they save bytes.
    private static let level: CInt = 3

    private let stream: UnsafeMutablePointer<z_stream>
    private let isReady: Bool

    init() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        isReady = czlib_deflate_init_gzip(stream, GzipCompressor.level) == Z_OK
    }

    deinit {
        if isReady { deflateEnd(stream) }
        stream.deallocate()
    }

    /// The compressed body, or nil when it would not be smaller.
    mutating func compress(_ body: [UInt8]) -> [UInt8]? {
        guard isReady, body.count <= Int(UInt32.max), deflateReset(stream) == Z_OK else { return nil }
        let room = body.count - 1
        let compressed = [UInt8](unsafeUninitializedCapacity: max(room, 0)) { output, count in
            count = body.withUnsafeBufferPointer { input in
                stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.pointee.avail_in = uInt(input.count)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = uInt(max(room, 0))
                return deflate(stream, Z_FINISH) == Z_STREAM_END ? room - Int(stream.pointee.avail_out) : 0
            }
        }
        return compressed.isEmpty ? nil : compressed
    }
}
