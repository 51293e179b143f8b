/// An operation that Wix does in the background (platform.md 5.2): the call waits for its outcome.
package struct JobRule: Sendable {
    /// Wix has three kinds of jobs, with different paths, states and counters.
    package enum System: String, Sendable, CaseIterable { case contacts, generic, cms }

    package let system: System
    /// Where the id of the job stands in the answer.
    package let idPath: [String]

    /// How long to wait for the outcome.
    package static let waitArgument = "waitSeconds"
    package static let defaultWait = 20
    package static let longestWait = 45

    init(_ reader: inout RecordReader) throws(CatalogueError) {
        system = try reader.choice("system")
        idPath = Destination.keys(try reader.optionalString("id") ?? "jobId")
        try reader.finish()
    }
}
