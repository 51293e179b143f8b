"""Minted servers in use: limits, endings, changes and lost credentials, as a connected client meets them."""

import json

import pytest

from admin import Site
from wire import EventStream, call, message, post, request, told


@pytest.fixture(scope="module")
def site():
    with Site() as site:
        site.account = site.connect()
        yield site


def path(server):
    return f"/mcp/{server['token']}"


def admin_path(site, server):
    return f"/integrated-account/{site.account['id']}/mcp/{server['id']}"


def control(site, **settings):
    """Tells the simulated Wix what to refuse."""
    reply = request(site.wix, "POST", "/_sandbox/control", json.dumps(settings), {"Content-Type": "application/json"})
    assert reply.status == 200, reply.body


def tools(site, server):
    return {tool["name"] for tool in post(site.daemon, message("tools/list"), path(server)).json["result"]["tools"]}


def test_a_server_lists_and_calls_only_what_it_may(site):
    server = site.mint(site.account, methods=["read"], tags=["crm"])
    listed = tools(site, server)
    assert "wix_contacts_query" in listed and "create_a_wix_contact" not in listed and "list_all_wix_orders" not in listed
    refused = call(site.daemon, "create_a_wix_contact", {"name": {"first": "Ada"}}, path(server))
    assert refused.json["error"]["code"] == -32602
    assert told(call(site.daemon, "wix_contacts_query", {"limit": 1}, path(server)))["result_count"] == 1


def test_the_limit_of_calls_answers_429(site):
    server = site.mint(site.account, calls_per_minute=2)
    for _ in range(2):
        assert call(site.daemon, "list_all_wix_orders", {"limit": 1}, path(server)).status == 200
    reply = call(site.daemon, "list_all_wix_orders", {"limit": 1}, path(server))
    error = reply.json["error"]
    assert reply.status == 429 and error["code"] == 429 and error["data"]["source"] == "server"
    assert reply.fields["ratelimit-limit"] == "2" and reply.fields["ratelimit-remaining"] == "0"
    assert 1 <= int(reply.fields["retry-after"]) <= 60
    # Other things of the server go on, and so do other servers.
    assert post(site.daemon, message("ping"), path(server)).status == 200
    other = site.mint(site.account)
    assert call(site.daemon, "list_all_wix_orders", {"limit": 1}, path(other)).status == 200


def test_a_stream_hears_of_changed_tools_and_of_the_end(site):
    server = site.mint(site.account, methods=["read"])
    with EventStream(site.daemon, f"/sse/{server['token']}") as stream:
        name, endpoint = stream.event()
        assert name == "endpoint"
        initialize = message("initialize", {
            "protocolVersion": "2024-11-05", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}})
        for body in (initialize, {"jsonrpc": "2.0", "method": "notifications/initialized"}):
            reply = request(site.daemon, "POST", endpoint, json.dumps(body), {"Content-Type": "application/json"})
            assert reply.status == 202
        assert json.loads(stream.event()[1])["result"]["capabilities"]["tools"]["listChanged"] is True

        site.told("PATCH", admin_path(site, server), {"config": {"methods": ["read"], "tags": ["blog"]}})
        assert json.loads(stream.event()[1])["method"] == "notifications/tools/list_changed"
        assert "list_all_wix_orders" not in tools(site, server)

        site.told("DELETE", admin_path(site, server), status=204)
        last = json.loads(stream.event()[1])
        assert last["method"] == "notifications/message" and "was removed" in last["params"]["data"]
        assert stream.event() is None
    assert post(site.daemon, message("ping"), path(server)).status == 401


def test_rotation_with_and_without_an_overlap(site):
    server = site.mint(site.account)
    second = site.told("POST", f"{admin_path(site, server)}/rotate", {"overlap_seconds": 60}, 200)
    assert [post(site.daemon, message("ping"), path(one)).status for one in (server, second)] == [200, 200]
    third = site.told("POST", f"{admin_path(site, server)}/rotate", {}, 200)
    assert [post(site.daemon, message("ping"), path(one)).status for one in (server, second, third)] == [401, 401, 200]


