"""The commands over the admin API, with the real binary against a real daemon over the simulated Wix."""

import csv
import io
import json
import os
import pty
import re
import select
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from daemon import Daemon, binary, free_port
from wire import call, message, post, request, told

UNREACHABLE, USAGE, REFUSED = 69, 64, 1


class Place:
    """A sandbox, a daemon with a state directory of its own, and the command line on it."""

    def __init__(self, *sandbox):
        self.state = tempfile.mkdtemp(prefix="wixmcpd-cli-")
        os.chmod(self.state, 0o700)
        self.sandbox = Daemon("sandbox", "--quota", "0", *sandbox)
        self.wix = dict(re.findall(r"^ +(WIX\w+)=(\S+)$", self.sandbox.output(), re.M))
        self.key = Path(self.state, "wix.key")
        self.key.write_text(self.wix["WIX_API_KEY"] + "\n")
        self.daemon = None
        self.start()

    @property
    def environment(self):
        # Nothing of the machine's own set-up may reach the test.
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("WIX")}
        return {**inherited, "STATE_DIRECTORY": self.state, "TZ": "UTC"}

    def start(self):
        names = ("WIXMCPD_WIX_BASE_URL", "WIXMCPD_WIX_OAUTH_URL")
        environment = {"STATE_DIRECTORY": self.state, **{name: self.wix[name] for name in names}}
        self.daemon = Daemon("serve", "--log-level", "warning", environment=environment)

    def stop(self):
        self.daemon.stop()

    def run(self, *arguments, code=0, typed=None, environment=None):
        """Runs a command; its standard output. A wrong exit code fails with both outputs."""
        done = subprocess.run(
            [binary(), *map(str, arguments)],
            input=typed,
            capture_output=True,
            text=True,
            timeout=60,
            env={**self.environment, **(environment or {})},
            stdin=subprocess.DEVNULL if typed is None else None,
        )
        assert done.returncode == code, f"exit code {done.returncode}\n{done.stdout}\n{done.stderr}"
        self.errors = done.stderr
        return done.stdout

    def json(self, *arguments, **more):
        return json.loads(self.run(*arguments, "--json", **more))

    def terminal(self, *arguments, answers):
        """Runs a command on a terminal; answers (question, text typed). Exit code and everything that was shown."""
        child, descriptor = pty.fork()
        if child == 0:
            os.execve(binary(), [binary(), *map(str, arguments)], self.environment)
        shown = ""

        def read(until=None):
            nonlocal shown
            start = len(shown)
            while until is None or until not in shown[start:]:
                ready, _, _ = select.select([descriptor], [], [], 30)
                assert ready, f"no {until!r} in:\n{shown}"
                try:
                    piece = os.read(descriptor, 65536)
                except OSError:
                    piece = b""
                if not piece:
                    assert until is None, f"no {until!r} in:\n{shown}"
                    return
                shown += piece.decode()

        for question, text in answers:
            read(question)
            os.write(descriptor, text.encode())
        read()
        os.close(descriptor)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown

    def connect(self, name):
        return self.json("account", "add", name, "--api-key-file", self.key, "--site-id", self.wix["WIX_SITE_ID"])

    def close(self):
        self.daemon.stop(expect=None)
        self.sandbox.stop(expect=None)
        shutil.rmtree(self.state)


@pytest.fixture(scope="module")
def shared():
    """One daemon for the tests of this file; each takes names of its own."""
    place = Place()
    yield place
    place.close()


@pytest.fixture
def place():
    """A daemon of its own, for tests that stop it or count what it has."""
    place = Place()
    yield place
    place.close()


def path_of(server):
    """The path of a minted URL, whatever host stands in it."""
    return re.sub(r"^https?://[^/]+", "", server["url"])


def tools_at(place, path, **fields):
    answer = post(place.daemon, message("tools/list"), path, fields)
    return answer.status, [tool["name"] for tool in answer.json["result"]["tools"]] if answer.status == 200 else []


