import Glibc
import TestSupport
import Testing

@testable import wixmcpd

@Suite struct StateDirectoryTests {
    @Test(
        arguments: [
            (["STATE_DIRECTORY": "/var/lib/a", "XDG_STATE_HOME": "/x", "HOME": "/h"], "/var/lib/a"),
            (["STATE_DIRECTORY": "/var/lib/a:/var/lib/b"], "/var/lib/a"),
            (["STATE_DIRECTORY": "/var/lib/a/"], "/var/lib/a"),
            (["XDG_STATE_HOME": "/x", "HOME": "/h"], "/x/wixmcpd"), (["HOME": "/h"], "/h/.local/state/wixmcpd"),
            (["XDG_STATE_HOME": "relative", "HOME": "/h"], "/h/.local/state/wixmcpd"),
            (["STATE_DIRECTORY": "", "HOME": "/h"], "/h/.local/state/wixmcpd"),
            ([:], nil), (["HOME": "/"], nil),
        ] as [([String: String], String?)]) func isFoundInTheEnvironment(
            _ environment: [String: String], _ path: String?
        )
    {
        #expect(StateDirectory(environment: environment)?.path == path)
    }

    @Test func isMadePrivate() throws {
        let folder = try TemporaryFolder()
        let environment = ["XDG_STATE_HOME": "\(folder.path)/a/b"]
        let state = try StateDirectory.make(Settings(), environment: environment)
        defer { for name in ["a/b/wixmcpd", "a/b", "a"] { rmdir("\(folder.path)/\(name)") } }
        #expect(state.path == "\(folder.path)/a/b/wixmcpd" && state.problem == nil && state.isPrivate)
        #expect(try StateDirectory.make(Settings(), environment: environment) == state)
        chmod(state.path, 0o755)
        #expect(state.problem == nil && !state.isPrivate)
    }

    @Test func faultsNameThePlace() throws {
        let file = try TemporaryFile("x")
        for path in [file.path, "\(file.path)/below", "/proc/none/x"] {
            let error = try #require(throws: ConfigurationError.self) {
                try StateDirectory.make(Settings(), environment: ["STATE_DIRECTORY": path])
            }
            #expect(error.description.contains(path), "\(error)")
        }
        let error = try #require(throws: ConfigurationError.self) {
            try StateDirectory.make(Settings(), environment: [:])
        }
        #expect(error.description.contains("STATE_DIRECTORY"))
    }

    @Test func storeAndSocketFollowFromIt() {
        var settings = Settings()
        let environment = ["STATE_DIRECTORY": "/s", "RUNTIME_DIRECTORY": "/r:/q"]
        #expect(settings.storeInForce(StateDirectory(environment: environment)) == .sqlite(path: "/s/wixmcpd.db"))
        #expect(settings.adminSocketPath(environment: environment) == "/r/wixmcpd.sock")
        #expect(settings.adminSocketPath(environment: ["HOME": "/h"]) == "/h/.local/state/wixmcpd/wixmcpd.sock")
        #expect(settings.storeInForce(nil) == nil && settings.adminSocketPath(environment: [:]) == nil)
        settings.store = .memory
        settings.adminSocket = .path("/x")
        #expect(settings.storeInForce(nil) == .memory && settings.adminSocketPath(environment: [:]) == "/x")
        settings.adminSocket = .off
        #expect(settings.adminSocketPath(environment: environment) == nil)
    }
}
