/// The daemon's loops.
package struct EventLoopGroup: Sendable {
    package let loops: [EventLoop]

    /// Makes `count` loops, at least one.
    package init(count: Int) throws(SystemError) {
        var loops: [EventLoop] = []
        for index in 0..<max(1, count) { loops.append(try EventLoop(index: index)) }
        self.loops = loops
    }

    /// Stops every loop.
    package func stop() {
        for loop in loops { loop.stop() }
    }
}