# --- Finding the daemon


def test_nobody_there():
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [binary(), "account", "list", "--socket", f"{folder}/none.sock"], capture_output=True, text=True, timeout=60
        )
    assert done.returncode == UNREACHABLE and "wixmcpd serve" in done.stderr


def test_the_socket_needs_no_token(shared):
    socket = Path(shared.state, "wixmcpd.sock")
    assert stat.S_ISSOCK(socket.stat().st_mode) and socket.stat().st_mode & 0o022 == 0
    shared.run("account", "list")
    shared.run("account", "list", "--socket", socket)


def test_the_url_needs_the_token(shared):
    token = Path(shared.state, "admin.token")
    assert token.stat().st_mode & 0o777 == 0o600
    shared.run("account", "list", "--url", shared.daemon.base, "--admin-token-file", token)
    # On this machine it is found by itself.
    shared.run("account", "list", environment={"WIXMCPD_URL": shared.daemon.base})
    wrong = {"WIXMCPD_ADMIN_TOKEN": "w" * 43}
    shared.run("account", "list", "--url", shared.daemon.base, code=REFUSED, environment=wrong)
    assert "does not accept the admin token" in shared.errors
    with tempfile.TemporaryDirectory() as elsewhere:
        shared.run("account", "list", "--url", shared.daemon.base, code=REFUSED, environment={"STATE_DIRECTORY": elsewhere})
    assert "--admin-token-file" in shared.errors


def test_what_answers_must_be_the_admin_api(shared):
    shared.run("account", "list", "--url", shared.sandbox.base, "--admin-token-file", shared.key, code=UNREACHABLE)
    assert "not wixmcpd's admin API" in shared.errors


# --- Accounts


def test_account_add_list_show_test(shared):
    account = shared.connect("first")
    assert account["name"] == "first" and account["state"] == "active" and "api_key" not in account
    assert "first" in shared.run("account", "list")
    assert account["id"] in [item["id"] for item in shared.json("account", "list")["result"]]
    text = shared.run("account", "show", account["id"][:13])
    assert account["id"] in text and "requests a minute" in text
    assert shared.json("account", "test", "first")["ok"] is True
    assert "ok " in shared.run("account", "test", "first")
    assert shared.wix["WIX_API_KEY"] not in text + shared.run("account", "list") + shared.run("account", "list", "--json")


def test_the_key_comes_from_standard_input_or_the_environment(shared):
    site = shared.wix["WIX_SITE_ID"]
    shared.run("account", "add", "piped", "--api-key-stdin", "--site-id", site, typed=shared.wix["WIX_API_KEY"] + "\n")
    names = ("WIX_API_KEY", "WIX_SITE_ID")
    shared.run("account", "add", "surroundings", environment={name: shared.wix[name] for name in names})
    shared.run("account", "add", "bare", "--site-id", site, code=USAGE)
    assert "--api-key-file" in shared.errors
    # A key on the command line would be seen by every user of the machine.
    shared.run("account", "add", "bare", "--api-key", "IST.x", "--site-id", site, code=USAGE)


def test_the_terminal_asks_for_the_key_without_showing_it(shared):
    code, shown = shared.terminal(
        "account", "add", "typed", "--site-id", shared.wix["WIX_SITE_ID"],
        answers=[("Wix API key", shared.wix["WIX_API_KEY"] + "\r")],
    )
    assert code == 0 and "connected typed" in shown and shared.wix["WIX_API_KEY"] not in shown
    code, shown = shared.terminal(
        "account", "add", "given-up", "--site-id", "s", answers=[("Wix API key", "half\x03")]
    )
    assert code == REFUSED and "nothing was changed" in shown and "half" not in shown


def test_a_wrong_key_is_said(shared):
    shared.run(
        "account", "add", "wrong", "--api-key-stdin", "--site-id", shared.wix["WIX_SITE_ID"], typed="IST.wrong", code=REFUSED
    )
    assert "wixmcpd account test wrong" in shared.errors
    shared.run("account", "test", "wrong", code=REFUSED)
    shared.run("account", "update", "wrong", "--api-key-file", shared.key)
    shared.run("account", "test", "wrong")


