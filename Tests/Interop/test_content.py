"""Rich content through real clients: Markdown with pictures by URL becomes a draft, and is read back as Markdown."""

import re

import anyio
import pytest

from clients import TRANSPORTS, connect

TERRACE = "https://cdn.example.org/terrace-by-night.jpg"
PLAN = "https://cdn.example.org/plan.png"
BROKEN = "https://cdn.example.org/old/broken.jpg"

ARTICLE = f"""## Opening hours

We are **open** all *week*, see [the map](<https://www.example-bistro.com/map?a=1&b=2>) or `oven.toml`.

![Guests on the terrace](<{TERRACE}> "The terrace")

1. Mon to Fri
   - 9 to 17
2. Sat

> The best shelf is the one that is empty on Saturday.

```toml
oven = 200 # degrees
```

---

| Dish | Price |
| --- | ---: |
| Soup \\| bread | 5 |

![Plan](<{PLAN}>)"""


def run(transport, daemon, story):
    async def session():
        with anyio.fail_after(120):
            async with connect(transport, daemon) as shop:
                return await story(shop)

    return anyio.run(session)


def without_size(markdown: str) -> str:
    return re.sub(r"#originWidth=\d+&originHeight=\d+", "", markdown)


async def there_and_back(shop):
    draft = await shop.call("create_a_wix_draft_post", title="Hours", markdown=ARTICLE, cover=TERRACE)
    assert "warnings" not in draft, draft
    pictures = {picture["url"]: picture["id"] for picture in draft["pictures"]}
    assert set(pictures) == {TERRACE, PLAN}, "each address is imported once"
    assert draft["media"]["wixMedia"]["image"]["id"] == pictures[TERRACE]

    expected = ARTICLE
    for url, file in pictures.items():
        expected = expected.replace(url, f"https://static.wixstatic.com/media/{file}")
    read = (await shop.call("get_single_wix_draft_post_by_id", id=draft["id"]))["markdown"]
    assert without_size(read) == expected
    assert read.count("#originWidth=") == 2

    await shop.call("wix_draft_posts_publish", id=draft["id"])
    assert (await shop.call("get_single_wix_post_by_id", id=draft["id"]))["markdown"] == read
    files = [file["id"] for file in await shop.all("list_all_wix_media_files")]
    assert set(pictures.values()) <= set(files)

    again = await shop.call("update_a_wix_draft_post_by_id", id=draft["id"], markdown=read)
    assert "pictures" not in again, "what Wix has is not imported again"
    assert (await shop.call("get_single_wix_draft_post_by_id", id=draft["id"]))["markdown"] == read


async def one_cannot_be_fetched(shop):
    markdown = f"![Good](<{PLAN}>)\n\n![Bad](<{BROKEN}>)"
    draft = await shop.call("create_a_wix_draft_post", title="Half", markdown=markdown)
    assert len(draft["warnings"]) == 1 and BROKEN in draft["warnings"][0], draft
    read = (await shop.call("get_single_wix_draft_post_by_id", id=draft["id"]))["markdown"]
    assert read.startswith("![Good](<https://static.wixstatic.com/") and read.endswith(f"[Bad](<{BROKEN}>)"), read


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_markdown_with_pictures_comes_back(transport, demo):
    run(transport, demo, there_and_back)


def test_a_picture_that_cannot_be_fetched_is_a_link(demo):
    run(next(iter(TRANSPORTS)), demo, one_cannot_be_fetched)
