"""The peer: a FastMCP server with one tool that asks Wix for products, as its documentation shows it."""

import os

import httpx2
from fastmcp import FastMCP

server = FastMCP("peer")
wix = httpx2.AsyncClient(
    base_url=os.environ["WIX"], limits=httpx2.Limits(max_connections=128, max_keepalive_connections=128)
)


@server.tool
async def wix_products_v_3_query(limit: int = 50) -> dict:
    """Lists store products."""
    answer = await wix.post("/stores/v3/products/query", json={"query": {"cursorPaging": {"limit": limit}}})
    return answer.raise_for_status().json()


server.run(
    transport="http",
    host="127.0.0.1",
    port=int(os.environ["PORT"]),
    stateless_http=True,
    json_response=True,
    show_banner=False,
    log_level="error",
)
