"""The daemon as curl and broken clients meet it."""

import json
import re
import subprocess

import pytest

from wire import JSON, MODERN_META, EventStream, call, is_alive, message, post, raw, request, told

INITIALIZE = message(
    "initialize", {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "test", "version": "0"}}
)


def test_the_printed_curl_line_works(shared_demo):
    line = re.search(r"^\s*(curl .*)$", shared_demo.output(), re.MULTILINE).group(1)
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, timeout=30, check=True)
    result = json.loads(done.stdout)["result"]
    assert json.loads(result["content"][0]["text"])["result_count"] == 2


@pytest.mark.parametrize(
    "body, code",
    [
        (b"", -32700),
        (b"{", -32700),
        (b"nonsense", -32700),
        (b'{"jsonrpc":"2.0","id":1,"method":"ping"} x', -32700),
        (b'"\xff"', -32700),
        (b"[" * 100_000, -32700),
        (b"5", -32600),
        (b"null", -32600),
        (b"[]", -32600),
        (b"{}", -32600),
        (b'{"id":1,"method":"ping"}', -32600),
        (b'{"jsonrpc":"1.0","id":1,"method":"ping"}', -32600),
        (b'{"jsonrpc":"2.0","id":{},"method":"ping"}', -32600),
        (b'{"jsonrpc":"2.0","id":1,"method":5}', -32600),
    ],
)
def test_bodies_that_are_no_message(body, code, shared_demo):
    reply = post(shared_demo, body)
    assert reply.status == 400 and reply.json["error"]["code"] == code, reply
    assert reply.json["error"]["message"]
    assert is_alive(shared_demo)


@pytest.mark.parametrize(
    "method, params, code",
    [
        ("no/such/method", {}, -32601),
        ("tools/call", {}, -32602),
        ("tools/call", {"name": 5}, -32602),
        ("tools/call", {"name": "wix_no_such_tool"}, -32602),
        ("tools/call", {"name": "list_all_wix_orders", "arguments": []}, -32602),
        ("tools/list", {"cursor": "nonsense"}, -32602),
    ],
)
def test_requests_that_are_wrong(method, params, code, shared_demo):
    reply = post(shared_demo, message(method, params, "an id"))
    assert reply.json["id"] == "an id" and reply.json["error"]["code"] == code, reply


@pytest.mark.parametrize(
    "arguments, said",
    [
        ({"limt": 2}, "limit"),
        ({"limit": "two"}, "limit"),
        ({"limit": 0}, "limit"),
        ({"limit": 100_000}, "limit"),
        ({"filter": {"nosuchfield": 1}}, "nosuchfield"),
        ({"filter": {"paymentStatus": {"$nope": 1}}}, "$nope"),
        ({"sort": [{"fieldName": "nosuchfield"}]}, "nosuchfield"),
        ({"next_cursor": "nonsense"}, "next_cursor"),
        ({"fields": ["nosuchfield"]}, "nosuchfield"),
    ],
)
def test_arguments_that_are_wrong(arguments, said, shared_demo):
    reply = call(shared_demo, "list_all_wix_orders", arguments)
    assert reply.status == 200 and reply.json["result"]["isError"] is True, reply
    assert said in reply.json["result"]["content"][0]["text"], reply


def test_ten_megabytes(shared_demo):
    reply = call(shared_demo, "create_a_wix_draft_post", {"title": "x", "markdown": "y" * 10_000_000})
    assert reply.status == 413 and "bytes" in reply.body.decode(), reply
    assert is_alive(shared_demo)


@pytest.mark.parametrize(
    "part",
    [
        b"P",
        b"POST /mcp HTTP/1.1\r\n",
        b"POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Le",
        b'POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"jsonrpc"',
        b"POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"GET /sse HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n",
    ],
)
def test_clients_that_vanish(part, shared_demo):
    for _ in range(20):
        raw(shared_demo, part, read=False)
    assert is_alive(shared_demo)


