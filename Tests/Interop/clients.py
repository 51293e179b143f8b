"""One face for every client and transport: the tests are written once against it.

Runs under both generations of the PyPI package `mcp`; which transports exist depends on the one that is installed.
"""

import contextlib
import json
import os
import shutil
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from mcp import ClientSession, StdioServerParameters
from mcp.client.sse import sse_client
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client

from daemon import Daemon, binary

MODERN = int(version("mcp").split(".")[0]) >= 2

if MODERN:
    from mcp import Client, MCPError
else:
    from mcp.shared.exceptions import McpError as MCPError


class ToolError(Exception):
    """A tool answered an error; `data` is what it said."""

    def __init__(self, data):
        super().__init__(json.dumps(data)[:2000])
        self.data = data


@dataclass
class Answer:
    is_error: bool
    data: dict
    structured: dict | None


class Shop:
    """A connected client."""

    def __init__(self, session, protocol):
        self.session = session
        self.protocol = protocol

    async def attempt(self, tool, **arguments) -> Answer:
        result = await self.session.call_tool(tool, arguments)
        is_error = result.is_error if MODERN else result.isError
        structured = result.structured_content if MODERN else result.structuredContent
        assert [block.type for block in result.content] == ["text"]
        text = result.content[0].text
        try:
            data = json.loads(text)
        except ValueError:
            # mcp-proxy puts a JSON-RPC error into the text of a result.
            assert is_error, text
            data = {"message": text}
        assert structured is None or structured == data
        return Answer(bool(is_error), data, structured)

    async def call(self, tool, **arguments) -> dict:
        """The data of a call that must succeed."""
        answer = await self.attempt(tool, **arguments)
        if answer.is_error:
            raise ToolError(answer.data)
        return answer.data

    async def all(self, tool, **arguments) -> list:
        """Every item of a list, page by page."""
        items = []
        cursor = {}
        for _ in range(100):
            page = await self.call(tool, **arguments, **cursor)
            assert page["result_count"] == len(page["result"])
            items += page["result"]
            if not page["next_cursor"]:
                return items
            cursor = {"next_cursor": page["next_cursor"]}
        raise AssertionError(f"{tool} never ends")

    async def tools(self) -> dict:
        """Name to definition, over all pages."""
        found = {}
        cursor = None
        for _ in range(20):
            page = await self._tool_page(cursor)
            found |= {tool.name: tool for tool in page.tools}
            cursor = page.next_cursor if MODERN else page.nextCursor
            if not cursor:
                return found
        raise AssertionError("tools/list never ends")

    async def _tool_page(self, cursor):
        return await (self.session.list_tools(cursor=cursor) if cursor else self.session.list_tools())


def _stdio(command, *arguments) -> StdioServerParameters:
    return StdioServerParameters(command=command, args=list(arguments), env=dict(os.environ))


def _proxy() -> str:
    """mcp-proxy of this virtual environment, also when it is not activated."""
    return shutil.which("mcp-proxy", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}") or "mcp-proxy"


@contextlib.asynccontextmanager
async def _session(transport):
    """A session of the initialize era over any transport of mcp 1."""
    async with transport as streams, ClientSession(streams[0], streams[1]) as session:
        started = await session.initialize()
        yield Shop(session, started.protocolVersion)


@contextlib.asynccontextmanager
async def _client(server, mode):
    """A client of mcp 2."""
    async with Client(server, mode=mode) as client:
        yield Shop(client, client.protocol_version)


_MODERN_TRANSPORTS = {
    "2026-07-28": lambda daemon: _client(daemon.base + "/mcp", "2026-07-28"),
    "auto": lambda daemon: _client(daemon.base + "/mcp", "auto"),
    "token in the path": lambda daemon: _client(f"{daemon.base}/mcp/{daemon.token}", "auto"),
    "streamable http": lambda daemon: _client(streamable_http_client(daemon.base + "/mcp"), "legacy"),
    "sse": lambda daemon: _client(sse_client(daemon.base + "/sse"), "legacy"),
    "sse on /mcp": lambda daemon: _client(sse_client(daemon.base + "/mcp"), "legacy"),
    "bridge": lambda daemon: _client(_stdio(binary(), "bridge", daemon.base + "/mcp"), "legacy"),
    "bridge, modern": lambda daemon: _client(_stdio(binary(), "bridge", daemon.base + "/mcp"), "auto"),
}

_LEGACY_TRANSPORTS = {
    "streamable http": lambda daemon: _session(streamable_http_client(daemon.base + "/mcp")),
    "sse": lambda daemon: _session(sse_client(daemon.base + "/sse")),
    "sse with a token": lambda daemon: _session(
        sse_client(daemon.base + "/sse", headers={"Authorization": f"Bearer {daemon.token}"})
    ),
    "sse on /mcp": lambda daemon: _session(sse_client(daemon.base + "/mcp")),
    "mcp-proxy, sse": lambda daemon: _session(stdio_client(_stdio(_proxy(), daemon.base + "/sse"))),
    "mcp-proxy, sse on /mcp": lambda daemon: _session(stdio_client(_stdio(_proxy(), daemon.base + "/mcp"))),
    "mcp-proxy, streamable http": lambda daemon: _session(
        stdio_client(_stdio(_proxy(), "--transport", "streamablehttp", daemon.base + "/mcp"))
    ),
    "bridge": lambda daemon: _session(stdio_client(_stdio(binary(), "bridge", daemon.base + "/mcp"))),
    "bridge to sse": lambda daemon: _session(stdio_client(_stdio(binary(), "bridge", daemon.base + "/sse"))),
}

TRANSPORTS = _MODERN_TRANSPORTS if MODERN else _LEGACY_TRANSPORTS


def connect(transport: str, daemon: Daemon):
    """An asynchronous context manager that yields a `Shop`."""
    return TRANSPORTS[transport](daemon)
