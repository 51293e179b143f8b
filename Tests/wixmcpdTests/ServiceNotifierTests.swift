import EventLoop
import Glibc
import HTTPServer
import Synchronization
import TestSupport
import Testing

@testable import wixmcpd

@Suite struct ServiceNotifierTests {
    @Test func sendsAssignmentsToAPath() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/notify"
        defer { unlink(path) }
        let manager = try ManagerSocket(name: Array(path.utf8))
        let notifier = try #require(ServiceNotifier(environment: ["NOTIFY_SOCKET": path]))
        #expect(notifier.send("READY=1", "STATUS=up"))
        #expect(manager.receive() == "READY=1\nSTATUS=up")
    }

    @Test func sendsToAnAbstractName() throws {
        let name = "wixmcpd-test-\(getpid())-notify"
        let manager = try ManagerSocket(name: [0] + Array(name.utf8))
        let notifier = try #require(ServiceNotifier(environment: ["NOTIFY_SOCKET": "@\(name)"]))
        #expect(notifier.send("STOPPING=1"))
        #expect(manager.receive() == "STOPPING=1")
    }

    @Test(
        arguments: [nil, "", "@", "/", "relative", "vsock:2:1", "/" + String(repeating: "x", count: 200)] as [String?])
    func isSilentWithoutASocket(_ value: String?) {
        var environment: [String: String] = [:]
        environment["NOTIFY_SOCKET"] = value
        #expect(ServiceNotifier(environment: environment) == nil)
    }

    @Test func aDeadSocketIsNoError() throws {
        let notifier = try #require(ServiceNotifier(environment: ["NOTIFY_SOCKET": "/nonexistent/notify"]))
        #expect(!notifier.send("READY=1"))
    }
}

@Suite struct WatchdogTests {
    @Test(
        arguments: [
            ([:], nil), (["WATCHDOG_USEC": "2000000"], .seconds(2)), (["WATCHDOG_USEC": "0"], nil),
            (["WATCHDOG_USEC": "x"], nil), (["WATCHDOG_USEC": "-1"], nil),
            (["WATCHDOG_USEC": "2000000", "WATCHDOG_PID": "7"], .seconds(2)),
            (["WATCHDOG_USEC": "2000000", "WATCHDOG_PID": "8"], nil),
        ] as [([String: String], Duration?)]) func readsTheInterval(
            _ environment: [String: String], _ expected: Duration?
        )
    {
        #expect(Watchdog.interval(environment: environment, processID: 7) == expected)
    }

    @Test func isFedOnlyWhenEveryLoopAnswers() async throws {
        let group = try EventLoopGroup(count: 2)
        defer { group.stop() }
        let (feeds, continuation) = AsyncStream<Void>.makeStream()
        let fed = Atomic<Int>(0)
        let watchdog = Watchdog(loops: group.loops) {
            fed.wrappingAdd(1, ordering: .relaxed)
            continuation.yield()
        }
        var iterator = feeds.makeAsyncIterator()
        watchdog.ping()
        await iterator.next()
        #expect(fed.load(ordering: .relaxed) == 1)

        // One loop is stuck: neither this ping nor later ones feed, however often the other answers.
        let stuck = DispatchGate()
        group.loops[1].submit { stuck.wait() }
        for _ in 0..<3 { watchdog.ping() }
        await withCheckedContinuation { answered in group.loops[0].submit { answered.resume() } }
        #expect(fed.load(ordering: .relaxed) == 1)

        stuck.open()
        await iterator.next()
        #expect(fed.load(ordering: .relaxed) == 2)
    }
}

@Suite struct InheritedSocketsTests {
    @Test func noneWithoutTheManager() throws {
        #expect(try InheritedSockets(environment: [:], processID: 7).addresses.isEmpty)
        let foreign = ["LISTEN_PID": "8", "LISTEN_FDS": "1"]
        #expect(try InheritedSockets(environment: foreign, processID: 7) { _ in true }.addresses.isEmpty)
    }

    @Test func takesTheDescriptorsFromThree() throws {
        let environment = ["LISTEN_PID": "7", "LISTEN_FDS": "2", "LISTEN_FDNAMES": "http:admin"]
        let sockets = try InheritedSockets(environment: environment, processID: 7) { _ in true }
        #expect(sockets.addresses == [.descriptor(3), .descriptor(4)])
    }

    @Test(arguments: ["x", "-1", "65", "99999999999999999999"]) func refusesACountThatIsNone(_ count: String) {
        let environment = ["LISTEN_PID": "7", "LISTEN_FDS": count]
        #expect(throws: InheritedSockets.Failure.self) {
            try InheritedSockets(environment: environment, processID: 7) { _ in true }
        }
    }

    @Test func refusesWhatDoesNotListenAndNamesIt() throws {
        let environment = ["LISTEN_PID": "7", "LISTEN_FDS": "2", "LISTEN_FDNAMES": "http:admin"]
        let failure = try #require(throws: InheritedSockets.Failure.self) {
            try InheritedSockets(environment: environment, processID: 7) { $0 == 3 }
        }
        #expect(failure.description.contains("descriptor 4 (admin)"))
    }
}
