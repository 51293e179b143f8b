import Gateway
import HTTPCore
import HTTPServer
import JSON

/// Why the admin API refuses a request. The status and the words of each are in the one table below.
enum AdminError: Error, Equatable {
    // Who asks
    case tokenMissing
    case tokenWrong
    case sessionOver
    case crossSite(String)
    case tooManyGuesses
    // The message
    case noSuchFile
    case methodNotAllowed(allowed: String)
    case notJSON
    case tooLarge(limit: Int)
    case emptyBody
    case malformed(JSONError)
    // What it holds; `field` is a path such as `config.methods[2]`, empty for the whole body
    case unknownMember(String, nearest: String?)
    case missing(field: String)
    case wrongType(field: String, expected: String)
    case invalid(field: String, problem: String)
    case unknownParameter(String, nearest: String?)
    case repeatedParameter(String)
    case badCursor(parameter: String)
    // What the daemon says to it
    case registry(RegistryError)
    case store(StoreError)
    case probe(ProbeError)
}

extension AdminError {
    /// The HTTP status (RFC 9110 section 15).
    var status: Int {
        switch self {
        case .tokenMissing, .tokenWrong, .sessionOver: 401
        case .crossSite: 403
        case .tooManyGuesses: 429
        case .noSuchFile: 404
        case .methodNotAllowed: 405
        case .notJSON: 415
        case .tooLarge: 413
        case .emptyBody, .malformed, .unknownMember, .missing, .wrongType, .invalid, .unknownParameter,
            .repeatedParameter, .badCursor:
            400
        case .registry(let error): error.status
        case .store: 503
        case .probe(.refused): 400
        case .probe(.unreachable): 502
        }
    }

    /// One sentence for whoever asked. Holds no secret.
    var message: String {
        switch self {
        case .tokenMissing: "the admin token is needed: send Authorization: Bearer {admin token}"
        case .tokenWrong: "the admin token is wrong; `admin.token_file` or the state directory's admin.token holds it"
        case .sessionOver: "the console session is over; sign in again"
        case .crossSite(let reason): reason
        case .tooManyGuesses: "too many wrong admin tokens are waiting for their answer; try again in a minute"
        case .noSuchFile: "the console has no such file"
        case .methodNotAllowed(let allowed): "this path answers \(allowed)"
        case .notJSON: "the body must be JSON: send the header Content-Type: application/json"
        case .tooLarge(let limit): "the body may have \(limit) bytes at most"
        case .emptyBody: "the body is empty; send a JSON object"
        case .malformed(let error): error.description
        case .unknownMember(let field, let nearest):
            "\(field) is not a known member" + (nearest.map { "; did you mean \($0)?" } ?? "")
        case .missing(let field): "\(field) is missing"
        case .wrongType("", let expected): "the body must be \(expected)"
        case .wrongType(let field, let expected): "\(field) must be \(expected)"
        case .invalid(let field, let problem): "\(field) \(problem)"
        case .unknownParameter(let name, let nearest):
            "\(name.debugDescription) is not a known query parameter" + (nearest.map { "; did you mean \($0)?" } ?? "")
        case .repeatedParameter(let name): "the query parameter \(name) is there more than once"
        case .badCursor(let parameter):
            "\(parameter) is not a cursor of this list; pass on what the answer before gave, unchanged"
        case .registry(let error): error.description
        case .store(let error): error.description
        case .probe(let error): error.description
        }
    }

    /// The part of the request at fault, for forms.
    private var field: String? {
        switch self {
        case .unknownMember(let field, _), .missing(let field), .wrongType(let field, _), .invalid(let field, _):
            field.isEmpty ? nil : field
        case .unknownParameter(let name, _), .repeatedParameter(let name), .badCursor(let name): name
        case .registry(.invalid(let field, _)): field.isEmpty ? nil : field
        case .registry(.nameTaken): "name"
        case .probe(.refused): "credentials"
        default: nil
        }
    }

    private var nearest: String? {
        switch self {
        case .unknownMember(_, let nearest), .unknownParameter(_, let nearest): nearest
        default: nil
        }
    }

    /// Header fields beside the content type.
    private var fields: [(String, String)] {
        switch self {
        case .tokenMissing, .sessionOver: [("www-authenticate", "Bearer realm=\"wixmcpd\"")]
        case .tokenWrong: [("www-authenticate", "Bearer realm=\"wixmcpd\", error=\"invalid_token\"")]
        case .methodNotAllowed(let allowed): [("allow", allowed)]
        case .tooManyGuesses: [("retry-after", "60")]
        case .registry(.store), .store: [("retry-after", "5")]
        default: []
        }
    }

    /// `{"statusCode":…,"error":…,"message":…,"details"?:{…}}` (design 5).
    var response: HTTPResponse {
        var body: JSONValue = [
            "statusCode": .number(JSONNumber(status)), "error": .string(HTTPStatus.reasonPhrase(status)),
            "message": .string(message),
        ]
        var details = JSONObject()
        details["field"] = field.map(JSONValue.string)
        details["nearest"] = nearest.map(JSONValue.string)
        if !details.isEmpty { body["details"] = .object(details) }
        return .json(body, status: status, fields: fields)
    }
}

extension RegistryError {
    fileprivate var status: Int {
        switch self {
        case .unknownAccount, .unknownServer, .unknownAPIToken: 404
        case .nameTaken, .declared, .limitReached: 409
        case .invalid: 400
        case .sealed, .store: 503
        }
    }
}

extension HTTPResponse {
    /// An answer of the API: never kept by anybody on the way, never read as anything else.
    static func json(_ body: JSONValue, status: Int = 200, fields: [(String, String)] = []) -> HTTPResponse {
        HTTPResponse(
            status: status, fields: HTTPFields([("content-type", "application/json")] + safeguards + fields),
            body: body.bytes)
    }

    static let noContent = HTTPResponse(status: 204, fields: HTTPFields(safeguards))

    static let safeguards = [("cache-control", "no-store"), ("x-content-type-options", "nosniff")]
}
