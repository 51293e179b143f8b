"""What a person asks Claude for, as the calls that Claude then makes. Each story reads back what it left behind."""

import re
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

FEW = 5
MONTH = timedelta(days=30)


async def low_stock(shop, mark: str) -> dict:
    """Products under five in stock; who bought them last month; an offer to each in the Inbox."""
    products = await shop.all("wix_products_v_3_query", filter={"stock.quantity": {"$lt": FEW}}, limit=100)
    assert products, "the seeded shop has products that run low"
    for product in products:
        stock = product["stock"]
        assert min([stock["quantity"], *(variant["quantity"] for variant in stock.get("variants", []))]) < FEW, product

    since = (datetime.now(timezone.utc) - MONTH).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    ids = [product["id"] for product in products]
    orders = await shop.all("list_all_wix_orders", productIds=ids, filter={"createdDate": {"$gte": since}}, limit=100)
    assert orders, "somebody bought one of them"
    names = {}
    for order in orders:
        bought = [item for item in order["lineItems"] if item["catalogReference"]["catalogItemId"] in ids]
        assert bought and order["createdDate"] >= since
        if contact := order.get("buyerInfo", {}).get("contactId"):
            names.setdefault(contact, bought[0]["productName"]["original"])

    sent = {}
    for contact_id, product in names.items():
        contact = await shop.call("get_single_wix_contact_by_id", id=contact_id)
        name = contact["info"].get("name", {}).get("first", "there")
        text = f"Hi {name}, {product} is nearly gone: 10% off for you until Sunday. ({mark})"
        sent[contact_id] = text, await shop.call("create_a_wix_conversation", contactId=contact_id, message=text)
    for contact_id, (text, answer) in sent.items():
        conversation = answer["conversation"]
        assert conversation["participant"]["contactId"] == contact_id
        assert text in await messages_in(shop, conversation["id"])
    return {"products": len(products), "orders": len(orders), "messages": len(sent)}


async def tomorrows_bookings(shop, mark: str) -> dict:
    """Tomorrow's agenda: cancel what nobody confirmed, remind the rest."""
    site = await shop.call("wix_site_properties_get")
    zone = ZoneInfo(site["timeZone"])
    tomorrow = (datetime.now(zone) + timedelta(days=1)).date()
    agenda = await shop.all("wix_bookings_query", date=tomorrow.isoformat())
    assert agenda, "the seeded business is open tomorrow"
    for booking in agenda:
        assert starts(booking).astimezone(zone).date() == tomorrow, booking

    unconfirmed = [booking["id"] for booking in agenda if booking["status"] in ("PENDING", "CREATED")]
    for booking_id in unconfirmed:
        await call_off(shop, booking_id)
    for booking_id in unconfirmed:
        booking = await shop.call("get_single_wix_booking_by_id", id=booking_id)
        assert booking["status"] in ("CANCELED", "DECLINED"), booking

    confirmed = [booking for booking in agenda if booking["status"] == "CONFIRMED"]
    reminded = 0
    for booking in confirmed:
        contact_id = booking["contactDetails"].get("contactId")
        if not contact_id:
            continue
        contact = await shop.call("get_single_wix_contact_by_id", id=contact_id)
        when = starts(booking).astimezone(zone).strftime("%H:%M")
        text = f"Hi {contact['info'].get('name', {}).get('first', 'there')}, see you tomorrow at {when}. ({mark})"
        opened = await shop.call("create_a_wix_conversation", contactId=contact_id)
        conversation = opened["conversation"]["id"]
        await shop.call("wix_messages_send", conversationId=conversation, message=text)
        assert text in await messages_in(shop, conversation)
        reminded += 1
    return {"agenda": len(agenda), "called off": len(unconfirmed), "reminded": reminded}