def test_account_update_and_remove(shared):
    shared.connect("before")
    assert shared.json("account", "update", "before", "--name", "after")["name"] == "after"
    shared.run("account", "remove", "after", code=USAGE)
    assert "--yes" in shared.errors
    code, shown = shared.terminal("account", "remove", "after", answers=[("[y/N]", "n\r")])
    assert code == REFUSED and "nothing was changed" in shown
    code, _ = shared.terminal("account", "remove", "after", answers=[("[y/N]", "y\r")])
    assert code == 0
    shared.run("account", "show", "after", code=REFUSED)
    assert "no account after" in shared.errors


def test_a_name_that_is_taken_and_one_that_is_ambiguous(shared):
    shared.connect("taken")
    shared.run("account", "add", "taken", "--api-key-file", shared.key, "--site-id", "s", code=REFUSED)
    assert "taken" in shared.errors
    shared.run("account", "show", "tken", code=REFUSED)
    assert "did you mean taken?" in shared.errors


def test_all_sites(place):
    common = ["account", "add", "--all-sites", "--api-key-file", place.key, "--account-id", place.wix["WIX_ACCOUNT_ID"]]
    place.run(*common, code=USAGE)
    place.run(*common, "--yes")
    accounts = place.json("account", "list")["result"]
    assert accounts and place.wix["WIX_SITE_ID"] in [account["site_id"] for account in accounts]
    place.run(*common, "--yes", code=REFUSED)
    assert "connected already" in place.errors


# --- Servers


def test_server_create_and_use(shared):
    shared.connect("servers")
    text = shared.run("server", "create", "servers", "--name", "reader", "--methods", "read", "--expires-in", "2h")
    url = re.search(r"MCP URL +(\S+)", text).group(1)
    assert "reads only" in text and "in 2 hours" in text and f"claude mcp add --transport http wix {url}" in text
    status, names = tools_at(shared, re.sub(r"^https?://[^/]+", "", url))
    assert status == 200 and "list_all_wix_orders" in names and not [name for name in names if "cancel" in name]
    shown = shared.run("server", "show", "reader", "--tools")
    assert "list_all_wix_orders" in shown and url.rsplit("/", 1)[1] not in shown
    assert "reader" in shared.run("server", "list", "servers") and "reader" in shared.run("server", "list")


def test_server_update_rotate_revoke(shared):
    shared.connect("changing")
    server = shared.json("server", "create", "changing", "--name", "changed", "--methods", "read", "--calls-per-minute", "50")
    path = path_of(server)
    changed = shared.json("server", "update", "changed", "--tags", "blog", "--expires-in", "1d")
    assert changed["config"] == {"methods": ["read"], "tags": ["blog"], "calls_per_minute": 50}
    assert "list_all_wix_orders" not in tools_at(shared, path)[1]
    changed = shared.json("server", "update", "changed", "--reset", "tags", "--no-expiry")
    assert "tags" not in changed["config"] and changed["expires_at"] is None
    new = shared.json("server", "rotate", "changed", "--overlap", "1h")
    assert path_of(new) != path and tools_at(shared, path)[0] == 200 and tools_at(shared, path_of(new))[0] == 200
    shared.run("server", "rotate", "changed", code=USAGE)
    newest = shared.json("server", "rotate", "changed", "--yes")
    assert tools_at(shared, path_of(new))[0] in (401, 404) and tools_at(shared, path_of(newest))[0] == 200
    code, shown = shared.terminal("server", "revoke", "changed", answers=[("[y/N]", "y\r")])
    assert code == 0 and "revoked changed" in shown
    assert tools_at(shared, path_of(newest))[0] in (401, 404)


