/// Writes the chunked transfer coding (RFC 9112 section 7.1).
package enum HTTPChunkedEncoder {
    /// Appends `data` as one chunk. No data appends nothing: an empty chunk would end the body.
    package static func append(_ data: ArraySlice<UInt8>, to output: inout [UInt8]) {
        guard !data.isEmpty else { return }
        output.reserveCapacity(output.count + data.count + 20)
        output.append(contentsOf: String(data.count, radix: 16).utf8)
        output.append(contentsOf: "\r\n".utf8)
        output.append(contentsOf: data)
        output.append(contentsOf: "\r\n".utf8)
    }

    /// The last chunk, without trailer fields.
    package static func appendEnd(to output: inout [UInt8]) { output.append(contentsOf: "0\r\n\r\n".utf8) }
}
