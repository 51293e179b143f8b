"""What an operator asks most, in at most two calls of the everyday tools, with the facts checked against Wix's own bodies."""

import json
import re
import uuid
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import anyio
import pytest

import stories
from admin import SANDBOX_KEY, SANDBOX_SITE
from clients import TRANSPORTS, connect
from daemon import Daemon
from wire import request

PER_CUSTOMER = {"wix_inbox_reply", "wix_messages_send"}
# What a page of Wix holds at most.
PAGE = 100


class Wix:
    """The simulated Wix by its own API, past the daemon."""

    def __init__(self, daemon):
        self.daemon = SimpleNamespace(port=int(re.search(r"simulated Wix is at http://[\d.]+:(\d+)", daemon.output()).group(1)))

    def ask(self, method, path, body=None):
        fields = {"Authorization": SANDBOX_KEY, "wix-site-id": SANDBOX_SITE, "Content-Type": "application/json"}
        reply = request(self.daemon, method, path, None if body is None else json.dumps(body), fields)
        assert reply.status == 200, reply.body
        return reply.json

    def query(self, path, items, filter=None, sort=None, limit=None, paging="cursorPaging", name="query", **more):
        """The items of one page when a limit is given, else of all pages."""
        body = {name: {"filter": filter or {}, "sort": sort or [], paging: {"limit": limit or PAGE}}, **more}
        found = []
        while True:
            page = self.ask("POST", path, body)
            found += page[items]
            cursor = (page.get("pagingMetadata") or page.get("metadata") or {}).get("cursors", {}).get("next")
            if limit or not cursor:
                assert found, "there is something to look for"
                return found
            body[name] = {paging: {"limit": PAGE, "cursor": cursor}}

    def orders(self, **arguments):
        newest = [{"fieldName": "createdDate", "order": "DESC"}]
        return self.query("/ecom/v1/orders/search", "orders", name="search", sort=newest, **arguments)

    def bookings(self, **arguments):
        found = self.query("/_api/bookings-reader/v2/extended-bookings/query", "extendedBookings", **arguments)
        return [item["booking"] for item in found]

    def messages(self, conversation):
        found = self.ask("GET", f"/inbox/v2/messages?conversationId={conversation}&visibility=BUSINESS")
        return [texts(message) for message in found["messages"]]

    @property
    def zone(self):
        return ZoneInfo(self.ask("GET", "/site-properties/v4/properties")["properties"]["timeZone"])


class Counted:
    """A shop that counts the calls made of it."""

    def __init__(self, shop):
        self.shop = shop
        self.calls, self.messages = 0, 0

    async def call(self, tool, **arguments):
        if tool in PER_CUSTOMER:
            self.messages += 1
        else:
            self.calls += 1
        return await self.shop.call(tool, **arguments)


@pytest.fixture(scope="module")
def daemon():
    """The tools that a server lists when nothing is said."""
    with Daemon("demo", "--exposure", "core", "--quota", "0", "--log-level", "warning") as daemon:
        yield daemon


def tell(story, daemon, *more) -> Counted:
    async def run():
        with anyio.fail_after(120):
            async with connect(next(iter(TRANSPORTS)), daemon) as shop:
                counted = Counted(shop)
                await story(counted, Wix(daemon), *more)
                return counted

    return anyio.run(run)


def texts(message):
    """The texts of a message: as Wix has them, or the one text that a plain message is for a model."""
    content = message.get("content", {})
    return [content] if isinstance(content, str) else [item["text"] for item in content.get("basic", {}).get("items", [])]


def minute(text):
    """The minute of a time, whatever its zone and however exact it is."""
    return datetime.fromisoformat(text).astimezone(timezone.utc).replace(second=0, microsecond=0)


def buyer_of(order):
    who = order["billingInfo"]["contactDetails"]
    return f"{who['firstName']} {who['lastName']}"


def person(contact):
    info = contact["info"]
    return (
        info["name"]["first"], info["name"]["last"], tuple(item["email"] for item in info.get("emails", {}).get("items", [])),
        tuple(item["phone"] for item in info.get("phones", {}).get("items", [])),
    )


