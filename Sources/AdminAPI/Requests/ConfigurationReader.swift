import Gateway

extension ServerConfiguration {
    /// Takes over the members that `reader` has; null puts a setting back to its default.
    mutating func merge(_ reader: FieldReader) throws(AdminError) {
        methods = reader.merged("methods", try reader.names("methods"), over: methods)
        tags = reader.merged("tags", try reader.names("tags"), over: tags)
        tools = reader.merged("tools", try reader.names("tools"), over: tools)
        excludeTools = reader.merged("exclude_tools", try reader.names("exclude_tools"), over: excludeTools)
        exposure = reader.merged("exposure", try reader.choice("exposure", Exposure.self), over: exposure)
        requiresAPIToken = reader.merged(
            "require_api_token_auth", try reader.bool("require_api_token_auth"), over: requiresAPIToken)
        callsPerMinute = reader.merged(
            "calls_per_minute", try reader.integer("calls_per_minute", in: Self.callsPerMinuteRange),
            over: callsPerMinute)
        maximumConcurrent = reader.merged(
            "max_concurrent", try reader.integer("max_concurrent", in: Self.concurrentRange), over: maximumConcurrent)
        maximumResultCharacters = reader.merged(
            "max_result_chars", try reader.integer("max_result_chars", in: Self.resultCharactersRange),
            over: maximumResultCharacters)
    }

    static let previewParameters = ["methods", "tags", "tools", "exclude_tools", "exposure"]

    /// From a query with `previewParameters`: a filter to try out.
    init(_ query: QueryReader) throws(AdminError) {
        self.init()
        methods = query.list("methods")
        tags = query.list("tags")
        tools = query.list("tools")
        excludeTools = query.list("exclude_tools")
        exposure = try query.choice("exposure", Exposure.self)
    }
}

extension FieldReader {
    /// `config`: what it says over `present`.
    func configuration(over present: ServerConfiguration) throws(AdminError) -> ServerConfiguration {
        var configuration = present
        let members = ServerConfiguration.fields
        if let reader = try reader("config", members: members, nullable: members) { try configuration.merge(reader) }
        return configuration
    }

    fileprivate func names(_ name: String) throws(AdminError) -> [String]? {
        try strings(name, atMost: ServerConfiguration.longestList)
    }
}
