import CCatalogueRecords
import JSON

/// All tools, parsed once at start from the embedded records.
package struct Catalogue: Sendable {
    package let tools: [Tool]
    private let indexByName: [String: Int]

    package subscript(name: String) -> Tool? {
        guard let index = indexByName[name] else { return nil }
        return tools[index]
    }

    init(tools: [Tool]) throws(CatalogueError) {
        self.tools = tools
        var indexByName: [String: Int] = [:]
        for (index, tool) in tools.enumerated() {
            guard indexByName.updateValue(index, forKey: tool.name) == nil else {
                throw CatalogueError(place: tool.name, message: "there are two records of this name")
            }
        }
        self.indexByName = indexByName
        for tool in tools {
            for name in [tool.verifier, tool.plan.revision?.reader, tool.v1?.revision?.reader].compactMap({ $0 })
            where self[name] == nil {
                throw CatalogueError(place: tool.name, message: "\(name) is no tool")
            }
            for plan in [tool.plan, tool.v1].compactMap({ $0 }) {
                guard let entries = plan.entries, let reading = entries.reading else { continue }
                guard let reader = self[reading.tool], entries.isServed(by: reader) else {
                    throw CatalogueError(
                        place: "\(tool.name).entries", message: "\(reading.tool) cannot read what is named so")
                }
            }
        }
    }

    /// Parses the embedded records. Throws `CatalogueError` when a record is malformed: a build defect, found by the
    /// tests.
    package static func load() throws -> Catalogue {
        var files: [(name: String, bytes: [UInt8])] = []
        for index in 0..<wix_record_file_count() {
            let file = wix_record_file_at(index)
            files.append((String(cString: file.name), Array(UnsafeBufferPointer(start: file.bytes, count: file.count))))
        }
        return try Catalogue(files: files)
    }

    /// Parses files of records.
    init(files: [(name: String, bytes: [UInt8])]) throws(CatalogueError) {
        var book = RecordBook()
        for file in files { try book.add(file.bytes, file: file.name) }
        try self.init(tools: book.tools())
    }
}
