import EventLoop
import HTTPServer

/// The answers to wrong tokens that wait on one loop for their time.
final class HeldAnswers: @unchecked Sendable {  // confined to `loop`: each method checks it
    private struct Held {
        let exchange: HTTPExchange
        let timer: LoopTimer
    }

    private let loop: EventLoop
    private let guesses: GuessTable
    private var held: [Int: Held] = [:]
    private var next = 0
    private var isDraining = false

    init(loop: EventLoop, guesses: GuessTable) {
        self.loop = loop
        self.guesses = guesses
    }

    /// Answers 401 when the source has waited long enough.
    func refuse(_ peer: HTTPPeer, on exchange: HTTPExchange) {
        loop.checkIsolated()
        guard let delay = guesses.hold(peer.source, now: loop.now) else {
            return exchange.respond(AdminError.tooManyGuesses.response)
        }
        let number = next
        next += 1
        let timer = loop.schedule(after: isDraining ? .zero : delay) { [weak self] in self?.answer(number) }
        held[number] = Held(exchange: exchange, timer: timer)
        // Whoever does not wait makes room for others; the guess counts all the same.
        exchange.onDisconnect = { [weak self] in self?.answer(number) }
    }

    /// The daemon goes down: nobody has to wait for guesses.
    func releaseAll() {
        loop.checkIsolated()
        isDraining = true
        for number in held.keys.sorted() { answer(number) }
    }

    private func answer(_ number: Int) {
        guard let entry = held.removeValue(forKey: number) else { return }
        entry.timer.cancel()
        guesses.release()
        entry.exchange.respond(AdminError.tokenWrong.response)
    }
}
