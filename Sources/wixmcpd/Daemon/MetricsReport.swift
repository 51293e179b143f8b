import EventLoop
import Gateway
import Glibc
import HTTPServer
import MCPServer

/// Gathers what every room counts into one page for `/metrics`. Names no account and no server: the page needs no
/// token.
struct MetricsReport: Sendable {
    let metrics: Metrics
    let registry: Registry
    let mcp: MCPShared
    let loops: [EventLoop]
    let startSeconds = time(nil)

    /// - Parameter http: the listener's own counts, once it is up.
    func text(http: HTTPServerStatistics?) -> String {
        var text = PrometheusText()
        text.add("wixmcpd_build_info", .gauge, "Version of the daemon.", [("{version=\"\(Version.text)\"}", 1)])
        text.add("wixmcpd_start_time_seconds", .gauge, "Start of the process, Unix time.", startSeconds)
        text.add("wixmcpd_accounts", .gauge, "Connected Wix accounts.", registry.gateway.accounts.count)
        text.add("wixmcpd_servers", .gauge, "MCP servers.", registry.gateway.servers.count)
        addCalls(to: &text)
        addMCP(mcp.metrics, to: &text)
        if let http { addHTTP(http, to: &text) }
        text.add(
            "wixmcpd_loop_turns_total", .counter, "Times Dispatch woke a loop.",
            loops.map { ("{loop=\"\($0.index)\"}", $0.counters.turns) })
        if let bytes = Self.residentBytes {
            text.add("process_resident_memory_bytes", .gauge, "Resident memory.", bytes)
        }
        return text.text
    }

    private func addCalls(to text: inout PrometheusText) {
        text.add("wixmcpd_tool_call_seconds_count", .counter, "Finished tool calls.", metrics.calls)
        text.addSeconds(
            "wixmcpd_tool_call_seconds_sum", "Time spent in finished tool calls.",
            nanoseconds: metrics.callNanoseconds)
        text.add("wixmcpd_wix_requests_total", .counter, "Requests sent to Wix.", metrics.wixRequests)
        text.add(
            "wixmcpd_wix_request_failures_total", .counter, "Of these, answered 4xx or 5xx or not at all.",
            metrics.wixFailures)
        text.add(
            "wixmcpd_refused_tokens_total", .counter, "Requests whose token opened no server.", metrics.refusedTokens)
        text.add(
            "wixmcpd_refused_calls_total", .counter, "Tool calls beyond the limits of their server.",
            metrics.refusedCalls)
    }

    private func addMCP(_ mcp: MCPMetrics, to text: inout PrometheusText) {
        text.add("wixmcpd_mcp_requests_total", .counter, "JSON-RPC messages taken.", mcp.requests)
        text.add("wixmcpd_mcp_errors_total", .counter, "JSON-RPC errors answered.", mcp.protocolErrors)
        text.add("wixmcpd_mcp_refusals_total", .counter, "Requests refused at their head.", mcp.refusals)
        text.add(
            "wixmcpd_tool_calls_total", .counter, "Tool calls by outcome.",
            [
                ("{outcome=\"error\"}", mcp.failedCalls), ("{outcome=\"rate_limited\"}", mcp.rateLimitedCalls),
                ("{outcome=\"cancelled\"}", mcp.cancelledCalls),
                (
                    "{outcome=\"ok\"}",
                    max(
                        0,
                        mcp.calls - mcp.failedCalls - mcp.rateLimitedCalls - mcp.cancelledCalls - mcp.runningCalls)
                ),
            ])
        text.add("wixmcpd_tool_calls_running", .gauge, "Tool calls under way.", mcp.runningCalls)
        text.add("wixmcpd_sessions", .gauge, "MCP sessions.", mcp.openSessions)
        text.add("wixmcpd_sessions_opened_total", .counter, "MCP sessions opened.", mcp.sessionsOpened)
        text.add("wixmcpd_replay_bytes", .gauge, "Bytes kept for Last-Event-ID.", mcp.replayBytes)
    }

    private func addHTTP(_ http: HTTPServerStatistics, to text: inout PrometheusText) {
        text.add("wixmcpd_http_connections", .gauge, "Open connections.", http.openConnections)
        text.add("wixmcpd_http_streams", .gauge, "Open event streams.", http.openStreams)
        text.add("wixmcpd_http_connections_total", .counter, "Connections accepted.", http.acceptedConnections)
        text.add(
            "wixmcpd_http_connections_refused_total", .counter, "Connections answered 503 at the limit.",
            http.refusedConnections)
        text.add("wixmcpd_http_requests_total", .counter, "HTTP requests.", http.requests)
        text.add(
            "wixmcpd_http_requests_failed_total", .counter, "Malformed, too large or too slow requests.",
            http.failedRequests)
        text.add(
            "wixmcpd_http_streams_dropped_total", .counter, "Streams dropped for a slow reader.", http.droppedStreams)
        text.add("wixmcpd_http_received_bytes_total", .counter, "Bytes received.", http.receivedBytes)
        text.add("wixmcpd_http_sent_bytes_total", .counter, "Bytes sent.", http.sentBytes)
    }

    /// The second word of /proc/self/statm, in pages.
    private static var residentBytes: Int? {
        guard let words = try? FileReader().text(of: "/proc/self/statm").split(separator: " "), words.count > 1 else {
            return nil
        }
        return Int(words[1]).map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) }
    }
}
