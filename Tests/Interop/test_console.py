"""Each flow of the console, in a real browser against a real daemon."""

import json
import time
from datetime import datetime, timezone

import pytest

from browser import SANDBOX, browser, expect, gateway, open_console, unique  # noqa: F401 (fixtures)


@pytest.fixture
def account(gateway):
    return gateway.account()


# Signing in ----------------------------------------------------------------------------------------------------------


def test_signing_in_and_out(open_console):
    console = open_console("/tokens", signed_in=False)
    console.field("Admin token").fill("wrong")
    console.press("Sign in")
    expect(console.dialog.get_by_text("admin token is wrong")).to_be_visible()
    console.page.keyboard.press("Escape")
    expect(console.field("Admin token")).to_be_visible()
    console.sign_in()
    expect(console.heading("API tokens")).to_be_visible()
    assert console.page.evaluate("document.cookie") == "", "a script could read the session"
    console.page.reload()
    expect(console.heading("API tokens")).to_be_visible()
    console.press("Sign out")
    expect(console.field("Admin token")).to_be_visible()
    assert console.path == "/tokens"


def test_a_lost_session_keeps_the_page(open_console, account):
    console = open_console(f"/servers/new?account={account['id']}")
    console.field("Name").fill("kept")
    console.page.get_by_label("Write").check()
    expect(console.page.get_by_text("create_a_wix_contact", exact=True)).to_be_visible()
    console.page.context.clear_cookies()
    console.press("Create the server")
    console.sign_in()
    expect(console.heading("kept is ready")).to_be_visible()
    expect(console.page.get_by_label("Write")).to_be_checked()


# Accounts ------------------------------------------------------------------------------------------------------------


def connect(console, way, name, **credentials):
    console.go("/accounts/new")
    console.page.get_by_label(way).check()
    console.field("Name").fill(name)
    for label, value in credentials.items():
        console.field(label.replace("_", " ")).fill(value)
    console.press("Connect")


@pytest.mark.parametrize(
    "way, credentials",
    [
        ("API key for one site", {"API_key": SANDBOX["api_key"], "Site_id": SANDBOX["site_id"]}),
        (
            "OAuth app",
            {
                "App_id": SANDBOX["app_id"],
                "App_secret_key": SANDBOX["app_secret"],
                "Instance_id": SANDBOX["instance_id"],
            },
        ),
    ],
)
def test_connecting_tests_the_account(way, credentials, open_console):
    console = open_console("/accounts")
    name = unique("Shop")
    connect(console, way, name, **credentials)
    expect(console.heading(name)).to_be_visible()
    checks = console.page.locator(".checks li")
    expect(checks.first).to_contain_text("works: ")
    assert checks.count() >= 2
    expect(console.page.get_by_text("Active", exact=True)).to_be_visible()


def test_a_refused_credential_and_its_replacement(open_console):
    console = open_console("/accounts")
    connect(console, "API key for one site", unique("Shop"), API_key="IST.wrong", Site_id=SANDBOX["site_id"])
    expect(console.page.locator(".checks li").first).to_contain_text("does not work: ")
    console.sees("Needs a new credential")
    console.sees("Its tools do not work.")
    console.press("Replace credential")
    expect(console.field("Site id")).to_have_value(SANDBOX["site_id"])
    console.field("API key").fill(SANDBOX["api_key"])
    console.press("Replace and test")
    expect(console.page.get_by_text("Active", exact=True)).to_be_visible()
    expect(console.page.get_by_text("Its tools do not work.")).to_have_count(0)


def test_the_sites_of_an_account_level_key(open_console, gateway):
    console = open_console("/accounts/new")
    console.page.get_by_label("Account-level API key").check()
    console.press("List the sites")
    assert console.error_at("API key") == "This is needed."
    console.field("API key").fill(SANDBOX["api_key"])
    console.field("Account id").fill(SANDBOX["account_id"])
    console.press("List the sites")
    console.press("Connect the chosen sites")
    console.sees("Choose at least one site.")
    box = console.page.get_by_role("checkbox").first
    site = box.get_attribute("value")
    name = unique("Branch")
    box.locator("xpath=ancestor::tr").get_by_role("textbox").fill(name)
    box.check()
    console.press("Connect the chosen sites")
    expect(console.link(name)).to_be_visible()
    accounts = gateway.api("GET", "/integrated-account?limit=200")["result"]
    assert [each["site_id"] for each in accounts if each["name"] == name] == [site]
    # A second time it is shown as connected, with nothing to tick.
    console.go("/accounts/new")
    console.page.get_by_label("Account-level API key").check()
    console.field("API key").fill(SANDBOX["api_key"])
    console.field("Account id").fill(SANDBOX["account_id"])
    console.press("List the sites")
    console.sees("already connected")
    assert site not in console.page.get_by_role("checkbox").evaluate_all("boxes => boxes.map(box => box.value)")


