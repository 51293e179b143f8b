"""The console in headless Chromium: fixtures and the steps that tests share.

The daemon under test is `wixmcpd serve` over `wixmcpd sandbox`. CONSOLE_URL and CONSOLE_TOKEN point the tests at a console
that runs already, with the sandbox behind it.
"""

import json
import os
import shutil
import subprocess
import uuid
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from daemon import ROOT, Daemon
from wire import JSON, call, request

ADMIN_TOKEN = "console-test-admin-token-0123456789"
SANDBOX = {
    "api_key": "IST.sandbox-key",
    "site_id": "5a9d0c0e-0000-4000-8000-000000000001",
    "account_id": "5a9d0c0e-0000-4000-8000-0000000000ac",
    "app_id": "5a9d0c0e-0000-4000-8000-0000000000a1",
    "app_secret": "sandbox-secret",
    "instance_id": "5a9d0c0e-0000-4000-8000-0000000000b1",
}


def chromium() -> str:
    """The browser, installed when it is missing."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not found:
        subprocess.run([ROOT / "scripts/setup", "chromium"], check=True)
        found = shutil.which("chromium")
    if not found:
        raise RuntimeError("there is no chromium: run `scripts/setup chromium`, or set CHROMIUM to its path")
    return found


class Gateway:
    """A daemon with a sandbox behind it, as the REST API sees it."""

    def __init__(self, url: str, token: str):
        self.base = url
        self.port = urlsplit(url).port
        self.token = token

    def api(self, method, path, body=None, expected=(200, 201, 204)):
        fields = {**JSON, "Authorization": f"Bearer {self.token}"}
        reply = request(self, method, path, None if body is None else json.dumps(body), fields)
        assert reply.status in expected, (method, path, reply)
        return reply.json if reply.body else None

    def account(self, name=None, **credentials) -> dict:
        given = {"type": "api_key", "api_key": SANDBOX["api_key"], "site_id": SANDBOX["site_id"], **credentials}
        return self.api("POST", "/integrated-account", {"name": name or unique("Shop"), "credentials": given})

    def server(self, account, name="agent", **config) -> dict:
        config = config or {"methods": ["read"]}
        return self.api("POST", f"/integrated-account/{account['id']}/mcp", {"name": name, "config": config})

    def call(self, url, tool="wix_contacts_query", arguments=None, fields=None):
        return call(self, tool, arguments or {"limit": 1}, urlsplit(url).path, fields)


def unique(name: str) -> str:
    return f"{name} {uuid.uuid4().hex[:8]}"


@pytest.fixture(scope="module")
def gateway():
    """One daemon for the tests of a file; each test makes what it needs in it."""
    url = os.environ.get("CONSOLE_URL")
    if url:
        yield Gateway(url, os.environ["CONSOLE_TOKEN"])
        return
    with Daemon("sandbox", "--quota", "0") as sandbox:
        environment = {
            "WIXMCPD_STORE": "memory",
            "WIXMCPD_ADMIN_TOKEN": ADMIN_TOKEN,
            "WIXMCPD_WIX_BASE_URL": sandbox.base,
            "WIXMCPD_WIX_OAUTH_URL": f"{sandbox.base}/oauth2/token",
        }
        with Daemon("serve", "--log-level", "warning", environment=environment) as daemon:
            yield Gateway(daemon.base, ADMIN_TOKEN)


# For a module only: while it lives, its event loop is in the way of tests with loops of their own.
@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield instance
        instance.close()


@pytest.fixture
def open_console(browser, gateway):
    """Opens consoles; afterwards none of them may have met an error of script, style or policy."""
    contexts, errors = [], []

    def note(message):
        # The browser's note that an answer was 4xx: the console shows the answer's own words.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            errors.append(message.text)

    def open_one(path="/servers", signed_in=True, **options) -> Console:
        context = browser.new_context(permissions=["clipboard-read", "clipboard-write"], **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: errors.append(str(error)))
        console = Console(page, gateway)
        console.go(path)
        if signed_in:
            console.sign_in()
        return console

    yield open_one
    for context in contexts:
        context.close()
    assert errors == []


class Console:
    """One page of the console, and the steps that many tests take."""

    def __init__(self, page: Page, gateway: Gateway):
        self.page = page
        self.gateway = gateway

    def go(self, path: str):
        self.page.goto(f"{self.gateway.base}/console#{path}")

    def sign_in(self, token=None):
        self.page.get_by_label("Admin token").fill(token or self.gateway.token)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("button", name="Sign out")).to_be_visible()

    def field(self, label: str):
        return self.page.get_by_label(label, exact=True)

    def press(self, name: str, within=None):
        (within or self.page).get_by_role("button", name=name, exact=True).click()

    def link(self, name: str):
        return self.page.get_by_role("link", name=name, exact=True)

    @property
    def dialog(self):
        return self.page.get_by_role("dialog")

    def heading(self, name: str):
        return self.page.get_by_role("heading", name=name, exact=True)

    def sees(self, text, **options):
        expect(self.page.get_by_text(text, **options).first).to_be_visible()

    @property
    def path(self) -> str:
        return self.page.evaluate("location.hash.slice(1)")

    def error_at(self, label: str) -> str:
        """The words that belong to a field, as a screen reader finds them."""
        control = self.field(label)
        expect(control).to_have_attribute("aria-invalid", "true")
        ids = control.get_attribute("aria-describedby").split()
        return self.page.locator(f"#{ids[-1]}").inner_text()


__all__ = ["SANDBOX", "Console", "browser", "expect", "gateway", "open_console", "unique"]
