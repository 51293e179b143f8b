"""SIGTERM: nothing new is accepted, running calls finish, streams end cleanly, exit code 0."""

import concurrent.futures
import signal
import socket
import time

import pytest

from daemon import Daemon
from wire import EventStream, call, message, post, told


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_idle(number):
    daemon = Daemon("demo", "--log-level", "error")
    assert post(daemon, message("ping")).status == 200
    daemon.process.send_signal(number)
    assert daemon.process.wait(10) == 0


def test_a_running_call_finishes():
    daemon = Daemon("demo", "--quota", "0", "--fault", "slow=1500,path=/ecom", "--log-level", "error")
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        running = pool.submit(call, daemon, "list_all_wix_orders", {"limit": 1})
        time.sleep(0.5)
        daemon.process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        with pytest.raises(OSError):
            socket.create_connection(("127.0.0.1", daemon.port), timeout=1).recv(1) or (_ for _ in ()).throw(OSError())
        assert told(running.result())["result_count"] == 1
    assert daemon.process.wait(10) == 0


def test_streams_end():
    daemon = Daemon("demo", "--log-level", "error")
    with EventStream(daemon, "/sse") as stream:
        assert stream.event()[0] == "endpoint"
        daemon.process.send_signal(signal.SIGTERM)
        # A clean end: the last chunk arrives. A torn stream would raise IncompleteRead.
        assert stream.event() is None
    assert daemon.process.wait(10) == 0
