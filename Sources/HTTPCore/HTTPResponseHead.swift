/// Why a field cannot be sent: it would break out of its line.
package enum HTTPFieldError: Error, Sendable, Equatable {
    /// The name is not a token.
    case invalidName(String)
    /// The value of the field named has CR, LF, NUL or another control character.
    case invalidValue(name: String)
}

/// Writes response heads (RFC 9112 section 4): `append`, then any number of `appendField`, then `end`.
package enum HTTPResponseHead {
    /// Appends the status line and `fields`. On an error nothing is appended.
    package static func append(to output: inout [UInt8], status: Int, fields: HTTPFields) throws(HTTPFieldError) {
        for entry in fields.entries {
            guard ASCII.isToken(fields.storage[entry.name]) else {
                throw .invalidName(String(decoding: fields.storage[entry.name], as: UTF8.self))
            }
            guard fields.storage[entry.value].allSatisfy(ASCII.isFieldValue) else {
                throw .invalidValue(name: String(decoding: fields.storage[entry.name], as: UTF8.self))
            }
        }
        appendStatusLine(to: &output, status)
        for entry in fields.entries {
            output.append(contentsOf: fields.storage[entry.name])
            output.append(contentsOf: ": ".utf8)
            output.append(contentsOf: fields.storage[entry.value])
            output.append(contentsOf: "\r\n".utf8)
        }
    }

    /// Appends one field. On an error nothing is appended.
    package static func appendField(
        to output: inout [UInt8], _ name: String, _ value: String
    ) throws(HTTPFieldError) {
        guard ASCII.isToken(name.utf8) else { throw .invalidName(name) }
        guard value.utf8.allSatisfy(ASCII.isFieldValue) else { throw .invalidValue(name: name) }
        output.append(contentsOf: name.utf8)
        output.append(contentsOf: ": ".utf8)
        output.append(contentsOf: value.utf8)
        output.append(contentsOf: "\r\n".utf8)
    }

    /// The empty line behind the fields.
    package static func end(to output: inout [UInt8]) { output.append(contentsOf: "\r\n".utf8) }

    /// `status` outside 100...599 is written as 500: anything else would not be a status line.
    private static func appendStatusLine(to output: inout [UInt8], _ status: Int) {
        let status = (100...599).contains(status) ? status : 500
        output.append(contentsOf: "HTTP/1.1 ".utf8)
        output.append(contentsOf: String(status).utf8)
        output.append(ASCII.space)
        output.append(contentsOf: HTTPStatus.reasonPhrase(status).utf8)
        output.append(contentsOf: "\r\n".utf8)
    }
}
