/// What waits to be written, between the loops and the log's queue. The loops only append.
struct AuditInbox: Sendable {
    /// What the caller must schedule after an item was added.
    enum Wake { case nothing, later, now }

    private let limits: AuditLimits
    private var items: [AuditItem] = []
    private var lost = 0
    private var isTimerSet = false
    private var isFlushQueued = false
    /// Rows that the writer could not have kept; they count against the bound.
    private var backlog = 0
    private var isRetrySet = false
    private var nextRetry: Duration

    init(_ limits: AuditLimits) {
        self.limits = limits
        nextRetry = limits.firstRetry
        items.reserveCapacity(limits.fullGroup)
    }

    /// Only calls that changed nothing are ever lost: beginnings are waited for, and an end has its beginning.
    mutating func add(_ item: AuditItem) -> Wake {
        var isWaitedFor = false
        switch item {
        case .call where items.count + backlog >= limits.rows:
            lost += 1
            return .nothing
        case .call, .end: break
        case .begin, .mark: isWaitedFor = true
        }
        items.append(item)
        if isWaitedFor || items.count >= limits.fullGroup {
            guard !isFlushQueued else { return .nothing }
            isFlushQueued = true
            return .now
        }
        guard !isTimerSet, !isFlushQueued else { return .nothing }
        isTimerSet = true
        return .later
    }

    /// What a flush was scheduled for, so that the next item schedules another.
    enum Cause { case timer, queued, retry }

    mutating func take(_ cause: Cause) -> (items: [AuditItem], lost: Int) {
        switch cause {
        case .timer: isTimerSet = false
        case .queued: isFlushQueued = false
        case .retry: isRetrySet = false
        }
        let taken = (items, lost)
        items = []
        items.reserveCapacity(limits.fullGroup)
        lost = 0
        return taken
    }

    /// Notes how a flush went; answers when to try again, if nobody has said so yet.
    mutating func noteFlush(backlog: Int, isFailing: Bool) -> Duration? {
        self.backlog = backlog
        guard isFailing else {
            nextRetry = limits.firstRetry
            return nil
        }
        guard !isRetrySet else { return nil }
        isRetrySet = true
        defer { nextRetry = min(nextRetry * 2, limits.longestRetry) }
        return nextRetry
    }
}