def test_renaming_and_disconnecting(open_console, gateway, account):
    other = gateway.account()
    console = open_console(f"/accounts/{account['id']}")
    console.press("Rename")
    console.field("Name").fill(other["name"])
    console.press("Rename", console.dialog)
    assert other["name"] in console.error_at("Name")
    renamed = unique("Renamed")
    console.field("Name").fill(renamed)
    console.page.keyboard.press("Enter")
    expect(console.heading(renamed)).to_be_visible()

    console.press("Disconnect")
    console.page.keyboard.press("Escape")
    expect(console.dialog).to_have_count(0)
    gateway.api("GET", f"/integrated-account/{account['id']}")
    console.press("Disconnect")
    console.press("Disconnect", console.dialog)
    expect(console.heading("Accounts")).to_be_visible()
    expect(console.link(renamed)).to_have_count(0)
    gateway.api("GET", f"/integrated-account/{account['id']}", expected=(404,))


# Servers -------------------------------------------------------------------------------------------------------------


def preview(console) -> list[str]:
    return console.page.locator("aside .tools code").all_inner_texts()


def test_the_preview_shows_what_the_server_will_list(open_console, gateway, account):
    console = open_console(f"/servers/new?account={account['id']}")
    summary = console.page.locator("aside .tools > p")
    expect(summary).to_contain_text("tokens in the model's context")
    readers = summary.inner_text()
    console.page.get_by_label("Write").check()
    expect(summary).not_to_have_text(readers)
    console.page.get_by_label("crm", exact=True).check()
    expect(console.page.get_by_text("wix_bookings_query", exact=True)).to_have_count(0)
    console.press("Leave out create_a_wix_contact", console.page.get_by_label("Tools it will list"))
    expect(console.page.locator("aside").get_by_text("create_a_wix_contact", exact=True)).to_have_count(0)
    shown = preview(console)

    console.field("Name").fill("crm")
    console.press("Create the server")
    url = console.dialog.locator("pre").first.inner_text()
    listed = gateway.api("GET", f"/integrated-account/{account['id']}/mcp")["result"][0]
    assert listed["config"] == {"methods": ["read", "write"], "tags": ["crm"], "exclude_tools": ["create_a_wix_contact"]}
    assert listed["tool_count"] == len(shown) > 1
    assert gateway.call(url).status == 200


def test_a_filter_that_leaves_nothing_says_so(open_console, account):
    console = open_console(f"/servers/new?account={account['id']}")
    expect(console.page.locator("aside .tools")).to_be_visible()
    console.page.get_by_text("Choose tools by name").click()
    only = console.field("Only these tools")
    only.fill("wix_bookings_cancel")
    only.press("Enter")
    expect(console.page.locator("aside .notice")).to_contain_text("leave")
    console.press("Remove wix_bookings_cancel")
    expect(console.page.locator("aside .tools")).to_be_visible()
    only.fill("wix_bookings_cancle")
    only.press("Enter")
    expect(console.page.locator("aside .notice")).to_contain_text("did you mean wix_bookings_cancel?")


def test_the_url_is_shown_once_with_snippets(open_console, account):
    console = open_console(f"/servers/new?account={account['id']}")
    console.field("Name").fill("Night shift")
    console.page.get_by_label("Ask for an API token too").check()
    console.press("Create the server")
    url = console.dialog.locator("pre").first.inner_text()
    assert "/mcp/" in url
    console.page.keyboard.press("Escape")
    console.sees("Copy the URL first")
    console.press("Copy the URL")
    assert console.page.evaluate("navigator.clipboard.readText()") == url
    for client in ("Claude Code", "Claude Desktop with wixmcpd", "Claude Desktop with mcp-remote", "claude.ai", "curl"):
        section = console.dialog.locator("details").filter(has=console.page.get_by_text(client, exact=True))
        if section.get_attribute("open") is None:
            section.locator("summary").click()
        text = section.locator("pre").inner_text()
        assert url in text
        assert ("YOUR_API_TOKEN" in text) == (client != "claude.ai")
        if client.startswith("Claude Desktop"):
            assert list(json.loads(text)["mcpServers"]) == ["wix-night-shift"]
    console.press("Done, I have kept it")
    expect(console.heading("Night shift")).to_be_visible()
    console.sees("required beside the URL")
    assert url.rsplit("/", 1)[1] not in console.page.content()


