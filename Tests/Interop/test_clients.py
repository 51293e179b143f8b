"""What every client must see, over every transport."""

import anyio
import pytest

from clients import MODERN, TRANSPORTS, MCPError, connect


def over(transport, daemon, body):
    async def run():
        with anyio.fail_after(60):
            async with connect(transport, daemon) as shop:
                return await body(shop)

    return anyio.run(run)


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_tools(transport, shared_demo):
    async def body(shop):
        tools = await shop.tools()
        assert len(tools) >= 25
        for tool in tools.values():
            schema = tool.input_schema if MODERN else tool.inputSchema
            assert schema["type"] == "object" and schema["additionalProperties"] is False, tool.name
            assert tool.description and len(tool.name) <= 64
        hints = tools["wix_bookings_cancel"].annotations
        assert (hints.destructive_hint if MODERN else hints.destructiveHint) is True
        hints = tools["wix_products_v_3_query"].annotations
        assert (hints.read_only_hint if MODERN else hints.readOnlyHint) is True

    over(transport, shared_demo, body)


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_errors_a_model_can_act_on(transport, shared_demo):
    async def body(shop):
        wrong = await shop.attempt("list_all_wix_orders", limt=2)
        assert wrong.is_error and "limt" in str(wrong.data) and "limit" in str(wrong.data)
        absent = await shop.attempt("get_single_wix_product_by_id", id="00000000-0000-4000-8000-000000000000")
        assert absent.is_error and absent.data["error"]["status"] == 404
        try:
            unknown = await shop.attempt("wix_no_such_tool")
            assert unknown.is_error  # mcp-proxy turns the JSON-RPC error into a result.
        except MCPError as error:
            assert error.error.code == -32602

    over(transport, shared_demo, body)


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_paging_and_fields(transport, shared_demo):
    async def body(shop):
        first = await shop.call("list_all_wix_contacts", limit=3)
        second = await shop.call("list_all_wix_contacts", limit=3, next_cursor=first["next_cursor"])
        assert len(first["result"]) == 3 and len(second["result"]) == 3
        assert not {item["id"] for item in first["result"]} & {item["id"] for item in second["result"]}
        narrow = await shop.call("wix_posts_query", limit=2, fields=["title"])
        assert all(set(post) == {"id", "title"} for post in narrow["result"])

    over(transport, shared_demo, body)


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_many_calls_at_once(transport, shared_demo):
    async def body(shop):
        answers = {}

        async def one(limit):
            answers[limit] = await shop.call("list_all_wix_contacts", limit=limit)

        async with anyio.create_task_group() as group:
            for limit in range(1, 21):
                group.start_soon(one, limit)
        assert all(len(answers[limit]["result"]) == limit for limit in range(1, 21))

    over(transport, shared_demo, body)


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_cancel_a_confirmed_booking(transport, demo):
    async def body(shop):
        confirmed = await shop.call(
            "wix_bookings_query",
            filter={"status": "CONFIRMED"},
            limit=1,
            sort=[{"fieldName": "startDate", "order": "DESC"}],
        )
        booking = confirmed["result"][0]
        cancelled = await shop.call("wix_bookings_cancel", id=booking["id"], ignoreCancellationPolicy=True)
        assert cancelled["status"] == "CANCELED"
        again = await shop.attempt("wix_bookings_cancel", id=booking["id"], ignoreCancellationPolicy=True)
        assert again.is_error and "CANCELED" in str(again.data)
        assert (await shop.call("get_single_wix_booking_by_id", id=booking["id"]))["status"] == "CANCELED"

    over(transport, demo, body)
