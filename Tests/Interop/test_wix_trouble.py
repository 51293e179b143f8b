"""Wix refuses, is slow, answers nonsense or is not there: each gets its own clear answer, and the daemon goes on."""

import concurrent.futures
import contextlib
import http.server
import threading
import time

import pytest

from daemon import Daemon, free_port
from wire import call, is_alive, message, post, told

TOKEN = "interop-" + "t" * 40


@contextlib.contextmanager
def demo(*arguments):
    with Daemon("demo", "--log-level", "error", *arguments) as daemon:
        yield daemon


@contextlib.contextmanager
def serve(base_url, *settings):
    """`serve` over another Wix, opened by TOKEN."""
    environment = {
        "WIX_API_KEY": "IST.interop",
        "WIX_SITE_ID": "11111111-2222-4333-8444-555555555555",
        "WIXMCPD_TOKEN": TOKEN,
        "WIXMCPD_WIX_BASE_URL": base_url,
        "WIXMCPD_WIX_OAUTH_URL": base_url + "/oauth2/token",
    }
    assignments = [part for setting in settings for part in ("--set", setting)]
    with Daemon("serve", "--log-level", "error", *assignments, environment=environment) as daemon:
        yield daemon


def refusal(reply) -> dict:
    """The `error` of a tool result that is an error."""
    result = reply.json["result"]
    assert result["isError"] is True, result
    error = told(reply)["error"]
    assert told(reply)["message"] and "<html" not in reply.body.decode().lower()
    return error


def until_429(daemon, path="/mcp"):
    for _ in range(50):
        reply = call(daemon, "wix_contacts_query", {"limit": 1}, path)
        if "error" in reply.json:
            return reply
    raise AssertionError("the quota never ended")


def test_quota():
    with demo("--quota", "5") as daemon:
        before = call(daemon, "wix_contacts_query", {"limit": 1})
        assert int(before.fields["ratelimit-remaining"]) < int(before.fields["ratelimit-limit"])
        reply = until_429(daemon)
        check_429(reply, status=200)
        # Never waited for: the refusal comes at once, and what needs no Wix goes on.
        assert post(daemon, message("ping")).json["result"] == {}


def check_429(reply, status):
    assert reply.status == status
    error = reply.json["error"]
    assert error["code"] == 429
    data = error["data"]
    assert data["status"] == 429 and data["retryable"] is True
    assert 0 < data["retryAfterSeconds"] <= 60 and str(data["retryAfterSeconds"]) in error["message"]
    for name in ("ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"):
        assert str(data[name]) == reply.fields[name]
    assert reply.fields["retry-after"] == str(data["retryAfterSeconds"])
    assert reply.fields["ratelimit"] and reply.fields["ratelimit-policy"]


def test_quota_with_http_429():
    with demo("--quota", "0", "--fault", "status=429,html") as daemon:
        check_429(call(daemon, "wix_contacts_query", {"limit": 1}), status=200)
    upstream = Canned(429, b"<html>slow down</html>", {"Content-Type": "text/html", "Retry-After": "17"})
    with upstream, serve(upstream.url, "rate_limit.http_status=429") as daemon:
        reply = call(daemon, "wix_contacts_query", path=f"/mcp/{TOKEN}")
        check_429(reply, status=429)
        assert reply.json["error"]["data"]["retryAfterSeconds"] == 17


@pytest.mark.parametrize(
    "fault, status",
    [
        ("status=500", 500),
        ("status=503", 503),
        ("status=403", 403),
        ("status=404", 404),
        ("html", 502),
        ("status=503,html", 503),
    ],
)
def test_statuses(fault, status):
    with demo("--quota", "0", "--fault", fault) as daemon:
        error = refusal(call(daemon, "wix_contacts_query", {"limit": 1}))
        assert error["status"] == status and error["retryable"] is (status >= 500)


def test_a_short_fault_is_retried():
    with demo("--quota", "0", "--fault", "status=503,count=1") as daemon:
        result = call(daemon, "wix_contacts_query", {"limit": 1}).json["result"]
        assert not result.get("isError"), result


def test_half_an_answer():
    with demo("--quota", "0", "--fault", "truncate") as daemon:
        assert refusal(call(daemon, "wix_contacts_query", {"limit": 1}))["code"]


def test_a_write_whose_answer_is_lost():
    with demo("--quota", "0", "--fault", "lost,count=1,path=/contacts/v4,method=POST") as daemon:
        reply = call(
            daemon,
            "create_a_wix_contact",
            {"name": {"first": "Lost", "last": "Write"}, "emails": [{"email": "lost@write.example"}]},
        )
        text = reply.body.decode()
        assert "unknown" in text and "wix_contacts_query" in text, text
        found = call(daemon, "wix_contacts_query", {"filter": {"primaryInfo.email": "lost@write.example"}})
        assert told(found)["result_count"] == 1, "sent once, not twice"


def test_slow_wix_blocks_nobody_else():
    with demo("--quota", "0", "--fault", "slow=2000,path=/ecom") as daemon, concurrent.futures.ThreadPoolExecutor(
        8
    ) as pool:
        slow = [pool.submit(call, daemon, "list_all_wix_orders", {"limit": 1}) for _ in range(6)]
        time.sleep(0.2)
        started = time.monotonic()
        for _ in range(10):
            assert post(daemon, message("ping")).status == 200
            assert not call(daemon, "wix_contacts_query", {"limit": 1}).json["result"].get("isError")
        assert time.monotonic() - started < 1.5
        assert all(not answer.result().json["result"].get("isError") for answer in slow)


def test_wix_is_down():
    with serve(f"http://127.0.0.1:{free_port()}") as daemon:
        error = refusal(call(daemon, "wix_contacts_query", path=f"/mcp/{TOKEN}"))
        assert error["retryable"] is True
        assert is_alive(daemon)


@pytest.mark.parametrize(
    "status, body, fields",
    [
        (200, b"<html><body>Sign in</body></html>", {"Content-Type": "text/html"}),
        (200, b"not json", {"Content-Type": "application/json"}),
        (200, b'{"contacts":[', {"Content-Type": "application/json"}),
        (200, b'{"contacts":[]}', {"Content-Type": "application/json", "Content-Length": "5000"}),
        (200, b'{"contacts":"none"}', {"Content-Type": "application/json"}),
        (200, b"[" * 100_000, {"Content-Type": "application/json"}),
        (302, b"", {"Location": "http://169.254.169.254/latest"}),
        (500, b"\xff\xfe\x00", {}),
        (401, b"", {}),
    ],
)
def test_nonsense_from_wix(status, body, fields):
    with Canned(status, body, fields) as upstream, serve(upstream.url) as daemon:
        error = refusal(call(daemon, "wix_contacts_query", path=f"/mcp/{TOKEN}"))
        assert "IST.interop" not in str(error)
        assert is_alive(daemon)


class Canned:
    """An upstream that answers everything the same way."""

    def __init__(self, status, body, fields):
        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self):
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                self.send_response(status)
                for name, value in fields.items():
                    self.send_header(name, value)
                if "Content-Length" not in fields:
                    self.send_header("Content-Length", str(len(body)))
                self.send_header("Connection", "close")
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_PATCH = answer

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