def test_server_refusals_are_the_apis_words(shared):
    shared.connect("refusing")
    for options, words in [
        (["--methods", "raed"], "read"), (["--tools", "list_all_wix_ordrs"], "list_all_wix_orders"),
        (["--expires-in", "5s"], "expires_at"), (["--methods", "read", "--tools", "wix_bookings_cancel"], "tool"),
    ]:
        shared.run("server", "create", "refusing", "--name", "x", *options, code=REFUSED)
        assert words in shared.errors
    shared.run("server", "create", "--name", "x", "--expires-in", "soon", code=USAGE)


# --- API tokens


def test_tokens(shared):
    account = shared.connect("second-layer")
    server = shared.json("server", "create", "second-layer", "--name", "guarded", "--require-api-token")
    assert tools_at(shared, path_of(server))[0] == 401
    token = shared.json("token", "create", "ci", "--account", "second-layer", "--expires-in", "30d")
    assert token["integrated_account_ids"] == [account["id"]]
    assert tools_at(shared, path_of(server), Authorization=f"Bearer {token['token']}")[0] == 200
    listed = shared.run("token", "list")
    assert "second-layer" in listed and "in 30 days" in listed and token["token"] not in listed
    shown = shared.run("token", "create", "other")
    assert re.search(r"^\S{43}$", shown, re.M)
    shared.run("token", "revoke", "ci", "--yes")
    assert tools_at(shared, path_of(server), Authorization=f"Bearer {token['token']}")[0] == 401


# --- The audit log


def test_audit(place):
    place.connect("audited")
    server = place.json("server", "create", "audited", "--name", "agent", "--methods", "read,write")
    assert told(call(place.daemon, "list_all_wix_orders", {"limit": 1}, path_of(server)))["result_count"] == 1
    follower = subprocess.Popen(
        [binary(), "audit", "list", "--follow", "--json"], stdout=subprocess.PIPE, text=True, env=place.environment
    )
    try:
        deadline = time.monotonic() + 20
        while not place.json("audit", "list")["result"] and time.monotonic() < deadline:
            time.sleep(0.1)
        assert json.loads(follower.stdout.readline())["tool"] == "list_all_wix_orders"
        call(place.daemon, "wix_contacts_query", {"limit": 1}, path_of(server))
        assert json.loads(follower.stdout.readline())["tool"] == "wix_contacts_query"
    finally:
        follower.kill()
        follower.wait()
    lines = place.run("audit", "list").splitlines()
    assert "list_all_wix_orders" in lines[1] and "wix_contacts_query" in lines[2] and " ok " in lines[1]
    assert len(place.json("audit", "list", "--tool", "wix_contacts_query", "--from", "1h")["result"]) == 1
    assert place.run("audit", "list", "--account", "audited", "--server", "agent", "--outcome", "error") == "no tool call\n"
    entries = [json.loads(line) for line in place.run("audit", "export").splitlines()]
    assert [entry["tool"] for entry in entries] == ["wix_contacts_query", "list_all_wix_orders"]
    target = Path(place.state, "export.csv")
    place.run("audit", "export", "--format", "csv", "-o", target)
    rows = list(csv.DictReader(io.StringIO(target.read_text())))
    assert [row["tool"] for row in rows] == ["wix_contacts_query", "list_all_wix_orders"]
    assert target.stat().st_mode & 0o777 == 0o600
    assert "ok: 2 rows" in place.run("audit", "verify")
    assert place.json("audit", "verify")["ok"] is True


# --- A call


CALL_SERVER = "wixmcpd call"


def wait(condition):
    deadline = time.monotonic() + 20
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert condition()


def calls_of(place, tool):
    """What the audit log says of the calls that the command made of a tool, the newest first: outcomes."""
    entries = place.json("audit", "list", "--tool", tool)["result"]
    return [entry["outcome"] for entry in entries if entry["mcp_name"] == CALL_SERVER]


def servers_of(place):
    return [server["name"] for server in place.json("server", "list")["result"]]


