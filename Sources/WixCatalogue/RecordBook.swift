import JSON

/// The raw records of all files, where `like` members are looked up before a tool is made of each.
struct RecordBook {
    private var records: [(file: String, value: JSONValue)] = []

    mutating func add(_ bytes: [UInt8], file: String) throws(CatalogueError) {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw CatalogueError(place: file, message: "\(error.reason) at byte \(error.offset)")
        }
        var reader = try RecordReader(value, place: file)
        _ = try reader.string("area")
        let defaults = reader.value("defaults")?.objectValue ?? JSONObject()
        for record in try reader.array("records") {
            var record = record
            for member in defaults.members where record[member.key] == nil { record[member.key] = member.value }
            records.append((file, record))
        }
        try reader.finish()
    }

    func tools() throws(CatalogueError) -> [Tool] {
        var tools: [Tool] = []
        for (file, record) in records { tools.append(try Tool(try resolved(record, file: file), file: file)) }
        return tools
    }

    /// The record with each `like` replaced by the member of the same place in the record that it names; own members
    /// win.
    private func resolved(_ record: JSONValue, file: String) throws(CatalogueError) -> JSONValue {
        var record = record
        for member in record.objectValue?.members ?? [] {
            if member.key == "v1" {
                for inner in member.value.objectValue?.members ?? [] {
                    record["v1"]?[inner.key] = try resolved(inner.value, at: ["v1", inner.key], of: file)
                }
            } else {
                record[member.key] = try resolved(member.value, at: [member.key], of: file)
            }
        }
        return record
    }

    private func resolved(_ value: JSONValue, at path: [String], of file: String) throws(CatalogueError) -> JSONValue {
        guard let name = value["like"]?.stringValue else { return value }
        let place = "\(file).\(path.joined(separator: "."))"
        guard let other = records.first(where: { $0.value["name"]?.stringValue == name })?.value else {
            throw CatalogueError(place: place, message: "like \(name): there is no such record")
        }
        var found: JSONValue? = other
        for key in path { found = found?[key] }
        guard let found else { throw CatalogueError(place: place, message: "\(name) has no such member") }
        var merged = try resolved(found, at: path, of: file)
        for member in value.objectValue?.members ?? [] where member.key != "like" { merged[member.key] = member.value }
        return merged
    }
}
