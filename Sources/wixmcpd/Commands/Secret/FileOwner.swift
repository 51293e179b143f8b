import Glibc

/// Who owns a file. What root makes beside another user's file would be root's, and that user's daemon could not read it.
struct FileOwner: Sendable, Equatable {
    let user: uid_t
    let group: gid_t
    private let path: String

    /// Nil when there is no such file.
    init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        user = status.st_uid
        group = status.st_gid
        self.path = path
    }

    /// True when this process acts as the owner already.
    var isThisUser: Bool { user == geteuid() }

    /// Makes the rest of this process act as the owner; only root can become somebody else.
    func become() throws(CommandFailure) {
        guard !isThisUser else { return }
        guard geteuid() == 0, setegid(group) == 0, seteuid(user) == 0 else {
            throw CommandFailure("\(path) belongs to another user; run the command as that user or as root")
        }
    }
}