def test_the_daemon_makes_a_call(shared):
    shared.connect("calling")
    found = json.loads(shared.run("call", "list_all_wix_orders", '{"limit": 2}', "--account", "calling"))
    assert found["result_count"] == 2
    # Longer than what a server shows a model.
    whole = shared.run("call", "list_all_wix_orders", "-", "--account", "calling", typed='{"limit": 100, "view": "full"}')
    assert len(whole) > 60_000 and "truncated" not in json.loads(whole)
    over = ("--url", shared.daemon.base, "--admin-token-file", Path(shared.state, "admin.token"))
    shared.run("call", "list_all_wix_orders", "--account", "calling", *over)
    assert calls_of(shared, "list_all_wix_orders") == ["ok"] * 3
    assert CALL_SERVER not in servers_of(shared)


def test_a_call_that_is_refused(shared):
    shared.connect("refused")
    call = ("call", "get_single_wix_order_by_id", '{"id": "00000000-0000-4000-8000-00000000dead"}', "--account", "refused")
    assert shared.run(*call, code=REFUSED) == "" and "404" in shared.errors and "{" not in shared.errors
    answer = json.loads(shared.run(*call, "--json", code=REFUSED))
    assert answer["error"]["status"] == 404 and shared.errors == ""
    shared.run("call", "get_single_wix_order_by_id", '{"ID": "x"}', "--account", "refused", code=REFUSED)
    assert "ID" in shared.errors
    assert calls_of(shared, "get_single_wix_order_by_id") == ["error"] * 3
    shared.connect("refused too")
    shared.run("call", "list_all_wix_orders", code=REFUSED)
    assert "refused too" in shared.errors
    shared.run("call", "list_all_wix_orders", "--account", "refsued", code=REFUSED)
    assert "did you mean refused?" in shared.errors
    assert CALL_SERVER not in servers_of(shared)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["list_all_wix_ordrs"], "did you mean list_all_wix_orders?"),
        (["list_all_wix_orders", "{"], "not JSON"),
        (["list_all_wix_orders", "[]"], "must be a JSON object"),
        (["list_all_wix_orders", "--sandbox", "--account", "x"], "--sandbox excludes"),
    ],
)
def test_a_wrong_call_is_not_made(shared, arguments, words):
    shared.run("call", *arguments, code=USAGE)
    assert words in shared.errors


def test_a_quota_is_said(shared):
    shared.connect("limited")
    control = json.dumps({"faults": "status=429"})
    request(shared.sandbox, "POST", "/_sandbox/control", control, {"Content-Type": "application/json"})
    try:
        call = ("call", "list_all_wix_orders", "--account", "limited")
        shared.run(*call, code=REFUSED)
        assert "request limit" in shared.errors
        assert json.loads(shared.run(*call, "--json", code=REFUSED))["error"]["status"] == 429
    finally:
        control = json.dumps({"faults": ""})
        request(shared.sandbox, "POST", "/_sandbox/control", control, {"Content-Type": "application/json"})
    assert CALL_SERVER not in servers_of(shared)


@pytest.mark.parametrize(
    ("tool", "arguments", "words", "outcome"),
    [
        ("list_all_wix_orders", {}, "interrupted\n", "error"),
        ("create_a_wix_contact", {"name": {"first": "Ada"}}, "the change may have been made", "unknown"),
    ],
    ids=["a read", "a change"],
)
def test_an_interrupted_call_leaves_no_server(tool, arguments, words, outcome):
    place = Place("--fault", "slow=60000,path=/ecom;slow=60000,path=/contacts")
    try:
        place.connect("slow")
        running = subprocess.Popen(
            [binary(), "call", tool, json.dumps(arguments)], stderr=subprocess.PIPE, text=True, env=place.environment
        )
        # A metric tells that the call has reached the tool; a read is in the audit log only when it has ended.
        wait(lambda: "wixmcpd_tool_calls_running 1" in request(place.daemon, path="/metrics").body.decode())
        running.send_signal(signal.SIGINT)
        _, errors = running.communicate(timeout=20)
        assert running.returncode == 130 and words in errors, errors
        assert CALL_SERVER not in servers_of(place)
        wait(lambda: calls_of(place, tool) not in ([], ["running"]))
        assert calls_of(place, tool) == [outcome]
    finally:
        place.close()


