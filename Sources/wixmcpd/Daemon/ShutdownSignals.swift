import Dispatch
import Glibc
import Synchronization

/// SIGTERM and SIGINT as values: the first asks for an orderly end, the second ends the process at once.
final class ShutdownSignals: Sendable {
    private let received = Atomic<Int>(0)
    private let stream: AsyncStream<CInt>
    private let continuation: AsyncStream<CInt>.Continuation
    nonisolated(unsafe) private var sources: [any DispatchSourceSignal] = []  // written by init alone

    /// Registers the sources. `ProcessSetup.prepareSignals` has blocked the signals before.
    init() {
        (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
        for number in [SIGTERM, SIGINT] {
            let source = DispatchSource.makeSignalSource(signal: number, queue: DispatchQueue(label: "wixmcpd.signals"))
            source.setEventHandler { @Sendable [weak self] in self?.receive(number) }
            source.activate()
            sources.append(source)
        }
    }

    /// The first signal; waits for it.
    func first() async -> CInt {
        for await number in stream { return number }
        return SIGTERM
    }

    private func receive(_ number: CInt) {
        if received.wrappingAdd(1, ordering: .relaxed).oldValue > 0 { _exit(128 + number) }
        continuation.yield(number)
    }
}
