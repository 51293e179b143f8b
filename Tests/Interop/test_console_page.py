"""What every page of the console keeps to: policy, keyboard, labels, narrow screens, colours, long lists, hostile text."""

import concurrent.futures
import re

import pytest

from browser import browser, expect, gateway, open_console, unique  # noqa: F401 (fixtures)
from wire import request

SECTIONS = ["/accounts", "/accounts/new", "/servers", "/servers/new", "/tokens", "/audit", "/quota"]


@pytest.fixture(scope="module")
def site(gateway):
    """An account with a long name, two servers and a call."""
    account = gateway.account(unique("A long name for a shop that sells ferns"))
    server = gateway.server(account, "everything", exposure="all")
    gateway.server(account, "reader", methods=["read"])
    gateway.call(server["url"])
    return account, server


def paths(site) -> list[str]:
    account, server = site
    page = f"/servers/{account['id']}/{server['id']}"
    return [*SECTIONS, f"/accounts/{account['id']}", page, f"{page}/edit"]


def visit(console, path):
    console.go(path)
    expect(console.page.locator("main")).not_to_have_attribute("aria-busy", "true")
    expect(console.page.locator("main h1")).to_be_visible()
    console.page.wait_for_load_state("networkidle")


def test_the_policy_forbids_everything_else(gateway):
    for path in ("/console", "/console/console.js", "/console/console.css"):
        reply = request(gateway, path=path)
        policy = reply.fields["content-security-policy"]
        assert reply.status == 200
        assert {"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"} <= set(policy.split("; "))
    page = request(gateway, path="/console").body.decode()
    assert "style=" not in page and "<style" not in page and "onclick" not in page


def test_another_origin_cannot_change_anything(open_console, gateway, site):
    console = open_console("/servers")
    cookies = "; ".join(f"{each['name']}={each['value']}" for each in console.page.context.cookies())
    path = f"/integrated-account/{site[0]['id']}"
    body = b'{"name": "stolen"}'
    fields = {"Cookie": cookies, "Content-Type": "application/json"}
    assert request(gateway, "PATCH", path, body, fields).status in (401, 403)
    assert gateway.api("GET", path)["name"] == site[0]["name"]
    assert all(each["httpOnly"] and each["sameSite"] == "Strict" for each in console.page.context.cookies())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_needs_no_sideways_scrolling(scheme, open_console, site):
    console = open_console("/servers", viewport={"width": 360, "height": 740}, color_scheme=scheme)
    for path in paths(site):
        visit(console, path)
        width = console.page.evaluate("document.documentElement.scrollWidth")
        assert width <= 360, f"{path} is {width} wide"
    background = console.page.evaluate("getComputedStyle(document.body).backgroundColor")
    lightness = sum(int(part) for part in background[4:-1].split(",")) / 3
    assert (lightness > 128) == (scheme == "light")


def test_everything_has_a_name_for_screen_readers(open_console, site):
    console = open_console("/servers")
    unnamed = """() => [...document.querySelectorAll("input, select, textarea, button, a[href]")]
        .filter((node) => node.checkVisibility() && !(node.getAttribute("aria-label") || node.labels?.length || node.textContent.trim()))
        .map((node) => node.outerHTML)"""
    for path in paths(site):
        visit(console, path)
        assert console.page.evaluate(unnamed) == [], path
        assert console.page.locator("main h1").count() == 1
        assert console.page.title() != "wixmcpd console", path


def test_words_are_readable_on_their_background(open_console, site):
    """WCAG 2.2, 1.4.3: 4.5 to 1, for each piece of text on each page, light and dark."""
    poor = """() => {
        const parse = (color) => { const canvas = new OffscreenCanvas(1, 1).getContext("2d"); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
        const light = ([r, g, b]) => [r, g, b].map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4).reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
        const behind = (node) => { for (let each = node; each; each = each.parentElement) { const color = parse(getComputedStyle(each).backgroundColor); if (color[3] > 250) return color; } return [255, 255, 255]; };
        return [...document.querySelectorAll("main *, header *")].filter((node) => node.checkVisibility() && [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()) && !node.closest("[disabled], [aria-disabled], option"))
            .map((node) => { const [a, b] = [light(parse(getComputedStyle(node).color)), light(behind(node))]; return [node.textContent.slice(0, 40), (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)]; })
            .filter(([, ratio]) => ratio < 4.5);
    }"""
    for scheme in ("light", "dark"):
        console = open_console("/servers", color_scheme=scheme)
        for path in paths(site):
            visit(console, path)
            assert console.page.evaluate(poor) == [], (scheme, path)