def test_a_call_without_a_daemon(place):
    place.connect("kept")
    wix = {name: place.wix[name] for name in ("WIXMCPD_WIX_BASE_URL", "WIXMCPD_WIX_OAUTH_URL")}
    call = ("call", "list_all_wix_orders", '{"limit": 1}')
    # A daemon that cannot be reached still has its store.
    hidden = {**wix, "WIXMCPD_ADMIN_SOCKET": "none", "WIXMCPD_LISTEN": f"127.0.0.1:{free_port()}"}
    place.run(*call, environment=hidden, code=REFUSED)
    assert "in use" in place.errors
    place.stop()
    assert json.loads(place.run(*call, environment=hidden))["result_count"] == 1
    place.run("call", "create_a_wix_contact", '{"name": {"first": "Ada"}}', "--account", "kept", environment=hidden)
    place.run("call", "list_all_wix_orders", "--account", "lost", environment=hidden, code=REFUSED)
    assert "no account lost" in place.errors
    # Who names a daemon means that one.
    place.run(*call, "--url", "http://127.0.0.1:1", environment=hidden, code=UNREACHABLE)
    place.start()
    assert calls_of(place, "list_all_wix_orders") == calls_of(place, "create_a_wix_contact") == ["ok"]
    assert place.json("audit", "verify")["ok"] is True and servers_of(place) == []


def test_a_call_without_a_store_makes_none(shared):
    wix = {**shared.wix, "WIXMCPD_ADMIN_SOCKET": "none", "WIXMCPD_LISTEN": f"127.0.0.1:{free_port()}"}
    with tempfile.TemporaryDirectory() as empty:
        found = shared.run("call", "list_all_wix_orders", '{"limit": 1}', environment={**wix, "STATE_DIRECTORY": empty})
        assert json.loads(found)["result_count"] == 1 and os.listdir(empty) == []
        none = {**wix, "STATE_DIRECTORY": empty, "WIX_API_KEY": "", "WIX_SITE_ID": "", "WIX_ACCOUNT_ID": ""}
        shared.run("call", "list_all_wix_orders", environment=none, code=REFUSED)
        assert "no Wix site is connected" in shared.errors


# --- Offline


def test_secret_rotate(place):
    place.connect("kept")
    server = place.json("server", "create", "kept", "--name", "kept", "--methods", "read")
    key = Path(place.state, "secret.key")
    before = key.read_text()
    place.run("secret", "rotate", code=REFUSED)
    assert "in use" in place.errors and key.read_text() == before
    place.stop()
    words = place.run("secret", "rotate")
    assert str(key) in words and key.read_text() != before and key.stat().st_mode & 0o777 == 0o600
    place.start()
    # Credentials open under the new key, and the URL is the same.
    assert told(call(place.daemon, "list_all_wix_orders", {"limit": 1}, path_of(server)))["result_count"] == 1
    assert place.json("audit", "verify")["ok"] is True


def test_doctor(place):
    text = place.run("doctor")
    for line in [f"ok   state directory: {place.state}", "in use by a running daemon", "ok   admin token", "ok   daemon: version"]:
        assert line in text, text
    place.stop()
    os.chmod(place.state, 0o755)
    text = place.run("doctor", code=REFUSED)
    assert "is open to other users" in text and "note daemon: none runs" in text
    place.start()


def test_it_is_all_there_after_a_restart(place):
    place.connect("lasting")
    server = place.json("server", "create", "lasting", "--name", "lasting", "--methods", "read")
    place.stop()
    place.start()
    assert place.json("account", "list")["result"][0]["name"] == "lasting"
    assert tools_at(place, path_of(server))[0] == 200
    assert request(place.daemon, path="/healthz").status == 200
