import Glibc

/// The person at the keyboard, if there is one. Made of closures so that tests can answer for them.
struct Terminal: Sendable {
    /// True when questions can be asked and answered.
    var isInteractive: Bool
    /// Asks and answers a line without its end; nil at the end of input.
    var ask: @Sendable (_ question: String) -> String?
    /// The same without showing what is typed; nil also when the person gives up with Ctrl-C.
    var askSecretly: @Sendable (_ question: String) -> String?

    static let system = Terminal(
        isInteractive: isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1,
        ask: { question in
            write(question)
            return readLine()
        }, askSecretly: readSecret)

    /// Asks on standard error: standard output is for what scripts read.
    private static func write(_ text: String) { LogWriter.writeAll(Array(text.utf8), to: STDERR_FILENO) }

    /// Reads keys one by one with echo and signals off, so that no way out leaves the terminal mute.
    @Sendable private static func readSecret(_ question: String) -> String? {
        var before = termios()
        guard tcgetattr(STDIN_FILENO, &before) == 0 else { return nil }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0 else { return nil }
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
            write("\n")
        }
        write(question)
        var typed = TypedSecret()
        var byte: UInt8 = 0
        while read(STDIN_FILENO, &byte, 1) == 1 {
            switch typed.take(byte) {
            case .more: continue
            case .done: return String(decoding: typed.bytes, as: UTF8.self)
            case .givenUp: return nil
            }
        }
        return nil
    }
}

/// What has been typed where the terminal edits nothing itself.
struct TypedSecret: Equatable {
    enum Progress { case more, done, givenUp }
    private(set) var bytes: [UInt8] = []

    mutating func take(_ byte: UInt8) -> Progress {
        switch byte {
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"): return .done
        // Ctrl-C, Ctrl-\ and Ctrl-Z; Ctrl-D on an empty line.
        case 0x03, 0x1C, 0x1A: return .givenUp
        case 0x04: return bytes.isEmpty ? .givenUp : .done
        // Backspace and Ctrl-U.
        case 0x08, 0x7F: _ = bytes.popLast()
        case 0x15: bytes = []
        default: bytes.append(byte)
        }
        return .more
    }
}
