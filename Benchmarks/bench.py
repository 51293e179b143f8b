"""Runs the benchmark: the windows of all peers interleaved, so that drift of the machine meets all of them alike."""

import argparse
import json
import os
import platform
import re
import resource
import socket
import statistics
import subprocess
import time
from dataclasses import dataclass, field

from peers import HERE, PING, TOKEN, Daemon, FastMCP, Nginx, Process, post, tool_call

CONNECTIONS = 64
STREAMS = 2_000


@dataclass
class Subject:
    """One row of the table: what wrk asks of whom, and what it is compared with."""

    name: str
    process: Process
    port: int
    body: dict
    against: str | None = None
    goal: float | None = None
    token: str | None = None
    rates: list = field(default_factory=list)
    medians: list = field(default_factory=list)
    tails: list = field(default_factory=list)
    costs: list = field(default_factory=list)

    def measure(self, seconds: float):
        environment = {**os.environ, "BODY": json.dumps(self.body)} | ({"TOKEN": self.token} if self.token else {})
        command = [
            "wrk",
            "-t2",
            f"-c{CONNECTIONS}",
            f"-d{seconds}s",
            "--latency",
            "--timeout",
            "10s",
            "-s",
            str(HERE / "post.lua"),
            f"http://127.0.0.1:{self.port}/mcp",
        ]
        before = self.process.cpu_seconds()
        output = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=True, timeout=seconds + 30
        ).stdout
        cost = self.process.cpu_seconds() - before
        if trouble := re.search(r"Non-2xx.*|Socket errors: connect [1-9].*", output):
            raise SystemExit(f"bench: {self.name}: {trouble.group()}")
        requests = int(re.search(r"(\d+) requests in", output).group(1))
        self.rates.append(float(re.search(r"Requests/sec:\s*([\d.]+)", output).group(1)))
        self.medians.append(milliseconds(re.search(r"^ +50% +(\S+)", output, re.MULTILINE).group(1)))
        self.tails.append(milliseconds(re.search(r"^ +99% +(\S+)", output, re.MULTILINE).group(1)))
        self.costs.append(cost / max(requests, 1) * 1e6)


def milliseconds(text: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", text).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def check_answers(daemon: Daemon, peer: FastMCP | None):
    """Numbers of wrong answers are worth nothing."""
    for arguments in ({}, {"view": "full"}):
        result = post(daemon.port, tool_call(**arguments), TOKEN)["result"]
        assert not result.get("isError") and len(result["structuredContent"]["result"]) == 25, result
        assert json.loads(result["content"][0]["text"]) == result["structuredContent"]
    if peer:
        assert len(post(peer.port, tool_call())["result"]["structuredContent"]["products"]) == 25


def idle_streams(daemon: Daemon) -> tuple[float, float]:
    """Kilobytes of resident memory for each of many idle SSE streams: all of it, and the anonymous part."""
    request = f"GET /sse HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\nAuthorization: Bearer {TOKEN}\r\n\r\n".encode()
    before = daemon.memory(), daemon.memory("RssAnon")
    streams = []
    try:
        for _ in range(STREAMS):
            stream = socket.create_connection(("127.0.0.1", daemon.port), timeout=10)
            streams.append(stream)
            stream.sendall(request)
        for stream in streams:
            assert b"200" in stream.recv(64)
        time.sleep(1)
        after = daemon.memory(), daemon.memory("RssAnon")
    finally:
        for stream in streams:
            stream.close()
    return tuple((now - then) / STREAMS / 1024 for now, then in zip(after, before))


def first_answers(upstream: int, times: int = 9) -> list:
    """Milliseconds from exec to the first answer, each of a process of its own."""
    found = []
    for _ in range(times):
        with Daemon(upstream) as daemon:
            found.append(daemon.first_answer * 1000)
    return found


def machine() -> str:
    with open("/proc/cpuinfo") as cpuinfo:
        model = next(
            (line.split(":", 1)[1].strip() for line in cpuinfo if line.startswith("model name")), platform.machine()
        )
    return (
        f"{model}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Linux {platform.release()}; "
        "wrk, peers and Wix share them over loopback"
    )


def print_table(subjects: list[Subject]):
    by_name = {subject.name: subject for subject in subjects}
    print(f"\n{'':34} {'req/s':>9} {'p50 ms':>8} {'p99 ms':>8} {'cpu us':>8}   ratio")
    for subject in subjects:
        ratio = ""
        if subject.against and subject.against in by_name:
            peer = by_name[subject.against]
            pairs = [own / other for own, other in zip(subject.rates, peer.rates)]
            ratio = f"{statistics.median(pairs):8.2f} of {peer.name}"
            if subject.goal:
                ratio += f" (expected {subject.goal:g})"
        median = statistics.median
        print(
            f"{subject.name:34} {median(subject.rates):9.0f} {median(subject.medians):8.2f} {median(subject.tails):8.2f} "
            f"{median(subject.costs):8.0f} {ratio}"
        )


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seconds", type=int, default=3)
    chosen = options.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(20_000, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),) * 2)
    if not os.access(os.environ["WIXMCPD"], os.X_OK):
        raise SystemExit(f"bench: {os.environ['WIXMCPD']} is not there; run `make build`")
    print(machine())

    with Nginx() as nginx, Daemon(nginx.upstream) as daemon:
        rest = daemon.memory(), daemon.memory("RssAnon")
        peer = FastMCP(nginx.upstream) if os.access(os.environ["FASTMCP_PYTHON"], os.X_OK) else None
        try:
            check_answers(daemon, peer)
            own = {"process": daemon, "port": daemon.port, "token": TOKEN}
            subjects = [
                Subject("nginx, fixed answer", nginx, nginx.port, PING),
                Subject("wixmcpd, ping", body=PING, against="nginx, fixed answer", goal=0.8, **own),
                Subject("nginx, relay", nginx, nginx.relay, tool_call()),
                Subject("wixmcpd, 25 products, lean", body=tool_call(), against="nginx, relay", goal=0.6, **own),
                Subject(
                    "wixmcpd, 25 products, full", body=tool_call(view="full"), against="nginx, relay", goal=0.5, **own
                ),
            ]
            if peer:
                subjects.append(Subject("FastMCP, 25 products", peer, peer.port, tool_call()))
            for _ in range(chosen.rounds):
                for subject in subjects:
                    # FastMCP answers so slowly that a shorter window may hold nothing.
                    subject.measure(max(chosen.seconds, 3) if subject.process is peer else chosen.seconds)
        finally:
            if peer:
                peer.stop()
        print_table(subjects)
        if peer:
            full, other = subjects[-2], subjects[-1]
            print(f"\nfull page: {sum(full.rates) / max(sum(other.rates), 1):.0f} times FastMCP (expected 60)")

        with Daemon(nginx.upstream) as quiet:
            whole, anonymous = idle_streams(quiet)
        starts = first_answers(nginx.upstream)
        print(f"RSS idle: {rest[0] / 2**20:.1f} MB, of it anonymous {rest[1] / 2**20:.1f} MB (expected under 30)")
        print(
            f"RSS for each of {STREAMS} idle SSE streams: {whole:.2f} KB, anonymous {anonymous:.2f} KB (expected under 4)"
        )
        print(
            f"exec to first answer: median {statistics.median(starts):.0f} ms, worst {max(starts):.0f} ms (expected 100)"
        )


if __name__ == "__main__":
    main()
