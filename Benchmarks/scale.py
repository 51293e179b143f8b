"""Measures a daemon with many accounts: minting, start, token lookup, lists. Prints a table."""

import argparse
import http.client
import json
import os
import re
import secrets
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from peers import HERE, PING, free_port

CREDENTIALS = {"type": "api_key", "api_key": "IST.scale", "site_id": "00000000-0000-4000-8000-000000000000"}


class Store:
    """`wixmcpd serve` on a store in a folder, started and stopped at will."""

    def __init__(self, folder):
        self.port = free_port()
        self.token = secrets.token_urlsafe(32)
        self.environment = {
            **os.environ,
            "WIXMCPD_STORE": f"sqlite:{folder}/wixmcpd.db",
            "WIXMCPD_ADMIN_TOKEN": self.token,
            "XDG_STATE_HOME": str(folder),
        }
        self.process = None

    def start(self) -> float:
        """Seconds from exec to the first healthy answer."""
        began = time.monotonic()
        self.process = subprocess.Popen(
            [os.environ["WIXMCPD"], "serve", "--listen", f"127.0.0.1:{self.port}", "--log-level", "error"],
            env=self.environment, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        while True:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                connection.request("GET", "/readyz")
                if connection.getresponse().status == 200:
                    return time.monotonic() - began
            except OSError:
                if self.process.poll() is not None:
                    raise SystemExit("scale: the daemon ended") from None
            time.sleep(0.002)

    def cpu_seconds(self) -> float:
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self):
        self.process.terminate()
        self.process.wait(20)


class Client:
    """One kept connection to the admin API."""

    def __init__(self, store):
        self.connection = http.client.HTTPConnection("127.0.0.1", store.port, timeout=30)
        self.fields = {"Authorization": f"Bearer {store.token}", "Content-Type": "application/json"}

    def ask(self, method, path, body=None):
        self.connection.request(method, path, json.dumps(body) if body is not None else None, self.fields)
        answer = self.connection.getresponse()
        content = answer.read()
        assert answer.status < 300, (method, path, answer.status, content)
        return json.loads(content)


def ping_cost(store, tokens, folder, seconds=3) -> float:
    """The daemon's processor time for a ping in microseconds, the tokens taking turns."""
    (Path(folder) / "tokens").write_text("".join(f"{token}\n" for token in tokens))
    before = store.cpu_seconds()
    output = subprocess.run(
        ["wrk", "-t1", "-c16", f"-d{seconds}s", "-s", str(HERE / "post.lua"), f"http://127.0.0.1:{store.port}/mcp"],
        env={**os.environ, "BODY": json.dumps(PING), "TOKENS": f"{folder}/tokens"}, capture_output=True, text=True,
        check=True).stdout
    if "Non-2xx" in output:
        raise SystemExit(f"scale: {output}")
    return (store.cpu_seconds() - before) / int(re.search(r"(\d+) requests in", output).group(1)) * 1e6


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--accounts", type=int, default=1000)
    options.add_argument("--servers", type=int, default=3)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        empty = store.start()
        client = Client(store)
        account = client.ask("POST", "/integrated-account", {"name": "first", "credentials": CREDENTIALS})
        first = client.ask("POST", f"/integrated-account/{account['id']}/mcp", {"name": "agent", "config": {}})
        alone = ping_cost(store, [first["token"]], folder)

        began = time.monotonic()
        accounts = [
            client.ask("POST", "/integrated-account", {"name": f"site {number}", "credentials": CREDENTIALS})["id"]
            for number in range(chosen.accounts)
        ]
        connected = time.monotonic() - began
        began = time.monotonic()
        tokens = [
            client.ask("POST", f"/integrated-account/{identifier}/mcp",
                       {"name": f"agent {number}", "config": {"methods": ["read"]}})["token"]
            for identifier in accounts
            for number in range(chosen.servers)
        ]
        minted = time.monotonic() - began
        crowded = ping_cost(store, tokens, folder)
        lists = []
        for path in ("/integrated-account?limit=50", "/mcp-server?limit=50", f"/integrated-account/{accounts[-1]}/mcp"):
            times = []
            for _ in range(20):
                began = time.monotonic()
                client.ask("GET", path)
                times.append((time.monotonic() - began) * 1000)
            lists.append(f"{path.split('?')[0].replace(accounts[-1], '{id}')} {statistics.median(times):.1f} ms")
        store.stop()
        full = store.start()
        store.stop()
    total = chosen.accounts * chosen.servers
    print(f"{chosen.accounts} accounts, {total} servers")
    print(f"start: {empty * 1000:.0f} ms empty, {full * 1000:.0f} ms full (expected under 1000)")
    print(f"connect {chosen.accounts / connected:.0f}/s, mint {total / minted:.0f}/s one after another (expected 200)")
    print(f"processor time of a ping: {alone:.2f} us with one token, {crowded:.2f} us with {total} that take turns: "
          f"{crowded - alone:+.2f} us (expected under 2)")
    print("lists: " + ", ".join(lists))


if __name__ == "__main__":
    main()
