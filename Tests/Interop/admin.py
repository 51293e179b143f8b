"""A daemon with a store and a simulated Wix, and the admin API by hand."""

import json
import secrets
import tempfile
from contextlib import ExitStack
from pathlib import Path

from daemon import Daemon
from wire import Reply, request

# What the sandbox's site answers to.
SANDBOX_KEY = "IST.sandbox-key"
SANDBOX_SITE = "5a9d0c0e-0000-4000-8000-000000000001"


class Site:
    """`wixmcpd sandbox` beside `wixmcpd serve` on a state directory of their own."""

    def __init__(self, *arguments, sandbox=("--quota", "0"), environment=None, token=None):
        self.stack = ExitStack()
        self.state = Path(self.stack.enter_context(tempfile.TemporaryDirectory(prefix="wixmcpd-")))
        self.wix = self.stack.enter_context(Daemon("sandbox", *sandbox))
        self.token = token or secrets.token_urlsafe(32)
        self.arguments = arguments
        self.environment = {
            "WIXMCPD_STORE": f"sqlite:{self.state}/wixmcpd.db",
            "XDG_STATE_HOME": str(self.state),
            "WIXMCPD_ADMIN_TOKEN": self.token,
            "WIXMCPD_WIX_BASE_URL": self.wix.base,
            "WIXMCPD_WIX_OAUTH_URL": f"{self.wix.base}/oauth2/token",
            **(environment or {}),
        }
        self.daemon = None

    def start(self):
        self.daemon = Daemon("serve", "--log-level", "warning", *self.arguments, environment=self.environment)
        return self.daemon

    def kill(self):
        """As the kernel does it when memory runs out."""
        self.daemon.process.kill()
        self.daemon.process.wait()
        self.daemon.log.close()

    def admin(self, method, path, body=None, fields=None) -> Reply:
        content = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self.token}", **(fields or {})}
        if content is not None:
            headers.setdefault("Content-Type", "application/json")
        return request(self.daemon, method, path, content, headers)

    def told(self, method, path, body=None, status=None):
        """The answer's JSON; fails for another status than the one expected (2xx unless told)."""
        reply = self.admin(method, path, body)
        assert reply.status == status if status else 200 <= reply.status < 300, (method, path, reply.status, reply.body)
        return reply.json if reply.body else None

    def connect(self, name="shop", key=SANDBOX_KEY, site=SANDBOX_SITE) -> dict:
        credentials = {"type": "api_key", "api_key": key, "site_id": site}
        return self.told("POST", "/integrated-account", {"name": name, "credentials": credentials}, 201)

    def mint(self, account, name="agent", expires_at=None, **config) -> dict:
        body = {"name": name, "config": config}
        if expires_at:
            body["expires_at"] = expires_at
        return self.told("POST", f"/integrated-account/{account['id']}/mcp", body, 201)

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.stack.close()
            raise
        return self

    def __exit__(self, kind, *_):
        try:
            self.daemon.stop(expect=None if kind else 0)
        finally:
            self.daemon.log.close()
            self.stack.close()
