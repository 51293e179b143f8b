import CCurl
import EventLoop

extension CurlMulti {
    private static let bothWays: Readiness = [.readable, .writable]

    /// Level-triggered: libcurl reads only part of what is there when it likes.
    fileprivate func setSocket(_ descriptor: CInt, what: CInt, isKnown: Bool) {
        guard what != CURL_POLL_REMOVE else {
            loop.remove(descriptor)
            return
        }
        let interest: Readiness =
            switch what {
            case CURL_POLL_IN: .readable
            case CURL_POLL_OUT: .writable
            default: Self.bothWays
            }
        do throws(SystemError) {
            if isKnown {
                try loop.update(descriptor, interest)
            } else {
                try loop.add(descriptor, interest, edgeTriggered: false, handler: self)
                let mark = Unmanaged.passUnretained(self).toOpaque()
                curl_multi_assign(handle, descriptor, mark)
            }
        } catch {
            // A socket that cannot be watched is found by the transfer's time limit.
        }
    }
}

/// The multi handle that a libcurl callback is about.
private func multi(_ user: UnsafeMutableRawPointer?) -> CurlMulti? {
    user.map { Unmanaged<CurlMulti>.fromOpaque($0).takeUnretainedValue() }
}

/// CURLMOPT_SOCKETFUNCTION. `assigned` is our mark on a socket that is in the epoll set.
func socketChanged(
    _: UnsafeMutableRawPointer?, _ descriptor: CInt, _ what: CInt, _ user: UnsafeMutableRawPointer?,
    _ assigned: UnsafeMutableRawPointer?
) -> CInt {
    multi(user)?.setSocket(descriptor, what: what, isKnown: assigned != nil)
    return 0
}

/// CURLMOPT_TIMERFUNCTION.
func timerChanged(_: UnsafeMutableRawPointer?, _ milliseconds: Int, _ user: UnsafeMutableRawPointer?) -> CInt {
    multi(user)?.setTimer(milliseconds: milliseconds)
    return 0
}
