/// The calls that run on one loop. Adding and removing hashes nothing and, once warm, allocates nothing.
struct RunningCallList {
    private var calls: [RunningCall] = []

    mutating func add(_ call: RunningCall) {
        call.place = calls.count
        calls.append(call)
    }

    /// The last call takes the place that becomes free.
    mutating func remove(_ call: RunningCall) {
        guard calls.indices.contains(call.place), calls[call.place] === call else { return }
        let last = calls.removeLast()
        guard last !== call else { return }
        calls[call.place] = last
        last.place = call.place
    }

    func matching(_ isMeant: (ServerAccess) -> Bool) -> [RunningCall] { calls.filter { isMeant($0.caller.access) } }
}
