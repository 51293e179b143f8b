import Foundation
import Testing

@testable import MCPServer

/// Plays every file of `Transcripts`. `UPDATE_TRANSCRIPTS=1` writes down what the server says instead; read the
/// difference before you keep it.
@Suite struct TranscriptTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Transcripts")

    private static let files: [String] = {
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        return (names ?? []).filter { $0.hasSuffix(".transcript") }.sorted()
    }()

    @Test func thereAreTranscripts() { #expect(Self.files.count >= 12) }

    @Test(arguments: TranscriptTests.files)
    func serverSaysWhatIsWritten(_ file: String) async throws {
        let url = Self.folder.appendingPathComponent(file)
        let text = try String(contentsOf: url, encoding: .utf8)
        let transcript = Transcript(text)
        var options = MCPOptions()
        options.allowedOrigins = ["https://console.example.com"]
        if transcript.prose.contains("option: patience 0") { options.callPatience = .milliseconds(1) }
        if transcript.prose.contains("option: rate-limit-status 429") { options.rateLimitStatus = 429 }
        let isOpen = transcript.prose.contains("option: open-access")
        let played = try await TestServer.with(options: options, openAccess: isOpen) { server in
            var runner = TranscriptRunner(server: server)
            return try await runner.play(transcript)
        }
        if ProcessInfo.processInfo.environment["UPDATE_TRANSCRIPTS"] == "1" {
            try Data(played.text.utf8).write(to: url)
        } else {
            #expect(played.text == text)
        }
    }
}
