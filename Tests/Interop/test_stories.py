import uuid

import anyio
import pytest

import stories
from clients import TRANSPORTS, connect
from daemon import Daemon

STORIES = [stories.low_stock, stories.tomorrows_bookings, stories.content]


def tell(story, transport, daemon) -> dict:
    async def run():
        with anyio.fail_after(120):
            async with connect(transport, daemon) as shop:
                return await story(shop, uuid.uuid4().hex[:8])

    return anyio.run(run)


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("story", STORIES, ids=[story.__name__ for story in STORIES])
def test_story(story, transport, demo):
    counts = tell(story, transport, demo)
    print(counts)
    assert all(count > 0 for count in counts.values()), counts


def test_low_stock_on_catalog_v1():
    with Daemon("demo", "--quota", "0", "--catalog", "v1") as daemon:
        assert tell(stories.low_stock, next(iter(TRANSPORTS)), daemon)["messages"] > 0
