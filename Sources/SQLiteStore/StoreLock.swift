import Gateway
import Glibc
import Synchronization

/// Keeps a second daemon away from a store: a lock on the file `PATH.lock`, which ends with the process however it ends.
///
/// The lock file stays: whoever removed it would let in a third process that makes it anew.
final class StoreLock: Sendable {
    private let descriptor: Mutex<CInt?>

    init(storePath: String) throws(StoreError) {
        let descriptor: CInt
        do { descriptor = try PrivateFile.openForWriting(storePath + ".lock") } catch {
            throw .unusable(path: storePath, reason: error.description)
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let isTaken = errno == EWOULDBLOCK
            close(descriptor)
            if isTaken { throw .inUse(path: storePath) }
            throw .unusable(path: storePath, reason: "the file \(storePath).lock cannot be locked")
        }
        self.descriptor = Mutex(descriptor)
    }

    deinit { release() }

    func release() {
        descriptor.withLock {
            if let descriptor = $0 { close(descriptor) }
            $0 = nil
        }
    }
}
