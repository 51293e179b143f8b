import Glibc
import Testing

/// Both ends of a pipe; closing them is the test's business.
struct Pipe: Sendable {
    let reading: CInt
    let writing: CInt

    init() throws {
        var ends: [CInt] = [0, 0]
        try #require(pipe(&ends) == 0)
        reading = ends[0]
        writing = ends[1]
    }
}
