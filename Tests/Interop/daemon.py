"""Starts wixmcpd for a test and stops it again."""

import os
import re
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCHEME = "http://127.0.0.1"


def binary() -> str:
    """The binary under test: $WIXMCPD, else what `make build` made, else a release or a debug build."""
    named = os.environ.get("WIXMCPD")
    builds = [ROOT / f".build/{kind}/wixmcpd" for kind in ("bin", "release", "debug")]
    candidates = [named] if named else builds
    for candidate in candidates:
        if os.access(candidate, os.X_OK):
            return str(Path(candidate).resolve())
    raise RuntimeError(f"no binary at {', '.join(map(str, candidates))}: run `make build` or set WIXMCPD")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Daemon:
    """`wixmcpd COMMAND --listen 127.0.0.1:PORT …`, ready when the constructor returns."""

    def __init__(self, command="demo", *arguments, environment=None, wait=True):
        self.port = free_port()
        self.base = f"{SCHEME}:{self.port}"
        self.log = tempfile.TemporaryFile(mode="w+")
        if command == "demo" and "--exposure" not in arguments:
            # The tests read back with more tools than a model is shown at first.
            arguments = ("--exposure", "all", *arguments)
        # Nothing of one test, or of whoever runs them, is left for another; those that want a store name a place for it.
        self.environment = {"WIXMCPD_STORE": "memory", **(environment or {})}
        if "STATE_DIRECTORY" in self.environment:
            del self.environment["WIXMCPD_STORE"]
        self.process = subprocess.Popen(
            [binary(), command, "--listen", f"127.0.0.1:{self.port}", *arguments],
            stdout=self.log,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            env={**os.environ, **self.environment},
        )
        if wait:
            self._wait("/readyz" if command != "sandbox" else "/")

    def _wait(self, path):
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"the daemon ended with {self.process.returncode}:\n{self.output()}")
            try:
                urllib.request.urlopen(self.base + path, timeout=1).read()
                return
            except urllib.error.HTTPError:
                if path == "/":
                    return
            except OSError:
                pass
            time.sleep(0.02)
        raise RuntimeError(f"the daemon was not ready in 20 s:\n{self.output()}")

    def output(self) -> str:
        self.log.flush()
        self.log.seek(0)
        return self.log.read()

    @property
    def token(self) -> str:
        """The token that `demo` made."""
        found = re.search(r"http://127\.0\.0\.1:\d+/mcp/(\S+)", self.output())
        assert found, self.output()
        return found.group(1)

    def memory(self) -> int:
        """Resident bytes."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmRSS"))

    def stop(self, expect=0, timeout=15) -> float:
        """Sends SIGTERM; returns the seconds until the end."""
        if self.process.poll() is None:
            started = time.monotonic()
            self.process.send_signal(signal.SIGTERM)
            try:
                code = self.process.wait(timeout)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise RuntimeError(f"still running {timeout} s after SIGTERM:\n{self.output()}") from None
            if expect is not None:
                assert code == expect, f"exit code {code}:\n{self.output()}"
            return time.monotonic() - started
        return 0

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        try:
            self.stop(expect=None if kind else 0)
        finally:
            self.log.close()
