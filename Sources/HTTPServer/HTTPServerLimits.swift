import HTTPCore

/// Every limit of the server, each with the status that answers a breach.
package struct HTTPServerLimits: Sendable, Equatable {
    package var targetBytes = 8 * 1024  // 414
    package var headBytes = 32 * 1024  // 431
    package var fieldCount = 100  // 431
    package var bodyBytes = 4 * 1024 * 1024  // 413
    /// From the first byte of a request to the end of its head.
    package var headerTime: Duration = .seconds(10)  // 408
    /// From the end of the head to the end of the body.
    package var bodyTime: Duration = .seconds(30)  // 408
    /// Between requests, and for a peer that does not take its answer.
    package var idleTime: Duration = .seconds(75)  // close
    /// Over all loops.
    package var connections = 10_000  // 503
    /// Over all loops.
    package var streams = 8_000  // 503
    /// Room for a client that asks for all tools many times at once, as some do before they read.
    package var streamQueueBytes = 16 * 1024 * 1024  // the stream is dropped
    package var keepAliveInterval: Duration = .seconds(15)
    package init() {}
}

extension HTTPServerLimits {
    /// The part that the parser watches.
    var parser: HTTPParserLimits {
        var limits = HTTPParserLimits()
        limits.targetBytes = targetBytes
        limits.headBytes = headBytes
        limits.fieldCount = fieldCount
        limits.bodyBytes = bodyBytes
        return limits
    }

    /// How often deadlines are looked at: often enough to be late by a quarter at most, never a busy wait.
    var tick: Duration {
        let shortest = min(headerTime, bodyTime, idleTime, keepAliveInterval)
        return max(.milliseconds(10), min(.seconds(1), shortest / 4))
    }
}
