"""HTTP and JSON-RPC by hand: what a person with curl, or a broken client, sends."""

import http.client
import json
import socket
import zlib
from dataclasses import dataclass

JSON = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
MODERN_META = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": {},
}


@dataclass
class Reply:
    status: int
    fields: dict
    body: bytes

    @property
    def json(self) -> dict:
        return json.loads(self.body)


def request(daemon, method="GET", path="/mcp", body=None, fields=None, timeout=30) -> Reply:
    """One request on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", daemon.port, timeout=timeout)
    try:
        connection.request(method, path, body, fields or {})
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        content = answer.read()
        if found.get("content-encoding") == "gzip":
            content = zlib.decompress(content, 31)
        return Reply(answer.status, found, content)
    finally:
        connection.close()


def message(method, params=None, identifier=1) -> dict:
    body = {"jsonrpc": "2.0", "id": identifier, "method": method}
    return body if params is None else {**body, "params": params}


def post(daemon, body, path="/mcp", fields=None, timeout=30) -> Reply:
    """Posts one JSON-RPC message, or bytes as they are."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return request(daemon, "POST", path, content, {**JSON, **(fields or {})}, timeout)


def call(daemon, tool, arguments=None, path="/mcp", fields=None, timeout=30) -> Reply:
    """A tools/call as curl makes it: no session, no handshake."""
    return post(daemon, message("tools/call", {"name": tool, "arguments": arguments or {}}), path, fields, timeout)


def told(reply: Reply) -> dict:
    """What a tool answered, from the text that every revision has."""
    return json.loads(reply.json["result"]["content"][0]["text"])


def raw(daemon, *parts: bytes, read=True, timeout=10) -> bytes:
    """Writes bytes as they are and reads until the daemon closes."""
    with socket.create_connection(("127.0.0.1", daemon.port), timeout=timeout) as stream:
        for part in parts:
            stream.sendall(part)
        if not read:
            return b""
        answer = b""
        try:
            while chunk := stream.recv(65536):
                answer += chunk
        except ConnectionResetError:
            pass
        return answer


def is_alive(daemon) -> bool:
    return request(daemon, path="/healthz").status == 200


class EventStream:
    """An open event stream, read by hand."""

    def __init__(self, daemon, path, fields=None, timeout=20):
        self.connection = http.client.HTTPConnection("127.0.0.1", daemon.port, timeout=timeout)
        self.connection.request("GET", path, headers={"Accept": "text/event-stream", **(fields or {})})
        self.answer = self.connection.getresponse()
        self.status = self.answer.status

    def event(self):
        """The next event as (name, data); None at the end of the stream."""
        name, data = "message", []
        while line := self.answer.readline():
            text = line.decode().rstrip("\r\n")
            if not text and data:
                return name, "\n".join(data)
            if text.startswith("event:"):
                name = text[6:].strip()
            elif text.startswith("data:"):
                data.append(text[5:].removeprefix(" "))
        return None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()
