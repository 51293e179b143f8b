/// The version of the daemon, as `--version`, MCP's `serverInfo` and the metrics tell it.
enum Version {
    static let text = "0.1.0"
}
