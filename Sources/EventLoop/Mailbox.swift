import Synchronization

/// Something to run on a loop.
enum LoopWork {
    case block(@Sendable () -> Void)
    case job(UnownedJob)
}

/// Work handed to a loop by other threads. Only the first item since the loop last looked asks for a wake-up.
final class Mailbox: Sendable {
    private let items = Mutex<[LoopWork]>([])
    private let isFilled = Atomic<Bool>(false)

    /// True when the loop must be woken.
    func put(_ work: LoopWork) -> Bool {
        items.withLock { items in
            items.append(work)
            return !isFilled.exchange(true, ordering: .acquiringAndReleasing)
        }
    }

    /// Moves what was put to the end of `list`. Without mail this is one load.
    func take(into list: inout [LoopWork]) {
        guard isFilled.load(ordering: .acquiring) else { return }
        var taken: [LoopWork] = []
        items.withLock { items in
            swap(&items, &taken)
            isFilled.store(false, ordering: .releasing)
        }
        list.append(contentsOf: taken)
    }
}
