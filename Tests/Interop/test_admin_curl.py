"""Provisioning with nothing but curl: what somebody who moves over from another service does in the first hour."""

import json
import subprocess
from datetime import datetime, timedelta, timezone

import pytest

from admin import Site

TOKEN = "a-token-for-the-curl-test"
# The site that `wixmcpd sandbox` has.
KEY = "IST.sandbox-key"
CREDENTIALS = {"type": "api_key", "api_key": KEY, "site_id": "5a9d0c0e-0000-4000-8000-000000000001"}


class Answer:
    def __init__(self, text: str):
        head, self.body = text.split("\r\n\r\n", 1)
        status, *fields = head.split("\r\n")
        self.status = int(status.split(" ")[1])
        self.fields = {name.lower(): value for name, value in (line.split(": ", 1) for line in fields)}

    @property
    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"{self.status} {self.body}"


def curl(url, method="GET", body=None, token=TOKEN, fields=()) -> Answer:
    command = ["curl", "--silent", "--show-error", "--include", "--max-time", "30", "--request", method, url]
    for field in fields:
        command += ["--header", field]
    if token:
        command += ["--header", f"Authorization: Bearer {token}"]
    if body is not None:
        text = body if isinstance(body, str) else json.dumps(body)
        command += ["--header", "Content-Type: application/json", "--data-binary", text]
    return Answer(subprocess.run(command, capture_output=True, timeout=60, check=True).stdout.decode())


def mcp(url, method, params=None, fields=()) -> Answer:
    message = {"jsonrpc": "2.0", "id": 1, "method": method, **({"params": params} if params else {})}
    return curl(url, "POST", message, token=None, fields=["Accept: application/json, text/event-stream", *fields])


def call(url, tool, arguments=None, fields=()) -> Answer:
    return mcp(url, "tools/call", {"name": tool, "arguments": arguments or {}}, fields)


def in_(**duration) -> str:
    return (datetime.now(timezone.utc) + timedelta(**duration)).strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.fixture(scope="module")
def admin():
    """A daemon with a store of its own and a quiet Wix beside it."""
    with Site(token=TOKEN) as site:
        yield site.daemon


@pytest.fixture(scope="module")
def account(admin):
    answer = curl(f"{admin.base}/integrated-account", "POST", {"name": "sandbox", "credentials": CREDENTIALS})
    assert answer.status == 201, answer
    return answer.json["id"]


def test_an_account_is_connected_and_works(admin, account):
    answer = curl(f"{admin.base}/integrated-account/{account}/test", "POST")
    assert answer.status == 200 and answer.json["ok"] is True, answer
    assert answer.json["account"]["state"] == "active"
    shown = curl(f"{admin.base}/integrated-account/{account}")
    assert shown.json["site_id"] == CREDENTIALS["site_id"] and KEY not in shown.body


def test_a_server_from_its_minting_to_its_end(admin, account):
    servers = f"{admin.base}/integrated-account/{account}/mcp"

    # Mint: reads only, CRM only, for an hour.
    config = {"methods": ["read"], "tags": ["crm"]}
    minted = curl(servers, "POST", {"name": "crm, read only", "config": config, "expires_at": in_(hours=1)})
    assert minted.status == 201, minted
    server = minted.json
    assert server["read_only"] is True and server["config"] == config
    assert server["url"] == f"{admin.base}/mcp/{server['token']}"
    assert "token" not in curl(f"{servers}/{server['id']}").json

    # List and call.
    tools = {tool["name"] for tool in mcp(server["url"], "tools/list").json["result"]["tools"]}
    assert "list_all_wix_contacts" in tools and "create_a_wix_contact" not in tools
    assert len(tools) == server["tool_count"]
    result = call(server["url"], "list_all_wix_contacts", {"limit": 2}).json["result"]
    assert json.loads(result["content"][0]["text"])["result_count"] == 2

    # Be refused: a write, and what is not CRM.
    for tool in ("create_a_wix_contact", "list_all_wix_orders"):
        assert call(server["url"], tool).json["error"]["code"] == -32602

    # Rotate with an overlap: both tokens work; once more without: the older ones do not.
    first = curl(f"{servers}/{server['id']}/rotate", "POST", {"overlap_seconds": 60}).json
    assert first["token"] != server["token"]
    for url in (server["url"], first["url"]):
        assert mcp(url, "ping").status == 200
    second = curl(f"{servers}/{server['id']}/rotate", "POST").json
    assert mcp(second["url"], "ping").status == 200
    for url in (server["url"], first["url"]):
        assert mcp(url, "ping").status == 401

    # Open it to writes, and write.
    wider = curl(f"{servers}/{server['id']}", "PATCH", {"config": {"methods": None}, "expires_at": None})
    assert wider.json["config"] == {"tags": ["crm"]} and wider.json["expires_at"] is None, wider
    assert wider.json["read_only"] is False
    made = call(second["url"], "create_a_wix_contact", {"info": {"name": {"first": "Ada"}}}).json["result"]

    # Revoke.
    assert curl(f"{servers}/{server['id']}", "DELETE").status == 204
    assert mcp(second["url"], "ping").status == 401
    assert curl(f"{servers}/{server['id']}").status == 404

    # Read the audit: the read and the write, each with what it sent to Wix.
    entries = curl(f"{admin.base}/log?log_type=mcp&mcp_id={server['id']}").json["result"]
    assert [entry["tool"] for entry in entries] == ["create_a_wix_contact", "list_all_wix_contacts"], entries
    write, read = entries
    assert write["effect"] == "create" and write["outcome"] == ("error" if made.get("isError") else "ok")
    assert read["effect"] == "read" and read["outcome"] == "ok" and read["wix_requests"][0]["status"] == 200
    assert "Ada" not in json.dumps(write["arguments"])
    lines = curl(f"{admin.base}/log?format=jsonl&mcp_id={server['id']}").body.splitlines()
    assert [json.loads(line)["id"] for line in lines] == [entry["id"] for entry in entries]
    assert curl(f"{admin.base}/log/verify").json["ok"] is True