async def content(shop, mark: str) -> dict:
    """The last five posts, then a new one in their manner that waits as a draft."""
    posts = await shop.call(
        "wix_posts_query",
        limit=5,
        sort=[{"fieldName": "firstPublishedDate", "order": "DESC"}],
        fields=["title", "contentText", "firstPublishedDate", "categoryIds"],
    )
    posts = posts["result"]
    assert len(posts) == 5 and all(post["contentText"].strip() for post in posts)
    dates = [post["firstPublishedDate"] for post in posts]
    assert dates == sorted(dates, reverse=True)

    category = (await shop.all("list_all_wix_blog_categories"))[0]
    tag = (await shop.all("list_all_wix_blog_tags"))[0]
    new_tag = f"interop {mark}"
    markdown = article([post["title"] for post in posts])
    draft = await shop.call(
        "create_a_wix_draft_post",
        title=f"What our readers asked ({mark})",
        markdown=markdown,
        excerpt="Five questions, five short answers.",
        categories=[category["label"].upper()],
        tags=[tag["label"], new_tag],
        createMissingTags=True,
    )
    assert draft["tagsCreated"] == [new_tag] and draft["author"]["memberId"] == draft["memberId"]

    kept = await shop.call("get_single_wix_draft_post_by_id", id=draft["id"], view="full")
    assert kept["status"] == "UNPUBLISHED"
    assert kept["categoryIds"] == [category["id"]]
    tags = {item["id"]: item["label"] for item in await shop.all("list_all_wix_blog_tags")}
    assert {tags[tag_id] for tag_id in kept["tagIds"]} == {tag["label"], new_tag}
    words = len(re.findall(r"\w+", " ".join(texts(kept["richContent"]))))
    assert words >= 800, words
    kinds = {node["type"] for node in kept["richContent"]["nodes"]}
    assert kinds >= {"HEADING", "PARAGRAPH", "BULLETED_LIST", "ORDERED_LIST", "BLOCKQUOTE", "TABLE"}

    shown = await shop.call("get_single_wix_draft_post_by_id", id=draft["id"])
    assert shown["markdown"].startswith("We looked back") and "| Is it handmade? | Yes |" in shown["markdown"]

    waiting = await shop.all("wix_draft_posts_query", filter={"status": "UNPUBLISHED"}, limit=100)
    assert draft["id"] in [post["id"] for post in waiting]
    live = await shop.call("wix_posts_query", filter={"id": {"$in": [draft["id"]]}})
    assert live["result"] == []
    return {"words": words}


def starts(booking: dict) -> datetime:
    """An appointment or class; no course starts tomorrow."""
    return datetime.fromisoformat(booking["bookedEntity"]["slot"]["startDate"])


async def call_off(shop, booking_id: str):
    """Cancels; Wix refuses that for a booking that was never accepted, and it has to be declined instead."""
    cancelled = await shop.attempt("wix_bookings_cancel", id=booking_id, ignoreCancellationPolicy=True)
    if cancelled.is_error:
        assert cancelled.data["error"]["code"] == "BOOKING_CANNOT_BE_CANCELED", cancelled.data
        await shop.call("wix_bookings_decline", id=booking_id)


async def messages_in(shop, conversation: str) -> list:
    messages = await shop.all("list_all_wix_messages", conversationId=conversation)
    # Plain text is told as such; other kinds of content are objects.
    return [message["content"] for message in messages if isinstance(message.get("content"), str)]


def texts(node: dict):
    """Every text of a Ricos document."""
    if node.get("type") == "TEXT":
        yield node["textData"]["text"]
    for child in node.get("nodes") or []:
        yield from texts(child)


def article(titles: list) -> str:
    """Some 800 words of Markdown with everything that an article has."""
    paragraph = (
        "Every week somebody asks in the shop how we choose what to make next, and the honest answer is that we listen. "
        "We keep a notebook by the till, write down every **question** and every *complaint*, and on Monday we read it "
        "together with a pot of coffee. Most ideas do not survive the second cup. The few that do are drawn, priced and "
        "tried out on friends, who are not polite, and only then do they get a place on the shelf. It takes longer than "
        "ordering from a catalogue, but it is the only way we know to make things that people keep using for years. "
    )
    parts = ["We looked back at our last posts and collected what you wanted to know.", ""]
    for number, title in enumerate(titles, 1):
        more = paragraph if number % 2 else "- Plan\n- Try\n  - Try again\n- Sell"
        parts += [f"## {number}. {title}", "", paragraph, "", more, ""]
    return "\n".join(parts) + ENDING


ENDING = """
## In short

1. Ask
2. Wait
3. Decide

> The best shelf is the one that is empty on Saturday.

| Question | Answer |
|---|:-:|
| Is it handmade? | Yes |
| Can I return it? | [30 days](https://example.com/returns) |

```
opening hours: 9 to 17
```

---

~~Closed on Sundays.~~ Open on the first Sunday of the month.
"""
