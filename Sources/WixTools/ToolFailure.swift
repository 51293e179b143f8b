package import JSON
package import WixAPI

/// Why a call gave no answer; the runner turns it into what the model reads.
package enum ToolFailure: Error, Sendable {
    /// An argument is wrong and nothing was sent. `message` is one plain sentence that names what is allowed.
    case argument(name: String, message: String)
    /// Wix refused, or there was no answer.
    case wix(WixError)
    /// Anything else that the caller must be told, with a code in Wix's spelling.
    case problem(code: String, message: String, hint: String)
    /// What was read shows that the call cannot be done: requests were sent, and nothing was changed.
    case finding(code: String, message: String, hint: String)
    /// A composite call that stopped halfway: what was done is in `done`, beside `message` and `error`.
    case partial(done: JSONObject, message: String, cause: WixError)

    /// A 2xx answer of a read that lacks what it is read for.
    static func unexpectedAnswer(without path: [String]) -> ToolFailure {
        .problem(
            code: "UNEXPECTED_ANSWER", message: "Wix answered without \"\(path.joined(separator: "."))\".",
            hint: "Try again; if it stays so, the operation has changed at Wix.")
    }
}
