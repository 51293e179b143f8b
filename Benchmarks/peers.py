"""The processes of a benchmark: nginx, the FastMCP peer and the daemon, each on a free loopback port."""

import http.client
import json
import os
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from products import page

TOKEN = "bench-" + "b" * 43
HERE = Path(__file__).resolve().parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def post(port: int, body: dict, token: str | None = None, timeout: float = 10) -> dict:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    fields = {
        "Content-Type": "application/json",
        "Accept": "application/json, text/event-stream",
        "MCP-Protocol-Version": "2025-06-18",
    }
    if token:
        fields["Authorization"] = f"Bearer {token}"
    try:
        connection.request("POST", "/mcp", json.dumps(body), fields)
        return json.loads(connection.getresponse().read())
    finally:
        connection.close()


class Process:
    """A child with its descendants' processor time and memory."""

    port: int

    def start(self, command, environment=None):
        self.log = tempfile.TemporaryFile()
        self.child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
        )

    def wait(self, ready, seconds=20.0):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.child.poll() is None:
            try:
                if ready():
                    return
            except (OSError, ValueError, http.client.HTTPException):
                pass
            time.sleep(0.002)
        self.log.seek(0)
        raise RuntimeError(f"{type(self).__name__} is not ready:\n{self.log.read().decode(errors='replace')[-3000:]}")

    def pids(self):
        children = Path(f"/proc/{self.child.pid}/task/{self.child.pid}/children").read_text().split()
        return [self.child.pid, *map(int, children)]

    def cpu_seconds(self) -> float:
        ticks = 0
        for pid in self.pids():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def memory(self, field="VmRSS") -> int:
        """Bytes."""
        status = Path(f"/proc/{self.child.pid}/status").read_text()
        return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith(field + ":"))

    def stop(self):
        if self.child.poll() is None:
            self.child.send_signal(signal.SIGTERM)
            try:
                self.child.wait(15)
            except subprocess.TimeoutExpired:
                self.child.kill()
                self.child.wait()
        self.log.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class Nginx(Process):
    """`upstream` stands for Wix, `port` answers a fixed JSON-RPC result, `relay` passes on to `upstream`."""

    def __init__(self):
        self.upstream, self.port, self.relay = free_port(), free_port(), free_port()
        self.folder = tempfile.TemporaryDirectory(prefix="wixmcpd-bench-")
        folder = Path(self.folder.name)
        folder.chmod(0o755)
        (folder / "page.json").write_text(json.dumps(page(), ensure_ascii=False, separators=(",", ":")))
        (folder / "nginx.conf").write_text(self._configuration(folder))
        self.start(["nginx", "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")])
        self.wait(lambda: post(self.relay, {}))

    def _configuration(self, folder: Path) -> str:
        fixed = json.dumps({"jsonrpc": "2.0", "id": 1, "result": {}}, separators=(",", ":"))
        temporary = " ".join(
            f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        return f"""
            daemon off; pid {folder}/pid; worker_processes {os.cpu_count()}; worker_rlimit_nofile 16384;
            events {{ worker_connections 4096; }}
            http {{
                access_log off; default_type application/json; keepalive_requests 100000000; {temporary}
                server {{
                    listen 127.0.0.1:{self.upstream} reuseport backlog=4096; root {folder};
                    location / {{ error_page 405 =200 /page.json; try_files /page.json =404; }}
                    location = /page.json {{ error_page 405 =200 $uri; }}
                }}
                server {{ listen 127.0.0.1:{self.port} reuseport backlog=4096; location / {{ return 200 '{fixed}'; }} }}
                upstream wix {{ server 127.0.0.1:{self.upstream}; keepalive 128; }}
                server {{
                    listen 127.0.0.1:{self.relay} reuseport backlog=4096;
                    location / {{ proxy_pass http://wix; proxy_http_version 1.1; proxy_set_header Connection ""; }}
                }}
            }}"""

    def stop(self):
        super().stop()
        self.folder.cleanup()


class FastMCP(Process):
    def __init__(self, upstream: int):
        self.port = free_port()
        environment = {"WIX": f"http://127.0.0.1:{upstream}", "PORT": str(self.port)}
        self.start([os.environ["FASTMCP_PYTHON"], str(HERE / "fastmcp_server.py")], environment)
        self.wait(lambda: "result" in post(self.port, PING), seconds=40)


class Daemon(Process):
    """`wixmcpd serve` over the upstream of nginx: a store on disk, the audit log on, no limit of calls."""

    def __init__(self, upstream: int):
        self.port = free_port()
        self.folder = tempfile.TemporaryDirectory(prefix="wixmcpd-bench-")
        wix = f"http://127.0.0.1:{upstream}"
        configuration = Path(self.folder.name) / "wixmcpd.yaml"
        configuration.write_text(f"""
store: sqlite:{self.folder.name}/wixmcpd.db
wix: {{base_url: "{wix}", oauth_url: "{wix}/oauth2/token"}}
limits: {{connections: 10000, streams: 10000}}
log: {{level: error}}
accounts: [{{name: bench, api_key: IST.bench, site_id: 11111111-2222-4333-8444-555555555555}}]
servers: [{{name: bench, token: {TOKEN}, exposure: all, calls_per_minute: 0}}]
""")
        command = [os.environ["WIXMCPD"], "serve", "--config", str(configuration), "--listen", f"127.0.0.1:{self.port}"]
        started = time.perf_counter()
        self.start(command)
        self.wait(lambda: post(self.port, PING, TOKEN)["result"] == {})
        self.first_answer = time.perf_counter() - started

    def stop(self):
        super().stop()
        self.folder.cleanup()


PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}


def tool_call(**arguments) -> dict:
    parameters = {"name": "wix_products_v_3_query", "arguments": {"limit": 25, **arguments}}
    return {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": parameters}