def test_the_keyboard_is_enough(open_console, site):
    account, _ = site
    console = open_console(f"/accounts/{account['id']}")
    page = console.page
    expect(console.heading(account["name"])).to_be_visible()
    focused = lambda: page.evaluate("document.activeElement.textContent.trim()")  # noqa: E731
    page.evaluate("document.activeElement.blur()")
    order = []
    for _ in range(12):
        page.keyboard.press("Tab")
        order.append(focused())
        outline = page.evaluate("(({outlineStyle, outlineWidth}) => outlineStyle + outlineWidth)(getComputedStyle(document.activeElement))")
        assert outline == "solid2px", f"the focus on {order[-1]} cannot be seen"
    expected = ["Skip to the content", "wixmcpd", "Accounts", "Servers", "API tokens", "Audit", "Quota", "Sign out"]
    assert order[:8] == expected and order[8:12] == ["New server", "Test", "Rename", "Replace credential"]
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(console.field("Name")).to_be_focused()
    page.keyboard.press("Escape")
    expect(console.dialog).to_have_count(0)
    assert focused() == "Rename"
    # A new page is announced: the focus goes to its heading.
    page.get_by_role("navigation", name="Sections").get_by_role("link", name="API tokens").press("Enter")
    expect(page.locator("main h1")).to_be_focused()


def test_back_and_forward(open_console, site):
    account, server = site
    console = open_console("/accounts")
    console.field("Name contains").fill(account["name"])
    expect(console.page.locator("tbody tr")).to_have_count(1)
    # The address follows the typing a moment later.
    expect(console.page).to_have_url(re.compile("find="))
    console.link(account["name"]).click()
    console.link("everything").click()
    expect(console.heading("everything")).to_be_visible()
    console.page.go_back()
    expect(console.heading(account["name"])).to_be_visible()
    console.page.go_back()
    expect(console.heading("Accounts")).to_be_visible()
    expect(console.field("Name contains")).to_have_value(account["name"])
    console.page.go_forward()
    console.page.go_forward()
    expect(console.heading("everything")).to_be_visible()
    console.go("/servers/no-such-account/no-such-server")
    console.sees("there is no")
    console.go("/nowhere")
    console.sees("There is no page /nowhere")


def test_text_from_outside_stays_text(open_console, gateway):
    hostile = unique("<img src=x onerror=alert(1)>")
    account = gateway.account(hostile)
    gateway.server(account, "<b>bold</b>")
    console = open_console("/accounts")
    console.field("Name contains").fill(hostile)
    console.link(hostile).click()
    expect(console.heading(hostile)).to_be_visible()
    expect(console.link("<b>bold</b>")).to_be_visible()
    assert console.page.locator("main img, main b").count() == 0


def test_no_daemon_says_so(open_console):
    console = open_console("/servers")
    console.page.route("**/api-token*", lambda route: route.abort())
    console.go("/tokens")
    console.sees("The daemon does not answer.")


def test_three_thousand_servers(open_console, gateway):
    """Pages stay short, next and previous lead through, and a name at the far end is found."""
    account = gateway.account()
    present = gateway.api("GET", "/status")["servers"]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: gateway.server(account, f"server-{number:04d}"), range(3000 - present)))
    gateway.server(account, "the last of them")
    console = open_console("/servers")
    rows = console.page.locator("tbody tr")
    expect(rows).to_have_count(50)
    first = rows.first.inner_text()
    console.link("Next").click()
    expect(rows.first).not_to_have_text(first)
    expect(rows).to_have_count(50)
    console.link("Previous").click()
    expect(rows.first).to_contain_text(first.split("\t")[0])
    expect(console.link("Previous")).to_have_count(0)
    console.field("Name contains").fill("the last of")
    expect(rows).to_have_count(1)
    expect(console.link("the last of them")).to_be_visible()