def test_the_second_layer(admin, account):
    servers = f"{admin.base}/integrated-account/{account}/mcp"
    config = {"methods": ["read"], "require_api_token_auth": True}
    url = curl(servers, "POST", {"name": "two layers", "config": config}).json["url"]
    token = curl(f"{admin.base}/api-token", "POST", {"name": "desktop", "integrated_account_ids": [account]}).json
    authorized = [f"Authorization: Bearer {token['token']}"]
    assert mcp(url, "ping").status == 401
    assert 'error="invalid_token"' in mcp(url, "ping", fields=["Authorization: Bearer no"]).fields["www-authenticate"]
    assert mcp(url, "ping", fields=authorized).status == 200
    assert curl(f"{admin.base}/api-token/{token['id']}", "DELETE").status == 204
    assert mcp(url, "ping", fields=authorized).status == 401


@pytest.mark.parametrize(
    "method, path, body, status, said",
    [
        ("POST", "/integrated-account", "{", 400, "JSON"),
        ("POST", "/integrated-account", {"nam": "x"}, 400, "did you mean name?"),
        ("POST", "/integrated-account", {"name": "sandbox", "credentials": CREDENTIALS}, 409, "sandbox"),
        ("POST", "/integrated-account/none/mcp", {"name": "x"}, 404, "no integrated account none"),
        ("POST", "ACCOUNT/mcp", {"name": "x", "expires_at": in_(seconds=30)}, 400, "60 seconds"),
        ("POST", "ACCOUNT/mcp", {"name": "x", "expires_at": in_(days=-1)}, 400, "60 seconds"),
        ("POST", "ACCOUNT/mcp", {"name": "x", "config": {"methods": ["raed"]}}, 400, "did you mean read?"),
        ("POST", "ACCOUNT/mcp", {"name": "x", "config": {"tags": ["crmm"]}}, 400, "did you mean crm?"),
        (
            "POST",
            "ACCOUNT/mcp",
            {"name": "x", "config": {"methods": ["read"], "tools": ["create_a_wix_contact"]}},
            400,
            "no tool",
        ),
        ("GET", "ACCOUNT/mcp?limit=0", None, 400, "limit"),
        ("GET", "ACCOUNT/mcp?next_cursor=x", None, 400, "next_cursor"),
        ("PUT", "/integrated-account", {}, 405, "GET, HEAD, POST"),
    ],
)
def test_refusals(method, path, body, status, said, admin, account):
    answer = curl(admin.base + path.replace("ACCOUNT", f"/integrated-account/{account}"), method, body)
    assert answer.status == status and said in answer.json["message"], answer
    assert answer.json["statusCode"] == status and answer.json["error"]


def test_without_the_token(admin):
    for token, challenge in ((None, 'Bearer realm="wixmcpd"'), ("wrong", 'error="invalid_token"')):
        answer = curl(f"{admin.base}/integrated-account", token=token)
        assert answer.status == 401 and challenge in answer.fields["www-authenticate"], answer
        assert TOKEN not in answer.body
    form = curl(
        f"{admin.base}/integrated-account", "POST", fields=["Content-Type: application/x-www-form-urlencoded"], body="a=b"
    )
    assert form.status == 415, form