def test_refusals_stand_at_their_field(open_console, gateway, account):
    console = open_console(f"/servers/new?account={account['id']}")
    console.press("Create the server")
    assert "64" in console.error_at("Name")
    console.field("Name").fill("free")
    console.page.get_by_label("Read", exact=False).first.uncheck()
    console.press("Create the server")
    console.sees("Choose at least one.")
    console.page.get_by_label("Read", exact=False).first.check()
    console.field("Expires").select_option("At a date and time")
    console.field("Expires at, your local time").fill("2020-01-01T10:00")
    console.press("Create the server")
    assert "60" in console.error_at("Expires")
    console.field("Expires").select_option("Never")
    console.page.get_by_text("Limits", exact=True).click()
    console.field("Characters an answer").fill("1")
    # What is closed opens for its error.
    console.page.get_by_text("Limits", exact=True).click()
    console.press("Create the server")
    assert "1000" in console.error_at("Characters an answer").replace(",", "")
    expect(console.field("Characters an answer")).to_be_visible()
    assert gateway.api("GET", f"/integrated-account/{account['id']}/mcp")["result"] == []


def test_editing(open_console, gateway, account):
    server = gateway.server(account, "before", methods=["read"], tags=["crm"], calls_per_minute=30)
    console = open_console(f"/servers/{account['id']}/{server['id']}")
    console.link("Edit").click()
    expect(console.field("Calls a minute")).to_have_value("30")
    console.field("Calls a minute").fill("")
    console.field("Name").fill("after")
    console.page.get_by_label("crm", exact=True).uncheck()
    console.page.get_by_label("blog", exact=True).check()
    console.field("Expires").select_option("In 7 days")
    console.press("Save")
    expect(console.heading("after")).to_be_visible()
    changed = gateway.api("GET", f"/integrated-account/{account['id']}/mcp/{server['id']}")
    assert changed["name"] == "after" and changed["config"] == {"methods": ["read"], "tags": ["blog"]}
    left = datetime.fromisoformat(changed["expires_at"]) - datetime.now(timezone.utc)
    assert 6 <= left.days <= 7
    # The expiry stays as it is when nobody touches it, and goes when it is set to never.
    console.link("Edit").click()
    console.press("Save")
    expect(console.heading("after")).to_be_visible()
    path = f"/integrated-account/{account['id']}/mcp/{server['id']}"
    assert gateway.api("GET", path)["expires_at"] == changed["expires_at"]
    console.link("Edit").click()
    console.field("Expires").select_option("Never")
    console.press("Save")
    expect(console.heading("after")).to_be_visible()
    assert gateway.api("GET", path)["expires_at"] is None


def rotated(console, overlap) -> str:
    console.press("Rotate URL")
    console.field("The old URL should").select_option(overlap)
    console.press("Rotate", console.dialog)
    expect(console.dialog).to_contain_text("shown once")
    url = console.dialog.locator("pre").first.inner_text()
    console.press("Done, I have kept it")
    return url


def test_rotating_and_revoking(open_console, gateway, account):
    server = gateway.server(account)
    console = open_console(f"/servers/{account['id']}/{server['id']}")
    second = rotated(console, "Stop at once")
    assert gateway.call(server["url"]).status in (401, 404) and gateway.call(second).status == 200
    third = rotated(console, "Work for 5 more minutes")
    assert gateway.call(second).status == 200 and gateway.call(third).status == 200
    console.press("Revoke")
    console.press("Cancel", console.dialog)
    assert gateway.call(third).status == 200
    console.press("Revoke")
    console.press("Revoke", console.dialog)
    expect(console.heading("MCP servers")).to_be_visible()
    assert gateway.call(third).status in (401, 404)


def test_the_expiry_counts_down(open_console, gateway, account):
    server = gateway.server(account, "short")
    ends = datetime.fromtimestamp(time.time() + 90, timezone.utc).isoformat()
    gateway.api("PATCH", f"/integrated-account/{account['id']}/mcp/{server['id']}", {"expires_at": ends})
    console = open_console(f"/accounts/{account['id']}")
    countdown = console.page.locator("time.soon")
    expect(countdown).to_contain_text("in 1 min")
    first = countdown.inner_text()
    expect(countdown).not_to_have_text(first)


def test_filters_stay_in_the_address(open_console, gateway, account):
    gateway.server(account, "reader", methods=["read"])
    gateway.server(account, "writer", methods=["read", "write"])
    console = open_console("/servers")
    console.field("Account").select_option(account["name"])
    expect(console.link("writer")).to_be_visible()
    console.field("Access").select_option("Read only")
    expect(console.link("writer")).to_have_count(0)
    expect(console.link("reader")).to_be_visible()
    console.page.reload()
    expect(console.field("Access")).to_have_value("read")
    expect(console.link("reader")).to_be_visible()
    console.page.go_back()
    expect(console.link("writer")).to_be_visible()
    console.field("Name contains").fill("nothing like it")
    console.sees("No server fits")
    console.page.get_by_role("link", name="Clear the filter").click()
    expect(console.field("Name contains")).to_have_value("")


