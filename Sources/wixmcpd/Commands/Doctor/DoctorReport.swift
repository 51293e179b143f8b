/// Prints findings as they come and remembers whether all were good.
struct DoctorReport: Sendable {
    private(set) var isWell = true
    /// Writes a line.
    var write: @Sendable (String) -> Void = { print($0) }

    mutating func add(_ good: Bool, _ text: String) {
        write("\(good ? "ok  " : "FAIL") \(text)")
        isWell = isWell && good
    }

    /// Something to know that is no fault.
    func note(_ text: String) { write("note \(text)") }

    mutating func check(_ name: String, _ work: () throws -> String) {
        do {
            add(true, try work())
        } catch {
            add(false, "\(name): \(error)")
        }
    }
}
