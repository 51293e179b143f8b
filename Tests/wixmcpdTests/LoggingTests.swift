import Glibc
import JSON
import Logging
import Testing

@testable import wixmcpd

@Suite struct LoggingTests {
    /// What a logger of `style` writes for the given events.
    private func written(_ style: LineLogHandler.Style, level: Logger.Level = .info, _ log: (Logger) -> Void) throws
        -> [String]
    {
        let pipe = try Pipe()
        let writer = LogWriter(descriptor: pipe.writing)
        log(Logger(label: "test") { LineLogHandler(label: $0, style: style, level: level, writer: writer) })
        writer.flush()
        close(pipe.writing)
        var bytes = [UInt8](repeating: 0, count: 60_000)
        let count = read(pipe.reading, &bytes, bytes.count)
        close(pipe.reading)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test func textIsReadable() throws {
        let lines = try written(.text) { $0.warning("two words", metadata: ["b": "plain", "a": "with space"]) }
        #expect(lines.count == 1)
        #expect(lines[0].hasSuffix(#" warning  two words a="with space" b=plain"#), "\(lines)")
        #expect(lines[0].prefix(2) == "20")
    }

    @Test func aValueCannotForgeALineOrAField() throws {
        let lines = try written(.text) {
            $0.info("message\nforged", metadata: ["key": "x\ny=z", "quote": "\"", "none": ""])
        }
        #expect(lines.count == 1)
        #expect(lines[0].hasSuffix(#""message\nforged" key="x\ny=z" none="" quote="\"""#), "\(lines)")
    }

    @Test(arguments: [
        (Logger.Level.debug, "<7>"), (.info, "<6>"), (.notice, "<5>"), (.warning, "<4>"), (.error, "<3>"),
        (.critical, "<2>"),
    ])
    func theJournalGetsPriorities(_ level: Logger.Level, _ prefix: String) throws {
        #expect(try written(.journal, level: .trace) { $0.log(level: level, "m") } == ["\(prefix)m"])
    }

    @Test func jsonIsJSON() throws {
        let lines = try written(.json) { $0.error("m\u{1}", metadata: ["k": "v", "level": "mine"]) }
        let value = try JSONValue(parsing: try #require(lines.first))
        #expect(
            value["message"] == "m\u{1}" && value["level"] == "error" && value["k"] == "v" && value["logger"] == "test")
    }

    @Test func lowerLevelsAreLeftOut() throws {
        #expect(try written(.text, level: .error) { $0.warning("m") }.isEmpty)
    }

    @Test func aStuckReaderLosesLinesNotMemory() throws {
        let pipe = try Pipe()
        let writer = LogWriter(descriptor: pipe.writing, maximumPendingBytes: 10_000)
        let line = [UInt8](repeating: 0x61, count: 999)
        // The pipe takes 64 KiB and the writer 10,000 bytes: the rest is dropped, and a later line says how many.
        for _ in 0..<1000 { writer.write(line) }
        var text = ""
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while !text.contains("log lines were dropped"), case let count = read(pipe.reading, &bytes, bytes.count),
            count > 0
        {
            text += String(decoding: bytes[..<count], as: UTF8.self)
        }
        #expect(text.contains("log lines were dropped"))
        #expect(text.utf8.count < 200_000)
        writer.flush()
        close(pipe.writing)
        close(pipe.reading)
    }
}