def agenda(booking):
    entity, who = booking["bookedEntity"], booking["contactDetails"]
    slot = entity.get("slot", {})
    when = slot or entity.get("schedule", {})
    return (
        entity["title"], when.get("startDate", when.get("firstSessionStart")), when.get("endDate", when.get("lastSessionEnd")), booking["status"], booking["paymentStatus"],
        slot.get("resource", {}).get("name"), who["firstName"], who["lastName"], who.get("email"), who.get("phone") or None,
        booking["totalParticipants"],
    )


# --- The ten questions


async def products(shop, wix):
    """What do we sell, for how much, and is it there?"""
    def facts(product):
        prices = product["actualPriceRange"]
        return (product["name"], prices["minValue"]["amount"], prices["maxValue"]["amount"],
                product["inventory"]["availabilityStatus"], product["visible"])

    answer = await shop.call("wix_products_v_3_query", limit=PAGE)
    truth = wix.query("/stores/v3/products/query", "products")
    assert sorted(map(facts, answer["result"])) == sorted(map(facts, truth))
    assert answer["next_cursor"] is None and {product["currency"] for product in answer["result"]} == {"USD"}


async def low_stock(shop, wix):
    """What is running out?"""
    answer = await shop.call("wix_low_stock_report", below=stories.FEW, limit=200)
    path = "/stores/v3/inventory-items/query"
    low = wix.query(path, "inventoryItems", {"trackQuantity": True, "quantity": {"$lt": stories.FEW}})
    names = {product["id"]: product["name"] for product in wix.query("/stores/v3/products/query", "products")}
    told = {variant["inventoryItemId"]: (product["name"], variant.get("quantity"))
            for product in answer["result"] for variant in product["variants"]}
    assert {row["id"]: (names[row["productId"]], row["quantity"]) for row in low}.items() <= told.items()
    assert answer["variants"] == len(told) and answer["products"] == len(answer["result"])
    uncounted = told.keys() - {row["id"] for row in low}
    for row in wix.query(path, "inventoryItems", {"id": {"$in": sorted(uncounted)}}) if uncounted else []:
        assert not row["trackQuantity"] and not row["inStock"], row


async def recent_orders(shop, wix):
    """What came in last?"""
    def facts(order):
        return (order["number"], order["createdDate"], buyer_of(order), order["priceSummary"]["total"]["amount"], order["currency"],
                order["paymentStatus"], order["fulfillmentStatus"],
                [(line["productName"]["original"], line["quantity"]) for line in order["lineItems"]])

    answer = await shop.call("list_all_wix_orders", limit=10)
    assert list(map(facts, answer["result"])) == list(map(facts, wix.orders(limit=10)))


async def paid_and_unfulfilled(shop, wix):
    """What is paid and has to be packed, and how much is it in all?"""
    answer = await shop.call("wix_unfulfilled_paid_orders", limit=200)
    truth = wix.orders(filter={
        "status": "APPROVED", "paymentStatus": {"$in": ["PAID", "PARTIALLY_REFUNDED"]},
        "fulfillmentStatus": {"$in": ["NOT_FULFILLED", "PARTIALLY_FULFILLED"]}})
    assert answer["orders"] == len(truth)
    told = [(order["number"], minute(order["createdDate"]), order["buyer"], order["total"], order["currency"]) for order in answer["result"]]
    assert told == [(order["number"], minute(order["createdDate"]), buyer_of(order), order["priceSummary"]["total"]["amount"], order["currency"])
                    for order in reversed(truth)]
    totals = {}
    for order in truth:
        totals[order["currency"]] = totals.get(order["currency"], 0) + Decimal(order["priceSummary"]["total"]["amount"])
    assert {currency: Decimal(total) for currency, total in answer["totals"].items()} == totals


async def contacts_by_label(shop, wix):
    """Who are our VIPs?"""
    vip = {"info.labelKeys": {"$hasSome": ["custom.vip"]}}
    answer = await shop.call("wix_contacts_query", filter=vip, limit=PAGE)
    truth = wix.query("/contacts/v4/contacts/query", "contacts", vip, paging="paging")
    assert sorted(map(person, answer["result"])) == sorted(map(person, truth)) and answer["total"] == len(truth)