def test_the_second_layer(site):
    server = site.mint(site.account, require_api_token_auth=True)
    token = site.told("POST", "/api-token", {"name": "app"}, 201)
    elsewhere = site.connect("elsewhere")
    foreign = site.told("POST", "/api-token", {"name": "other", "integrated_account_ids": [elsewhere["id"]]}, 201)

    def ping(token=None, target=path(server)):
        return post(site.daemon, message("ping"), target, {"Authorization": f"Bearer {token}"} if token else {})

    assert ping().status == 401 and ping().fields["www-authenticate"] == 'Bearer realm="wixmcpd"'
    assert 'error="invalid_token"' in ping("x" * 43).fields["www-authenticate"]
    assert ping(foreign["token"]).status == 403
    assert 'error="insufficient_scope"' in ping(foreign["token"]).fields["www-authenticate"]
    assert ping(server["token"], "/mcp").status == 401
    assert ping(token["token"]).status == 200
    used = call(site.daemon, "list_all_wix_orders", {"limit": 1}, path(server), {"Authorization": f"Bearer {token['token']}"})
    assert used.status == 200
    assert site.told("GET", f"/api-token/{token['id']}")["last_used_at"] is not None
    site.told("DELETE", f"/api-token/{token['id']}", status=204)
    assert ping(token["token"]).status == 401


def test_a_revoked_key_stops_the_account_until_it_is_tested(site):
    server = site.mint(site.account)
    control(site, apiKey="revoked")
    try:
        first = call(site.daemon, "list_all_wix_orders", {"limit": 1}, path(server))
        assert told(first)["error"]["status"] == 401 and first.json["result"]["isError"] is True
        account = f"/integrated-account/{site.account['id']}"
        while site.told("GET", account)["state"] != "needs_reauth":
            pass  # the state is written down beside the call
        assert site.told("GET", account)["state_reason"]
        before = len(site.told("GET", "/log?limit=1")["result"][0]["wix_requests"])
        refused = told(call(site.daemon, "list_all_wix_orders", {"limit": 1}, path(server)))
        assert refused["error"]["code"] == "NEEDS_REAUTH" and before > 0
        assert site.told("GET", "/log?limit=1")["result"][0]["wix_requests"] == []
        assert site.told("POST", f"{account}/test")["ok"] is False
    finally:
        control(site, apiKey="valid")
    tested = site.told("POST", f"{account}/test")
    assert tested["ok"] is True and tested["account"]["state"] == "active"
    assert {check["name"] for check in tested["checks"]} >= {"credential", "site", "stores", "bookings", "blog", "inbox"}
    assert told(call(site.daemon, "list_all_wix_orders", {"limit": 1}, path(server)))["result_count"] == 1


def test_the_sites_of_an_account_key_are_connected_one_by_one(site):
    credentials = {"type": "api_key", "api_key": "IST.sandbox-key", "account_id": "5a9d0c0e-0000-4000-8000-0000000000ac"}
    sites = site.told("POST", "/integrated-account/sites", {"credentials": credentials}, 200)["result"]
    assert len(sites) == 3 and all(one["site_id"] and one["name"] for one in sites)
    other = next(one for one in sites if one["site_id"] != site.account["site_id"])
    account = site.told("POST", "/integrated-account", {
        "name": other["name"], "credentials": {**credentials, "site_id": other["site_id"]}}, 201)
    assert site.told("POST", f"/integrated-account/{account['id']}/test")["ok"] is True


def test_the_audit_log_keeps_what_was_done_and_not_what_was_said(site):
    server = site.mint(site.account, name="clerk")
    secret = "Dear Ada, your vase is back."
    contact = told(call(site.daemon, "wix_contacts_query", {"limit": 1}, path(server)))["result"][0]["id"]
    sent = call(site.daemon, "create_a_wix_conversation", {"contactId": contact, "message": secret}, path(server))
    assert "error" not in told(sent), sent.body
    entry = site.told("GET", f"/log?mcp_id={server['id']}&effect=action")["result"][0]
    assert (entry["tool"], entry["outcome"], entry["mcp_name"]) == ("create_a_wix_conversation", "ok", "clerk")
    assert entry["arguments"]["contactId"] == contact and "characters" in entry["arguments"]["message"]
    assert [one["status"] for one in entry["wix_requests"]] and all(one["request_id"] for one in entry["wix_requests"])
    lines = site.admin("GET", f"/log?format=jsonl&mcp_id={server['id']}").body
    assert secret.encode() not in lines and len(lines.splitlines()) == 2
    assert site.admin("GET", "/log?format=csv").body.startswith(b"id,")
    assert site.told("GET", "/log/verify")["ok"]
