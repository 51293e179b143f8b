import Testing

@testable import MCPCore

@Suite struct ProtocolRevisionTests {
    @Test(arguments: [
        ("2024-11-05", ProtocolRevision.v2024_11_05), ("2025-03-26", .v2025_03_26), ("2025-06-18", .v2025_06_18),
        ("2025-11-25", .v2025_11_25), ("2026-07-28", .v2025_11_25), ("2031-01-01", .v2025_11_25), ("", .v2025_11_25),
        ("1.0", .v2025_11_25),
    ])
    func negotiation(_ requested: String, _ answered: ProtocolRevision) {
        #expect(ProtocolRevision.negotiated(with: requested) == answered)
    }

    /// Columns: batches, annotations, structured content, resumable, priming.
    @Test(arguments: [
        (ProtocolRevision.v2024_11_05, [false, false, false, false, false]),
        (.v2025_03_26, [true, true, false, true, false]), (.v2025_06_18, [false, true, true, true, false]),
        (.v2025_11_25, [false, true, true, true, true]), (.v2026_07_28, [false, true, true, false, false]),
    ])
    func features(_ revision: ProtocolRevision, _ expected: [Bool]) {
        #expect(
            [
                revision.hasBatches, revision.hasToolAnnotations, revision.hasStructuredContent,
                revision.hasResumableStreams, revision.hasPrimingEvents,
            ] == expected)
    }
}