@pytest.mark.parametrize(
    "head, status",
    [
        (b"GET / HTTP/1.1\r\n\r\n", b"400"),
        (b"GET / HTTP/2.0\r\nHost: 127.0.0.1\r\n\r\n", b"505"),
        (b"nonsense\r\n\r\n", b"400"),
        (b"POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", b"400"),
        (b"POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n", b"400"),
        (b"POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: +3\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nBad Field: x\r\n\r\n", b"400"),
        (b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", b"414"),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 200_000 + b"\r\n\r\n", b"431"),
    ],
)
def test_framing_that_is_refused(head, status, shared_demo):
    answer = raw(shared_demo, head)
    assert answer.split(b" ")[1:2] == [status], answer[:200]
    assert len(re.findall(rb"HTTP/1\.1 \d{3} ", answer)) == 1
    assert is_alive(shared_demo)


def test_pipelining_keeps_order(shared_demo):
    def one(identifier, close=b""):
        body = json.dumps(message("ping", identifier=identifier)).encode()
        return (
            b"POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            + close
            + b"Content-Length: %d\r\n\r\n" % len(body)
            + body
        )

    answer = raw(shared_demo, one("a") + one("b") + one("c", b"Connection: close\r\n"))
    assert re.findall(rb'"id":\s*"(\w)"', answer) == [b"a", b"b", b"c"]


def test_who_may_call(shared_demo):
    ping = message("ping")
    assert post(shared_demo, ping).status == 200
    assert post(shared_demo, ping, f"/mcp/{shared_demo.token}").status == 200
    assert post(shared_demo, ping, fields={"Authorization": f"Bearer {shared_demo.token}"}).status == 200
    for reply in (
        post(shared_demo, ping, "/mcp/wrong"),
        post(shared_demo, ping, fields={"Authorization": "Bearer wrong"}),
    ):
        assert reply.status == 401 and reply.fields["www-authenticate"].startswith("Bearer")
        assert shared_demo.token.encode() not in reply.body
    assert post(shared_demo, ping, fields={"Origin": "https://evil.example"}).status == 403
    assert post(shared_demo, ping, fields={"Origin": "http://localhost:5173"}).status == 200
    assert post(shared_demo, ping, fields={"Host": "evil.example"}).status == 403


def test_media_types_and_verbs(shared_demo):
    assert request(shared_demo, "POST", "/mcp", b"{}", {"Content-Type": "text/plain"}).status == 415
    assert (
        request(shared_demo, "POST", "/mcp", b"a=b", {"Content-Type": "application/x-www-form-urlencoded"}).status
        == 415
    )
    reply = request(shared_demo, "GET", "/mcp", fields={"Accept": "application/json"})
    assert reply.status == 405 and "POST" in reply.fields["allow"]
    assert request(shared_demo, "PUT", "/mcp", b"{}", JSON).status == 405
    assert request(shared_demo, "GET", "/nothing/here").status == 404
    assert request(shared_demo, "HEAD", "/healthz").body == b""
    assert b"wixmcpd" in request(shared_demo, path="/metrics").body


def test_gzip_when_asked(shared_demo):
    plain = call(shared_demo, "list_all_wix_orders", {"limit": 50})
    packed = call(shared_demo, "list_all_wix_orders", {"limit": 50}, fields={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.fields and packed.fields["content-encoding"] == "gzip"
    assert told(packed)["result"] == told(plain)["result"]


def test_sessions(shared_demo):
    started = post(shared_demo, INITIALIZE)
    session = {"Mcp-Session-Id": started.fields["mcp-session-id"], "MCP-Protocol-Version": "2025-11-25"}
    assert started.json["result"]["protocolVersion"] == "2025-11-25"
    noted = post(shared_demo, {"jsonrpc": "2.0", "method": "notifications/initialized"}, fields=session)
    assert noted.status == 202 and noted.body == b""
    assert len(post(shared_demo, message("tools/list"), fields=session).json["result"]["tools"]) >= 25
    assert post(shared_demo, message("ping"), fields={**session, "MCP-Protocol-Version": "1999-01-01"}).status == 400
    assert post(shared_demo, message("ping"), fields={"Mcp-Session-Id": "unknown"}).status == 404
    assert request(shared_demo, "DELETE", "/mcp", fields=session).status in (200, 204)
    assert post(shared_demo, message("ping"), fields=session).status == 404


def test_batch_of_2025_03_26(shared_demo):
    params = {**INITIALIZE["params"], "protocolVersion": "2025-03-26"}
    started = post(shared_demo, message("initialize", params))
    session = {"Mcp-Session-Id": started.fields["mcp-session-id"]}
    reply = post(shared_demo, [message("ping", identifier=1), message("tools/list", identifier="b")], fields=session)
    assert {item["id"] for item in reply.json} == {1, "b"}


def test_modern_requests(shared_demo):
    fields = {"MCP-Protocol-Version": "2026-07-28", "Mcp-Method": "server/discover"}
    found = post(shared_demo, message("server/discover", {"_meta": MODERN_META}), fields=fields)
    assert "2026-07-28" in found.json["result"]["supportedVersions"], found
    wrong = post(shared_demo, message("tools/list", {"_meta": MODERN_META}), fields=fields)
    assert wrong.status == 400 and wrong.json["error"]["code"] == -32020
    old = {**MODERN_META, "io.modelcontextprotocol/protocolVersion": "2027-01-01"}
    reply = post(
        shared_demo, message("server/discover", {"_meta": old}), fields={**fields, "MCP-Protocol-Version": "2027-01-01"}
    )
    assert reply.status == 400 and reply.json["error"]["code"] == -32022
    assert "2026-07-28" in reply.json["error"]["data"]["supported"]


@pytest.mark.parametrize("path", ["/sse", "/mcp"])
def test_event_stream_by_hand(path, shared_demo):
    with EventStream(shared_demo, path) as stream:
        assert stream.status == 200
        name, endpoint = stream.event()
        assert name == "endpoint" and endpoint.startswith("/messages?sessionId=")
        for body in (
            INITIALIZE,
            message("ping", identifier="p"),
            message("tools/call", {"name": "list_all_wix_orders", "arguments": {"limit": 1}}, "c"),
        ):
            assert post(shared_demo, body, endpoint).status == 202
        replies = {json.loads(data)["id"]: json.loads(data) for _, data in (stream.event() for _ in range(3))}
        assert replies["p"]["result"] == {}
        assert json.loads(replies["c"]["result"]["content"][0]["text"])["result_count"] == 1
    assert post(shared_demo, message("ping"), "/messages?sessionId=unknown").status == 404
