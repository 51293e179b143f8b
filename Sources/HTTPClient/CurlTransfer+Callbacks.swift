import CCurl

/// The transfer that a libcurl callback is about.
private func transfer(_ user: UnsafeMutableRawPointer?) -> CurlTransfer? {
    user.map { Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
}

/// CURLOPT_PREREQFUNCTION: the connection stands and the request goes out now.
func requestIsDue(
    _ user: UnsafeMutableRawPointer?, _: UnsafeMutablePointer<CChar>?, _: UnsafeMutablePointer<CChar>?, _: CInt, _: CInt
) -> CInt {
    guard let transfer = transfer(user), transfer.mayLeave() else { return CURL_PREREQFUNC_ABORT }
    return CURL_PREREQFUNC_OK
}

/// CURLOPT_HEADERFUNCTION: one line of a head. Any number but the length ends the transfer.
func takeHeadLine(
    _ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ user: UnsafeMutableRawPointer?
) -> Int {
    guard let transfer = transfer(user) else { return -1 }
    return transfer.take(headLine: UnsafeRawBufferPointer(start: data, count: size * count)) ? size * count : -1
}

/// CURLOPT_WRITEFUNCTION: a piece of the decoded body.
func takeBody(
    _ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ user: UnsafeMutableRawPointer?
) -> Int {
    guard let transfer = transfer(user) else { return -1 }
    return transfer.take(body: UnsafeRawBufferPointer(start: data, count: size * count)) ? size * count : -1
}

extension CurlTransfer {
    /// The most that a declared length reserves before the bytes are there.
    private static let maximumReserve = 1024 * 1024

    /// Lets the request go out. libcurl sends one again by itself when a kept connection dies without an answer: not
    /// with a request that may have been acted on.
    fileprivate func mayLeave() -> Bool {
        if phase != .connecting, !isRepeatable, wasSent {
            stopReason = .connectionLost
            return false
        }
        phase = .waiting
        phaseDeadline = multi.deadline(after: limits.firstByteTime)
        multi.watch(deadline)
        return true
    }

    fileprivate func take(headLine: UnsafeRawBufferPointer) -> Bool {
        phase = .receiving
        phaseDeadline = .max
        guard head.take(headLine) else {
            stopReason = .badAnswer
            return false
        }
        if head.isComplete { headIsComplete() }
        return true
    }

    private func headIsComplete() {
        switch sink {
        case .stream: if !isHeadDelivered { multi.deliverSoon(self) }
        case .buffer(let limit):
            guard body.isEmpty, let length = head.fields["content-length"].flatMap({ Int($0) }), length > 0 else {
                return
            }
            body.reserveCapacity(min(length, limit, CurlTransfer.maximumReserve))
        }
    }

    fileprivate func take(body piece: UnsafeRawBufferPointer) -> Bool {
        switch sink {
        case .stream: multi.deliverSoon(self)
        case .buffer(let limit):
            guard piece.count <= limit - body.count else {
                stopReason = .tooLarge
                return false
            }
        }
        body.append(contentsOf: piece)
        return true
    }
}
