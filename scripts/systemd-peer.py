#!/usr/bin/env python3
"""Plays the service manager for one run of the daemon: passes a listening socket, reads its notifications, stops it.

usage: systemd-peer.py PROGRAM
Fails unless the daemon is ready only when it answers, keeps the watchdog fed, says that it stops, and exits with 0.
"""
import os
import signal
import socket
import sys
import tempfile
import time
import urllib.request

PATIENCE = 20


class Manager:
    """Collects datagrams until an assignment has come."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(path)
        self.seen = []

    def wait_for(self, assignment):
        deadline = time.monotonic() + PATIENCE
        while assignment not in self.seen:
            self.socket.settimeout(max(0.01, deadline - time.monotonic()))
            self.seen += self.socket.recv(4096).decode().splitlines()


def start(program, listener, notify_path, folder):
    """Starts the daemon as systemd does: descriptor 3 is the listener, LISTEN_PID its own process id."""
    child = os.fork()
    if child:
        return child
    environment = {
        "PATH": os.environ["PATH"], "NOTIFY_SOCKET": notify_path, "LISTEN_FDS": "1", "LISTEN_FDNAMES": "http",
        "LISTEN_PID": str(os.getpid()), "WATCHDOG_USEC": "400000", "WIX_API_KEY": "key", "WIX_SITE_ID": "site",
        "WIXMCPD_TOKEN": "0123456789abcdef0123456789abcdef", "STATE_DIRECTORY": f"{folder}/state",
        "RUNTIME_DIRECTORY": folder,
    }
    os.dup2(listener.fileno(), 3)
    os.set_inheritable(3, True)
    os.execve(program, [program, "serve"], environment)


def run(program, notify_path, listen_path, folder):
    manager = Manager(listen_path)
    listener = socket.create_server(("127.0.0.1", 0))
    child = start(program, listener, notify_path, folder)
    try:
        manager.wait_for("READY=1")
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/readyz"
        assert urllib.request.urlopen(url, timeout=PATIENCE).status == 200
        assert os.path.exists(f"{folder}/state/wixmcpd.db") and os.path.exists(f"{folder}/wixmcpd.sock")
        manager.wait_for("WATCHDOG=1")
        os.kill(child, signal.SIGTERM)
        manager.wait_for("STOPPING=1")
    except BaseException:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0, f"exit code {os.waitstatus_to_exitcode(status)}"


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        run(program, f"{folder}/notify", f"{folder}/notify", folder)
        name = f"wixmcpd-test-{os.getpid()}"
        run(program, f"@{name}", f"\0{name}", folder)


main()