# API tokens ----------------------------------------------------------------------------------------------------------


def test_api_tokens(open_console, gateway, account):
    server = gateway.server(account, methods=["read"], require_api_token_auth=True)
    console = open_console("/tokens")
    name = unique("Token")
    console.page.get_by_role("button", name="New token").first.click()
    console.field("Name").fill(name)
    console.page.get_by_label("Only these accounts").check()
    console.press("Create")
    console.sees("Choose at least one account.")
    console.field("Find an account").fill(account["name"])
    console.dialog.get_by_label(account["name"]).check()
    console.field("Expires").select_option("In 1 day")
    console.press("Create")
    token = console.dialog.locator("pre").first.inner_text()
    console.press("Copy the token")
    console.press("Done, I have kept it")
    row = console.page.get_by_role("row").filter(has_text=name)
    expect(row).to_contain_text(account["name"])
    expect(row).to_contain_text("in 23 h")
    expect(row).to_contain_text("never")
    assert token not in console.page.content()

    fields = {"Authorization": f"Bearer {token}"}
    assert gateway.call(server["url"], fields=fields).status == 200
    console.press(f"Revoke {name}")
    console.press("Revoke", console.dialog)
    expect(row).to_have_count(0)


# Audit and quota -----------------------------------------------------------------------------------------------------


def test_the_live_log(open_console, gateway, account):
    server = gateway.server(account, methods=["read"])
    console = open_console(f"/audit?account={account['id']}")
    console.sees("No call fits")
    gateway.call(server["url"], arguments={"limit": 2})
    rows = console.page.locator("tbody tr")
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text("wix_contacts_query")
    expect(rows.first).to_contain_text("ok")

    rows.first.get_by_role("link").click()
    detail = console.page.get_by_label("Chosen call")
    expect(detail).to_contain_text('"limit": 2')
    expect(detail).to_contain_text(server["name"])
    expect(detail.locator(".requests li").first).to_contain_text("/")
    address = console.page.url

    console.press("Pause")
    gateway.call(server["url"], "wix_posts_query")
    console.press("Resume")
    expect(rows).to_have_count(2)
    console.field("Tool").fill("wix_posts_query")
    expect(rows).to_have_count(1)
    console.field("Effect").select_option("delete")
    console.sees("No call fits")
    console.page.goto(address)
    expect(detail).to_contain_text('"limit": 2')
    expect(console.field("Server")).to_be_enabled()
    console.press("Close", detail)
    expect(detail).to_be_hidden()


def test_times_servers_and_outcomes_narrow_the_log(open_console, gateway, account):
    one, two = (gateway.server(account, name, methods=["read"]) for name in ("one", "two"))
    for server in (one, two):
        gateway.call(server["url"])
    console = open_console(f"/audit?account={account['id']}")
    rows = console.page.locator("tbody tr")
    expect(rows).to_have_count(2)
    console.field("Server").select_option("one")
    expect(rows).to_have_count(1)
    console.field("Outcome").select_option("error")
    expect(rows).to_have_count(0)
    console.field("Outcome").select_option("Any")
    expect(rows).to_have_count(1)
    console.field("To").fill("2020-01-01T00:00")
    expect(rows).to_have_count(0)
    console.field("To").fill("")
    console.field("From").fill("2020-01-01T00:00")
    expect(rows).to_have_count(1)


def test_exports_and_the_check_of_the_chain(open_console, gateway, account):
    server = gateway.server(account, methods=["read"])
    gateway.call(server["url"])
    console = open_console(f"/audit?account={account['id']}")
    expect(console.page.locator("tbody tr")).to_have_count(1)
    with console.page.expect_download() as download:
        console.link("JSONL").click()
    with open(download.value.path()) as lines:
        entries = [json.loads(line) for line in lines]
    assert [entry["mcp_id"] for entry in entries] == [server["id"]]
    with console.page.expect_download() as download:
        console.link("CSV").click()
    with open(download.value.path()) as lines:
        assert len(lines.read().splitlines()) == 2
    console.press("Verify")
    console.sees("nothing was changed, removed or reordered")


def test_the_quota_is_plotted(open_console, gateway, account):
    server = gateway.server(account, methods=["read"])
    for _ in range(3):
        gateway.call(server["url"])
    console = open_console(f"/accounts/{account['id']}")
    plot = console.page.get_by_role("img", name="Requests a minute over the last hour")
    expect(plot).to_have_attribute("aria-label", "Requests a minute over the last hour: at most 3, the limit is 200.")
    expect(plot.locator("rect.bar")).to_have_count(60)
    expect(plot.locator("line.limit")).to_have_count(1)
    console.link("Quota").click()
    expect(console.link(account["name"]).or_(console.link("Next")).first).to_be_visible()
    expect(console.page.locator("figure.quota svg").first).to_be_visible()