async def bookings_next_week(shop, wix):
    """What is booked next week?"""
    today = datetime.now(wix.zone).date()
    monday = today + timedelta(7 - today.weekday())
    answer = await shop.call("wix_bookings_query", **{"from": str(monday), "to": str(monday + timedelta(6))}, limit=PAGE)
    begin, end = (datetime.combine(day, datetime.min.time(), wix.zone).astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")
                  for day in (monday, monday + timedelta(7)))
    truth = wix.bookings(filter={"startDate": {"$gte": begin, "$lt": end}})
    assert sorted(map(agenda, answer["result"]), key=str) == sorted(map(agenda, truth), key=str)
    assert answer["next_cursor"] is None


async def one_booking(shop, wix):
    """When does this person come, to what, and with whom?"""
    later = {"startDate": {"$gt": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")}, "status": "CONFIRMED"}
    email = wix.bookings(filter=later, limit=1)[0]["contactDetails"]["email"]
    theirs = {**later, "contactDetails.email": email}
    answer = await shop.call("wix_bookings_query", filter=theirs)
    assert list(map(agenda, answer["result"])) == list(map(agenda, wix.bookings(filter=theirs)))


async def last_posts(shop, wix):
    """What did we write last?"""
    def facts(post):
        link = post["url"] if isinstance(post["url"], str) else post["url"]["base"] + post["url"]["path"]
        return (post["title"], post["firstPublishedDate"], link, post["excerpt"], post["contentText"])

    newest = [{"fieldName": "firstPublishedDate", "order": "DESC"}]
    wanted = ["title", "firstPublishedDate", "url", "excerpt", "contentText"]
    answer = await shop.call("wix_posts_query", limit=5, sort=newest, fields=wanted)
    truth = wix.query("/blog/v3/posts/query", "posts", sort=newest, limit=5, fieldsets=["CONTENT_TEXT", "URL"])
    assert list(map(facts, answer["result"])) == list(map(facts, truth))


async def one_conversation(shop, wix):
    """What was said between this buyer and us?"""
    contact = wix.orders(limit=1)[0]["buyerInfo"]["contactId"]
    opened = wix.ask("POST", "/inbox/v2/conversations", {"participantId": {"contactId": contact}})["conversation"]["id"]
    for text in ("Is it dishwasher safe?", "It is."):
        wix.ask("POST", "/inbox/v2/messages", {"conversationId": opened, "message": {
            "direction": "BUSINESS_TO_PARTICIPANT", "visibility": "BUSINESS_AND_PARTICIPANT",
            "content": {"basic": {"items": [{"text": text}]}}}})
    conversation = (await shop.call("create_a_wix_conversation", contactId=contact))["conversation"]
    answer = await shop.call("list_all_wix_messages", conversationId=conversation["id"])
    told = list(map(texts, answer["result"]))
    assert told[:2] == [["It is."], ["Is it dishwasher safe?"]] and sorted(told) == sorted(wix.messages(opened))


async def site_info(shop, wix):
    """When and where are we open, and how are we reached?"""
    answer = await shop.call("wix_site_properties_get")
    truth = wix.ask("GET", "/site-properties/v4/properties")["properties"]
    for fact in ("businessName", "siteDisplayName", "email", "phone", "timeZone", "paymentCurrency", "language"):
        assert answer[fact] == truth[fact], fact
    open_days = {period["openDay"]: f"{period['openTime']}-{period['closeTime']}" for period in truth["businessSchedule"]["periods"]}
    assert set(open_days.values()) == {"09:00-20:30"} and "MONDAY" not in open_days, "as the seed has them"
    assert answer["businessSchedule"]["periods"] == ["TUESDAY to SUNDAY 09:00-20:30"]
    for fact in ("street", "streetNumber", "city", "zip", "country"):
        assert answer["address"][fact] == truth["address"][fact], fact


QUESTIONS = [products, low_stock, recent_orders, paid_and_unfulfilled, contacts_by_label, bookings_next_week, one_booking,
             last_posts, one_conversation, site_info]


@pytest.mark.parametrize("question", QUESTIONS, ids=[question.__name__ for question in QUESTIONS])
def test_a_question_takes_two_calls(question, daemon):
    counted = tell(question, daemon)
    assert 1 <= counted.calls <= 2 and counted.messages == 0


# --- The three stories


async def offers(shop, wix, mark):
    """What runs low; who bought it last month; an offer to each."""
    report = await shop.call("wix_low_stock_report", below=stories.FEW, limit=200)
    ids = [product["productId"] for product in report["result"]]
    since = (datetime.now(wix.zone) - stories.MONTH).date()
    buyers = await shop.call("wix_product_buyers", productIds=ids, **{"from": str(since)}, limit=300)
    begin = datetime.combine(since, datetime.min.time(), wix.zone).astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    orders = wix.orders(filter={
        "status": "APPROVED", "createdDate": {"$gte": begin},
        "lineItems.catalogReference.catalogItemId": {"$hasSome": ids}})
    bought = {order["buyerInfo"]["contactId"] for order in orders if order["buyerInfo"].get("contactId")}
    assert {buyer["contactId"] for buyer in buyers["result"]} == bought
    for buyer in buyers["result"]:
        text = f"Hi {buyer['name'].split()[0]}, 10% off for you until Sunday. ({mark})"
        sent = await shop.call("wix_inbox_reply", contactId=buyer["contactId"], text=text)
        assert [text] in wix.messages(sent["conversationId"])
    return len(bought)


async def tomorrow(shop, wix, mark):
    """Tomorrow's agenda: decline what nobody confirmed, remind the rest."""
    booked = (await shop.call("wix_bookings_query", date="tomorrow", limit=PAGE))["result"]
    open_ = [booking for booking in booked if booking["status"] in ("PENDING", "CREATED")]
    for booking in open_:
        await shop.call("wix_bookings_decline", id=booking["id"])
    states = {booking["id"]: booking["status"] for booking in wix.bookings(filter={"id": {"$in": [one["id"] for one in booked]}})}
    assert open_ and all(states[booking["id"]] == "DECLINED" for booking in open_)
    confirmed = [booking for booking in booked if booking["status"] == "CONFIRMED"]
    for booking in confirmed:
        who, start = booking["contactDetails"], booking["bookedEntity"]["slot"]["startDate"]
        text = f"Hi {who['firstName']}, see you tomorrow at {start[11:16]}. ({mark})"
        sent = await shop.call("wix_inbox_reply", contactId=who["contactId"], text=text)
        assert [text] in wix.messages(sent["conversationId"])
    return len(confirmed)


async def draft(shop, wix, mark):
    """The last five posts, then a new one in their manner that waits as a draft."""
    posts = await shop.call("wix_posts_query", limit=5, fields=["title", "contentText", "categoryIds"])
    assert all(post["contentText"].strip() for post in posts["result"])
    kept = await shop.call(
        "create_a_wix_draft_post", title=f"What our readers asked ({mark})",
        markdown=stories.article([post["title"] for post in posts["result"]]), tags=[f"interop {mark}"], createMissingTags=True)
    truth = wix.ask("GET", f"/blog/v3/draft-posts/{kept['id']}?fieldsets=RICH_CONTENT")["draftPost"]
    assert truth["title"].endswith(f"({mark})") and truth["status"] == "UNPUBLISHED" and len(truth["tagIds"]) == 1
    words = re.findall(r"\w+", " ".join(stories.texts(truth["richContent"])))
    assert len(words) >= 800
    return 0


@pytest.mark.parametrize("story", [offers, tomorrow, draft], ids=["low stock", "tomorrow", "content"])
def test_a_story_takes_six_calls(story, demo_of_its_own):
    wanted = []

    async def told(shop, wix):
        wanted.append(await story(shop, wix, uuid.uuid4().hex[:8]))

    counted = tell(told, demo_of_its_own)
    print(counted.calls, counted.messages)
    assert counted.calls <= 6 and [counted.messages] == wanted


@pytest.fixture
def demo_of_its_own():
    with Daemon("demo", "--exposure", "core", "--quota", "0", "--log-level", "warning") as daemon:
        yield daemon
