"""kill -9 at any point: what was acknowledged is kept, what was revoked opens nothing, the audit chain holds."""

import random
import threading

from admin import Site
from wire import call, message, post

STEPS = 1000
KILLS = 12
SEED = 20261125


class Books:
    """What the daemon has acknowledged. An action in flight at the kill may have happened or not."""

    def __init__(self):
        self.live = {}  # id -> token
        self.dead = []  # tokens that must open nothing
        self.uncertain = set()  # ids of servers whose last change was not acknowledged
        self.writes = 0


def opens(site, token) -> bool:
    return post(site.daemon, message("ping"), f"/mcp/{token}").status == 200


def act(site, account, books, random):
    """One random action; raises OSError when the daemon dies under it."""
    known = sorted(set(books.live) - books.uncertain)
    kind = random.choice(["mint", "mint", "rotate", "revoke", "call", "call"]) if known else "mint"
    path = f"/integrated-account/{account['id']}/mcp"
    if kind == "mint":
        server = site.told("POST", path, {"name": "agent", "config": {"calls_per_minute": 0}}, 201)
        books.live[server["id"]] = server["token"]
        return
    identifier = random.choice(known)
    if kind == "call":
        tool, arguments = random.choice([
            ("list_all_wix_orders", {"limit": 1}),
            ("create_a_wix_draft_post", {"title": f"Draft {books.writes}", "markdown": "Text."}),
        ])
        reply = call(site.daemon, tool, arguments, f"/mcp/{books.live[identifier]}")
        assert reply.status == 200 and not reply.json["result"].get("isError"), reply.body
        books.writes += tool.startswith("create")
        return
    books.uncertain.add(identifier)
    if kind == "rotate":
        token = site.told("POST", f"{path}/{identifier}/rotate", {}, 200)["token"]
        books.dead.append(books.live[identifier])
        books.live[identifier] = token
    else:
        site.told("DELETE", f"{path}/{identifier}", status=204)
        books.dead.append(books.live.pop(identifier))
    books.uncertain.discard(identifier)


def check(site, account, books):
    listed, cursor = set(), ""
    while cursor is not None:
        page = site.told("GET", f"/integrated-account/{account['id']}/mcp?limit=200{cursor}")
        listed |= {server["id"] for server in page["result"]}
        cursor = page["next_cursor"] and f"&next_cursor={page['next_cursor']}"
    for identifier, token in books.live.items():
        if identifier in books.uncertain:
            continue
        assert identifier in listed
        assert opens(site, token), "a minted server does not work"
    for token in books.dead[-200:]:
        assert not opens(site, token), "a revoked or rotated token works"
    # Whatever became of the actions in flight, nobody waits for them any more.
    for identifier in books.uncertain & listed:
        site.told("DELETE", f"/integrated-account/{account['id']}/mcp/{identifier}", status=204)
    for identifier in books.uncertain:
        books.live.pop(identifier, None)
    books.uncertain.clear()
    verified = site.told("GET", "/log/verify")
    assert verified["ok"], verified


def test_kill_at_any_point():
    choice = random.Random(SEED)
    books = Books()
    with Site() as site:
        account = site.connect()
        kills = sorted(choice.sample(range(STEPS), KILLS))
        step = 0
        while step < STEPS:
            until = kills.pop(0) if kills else STEPS
            killer = None
            while step < STEPS:
                if step == until and killer is None:
                    # Somewhere within the next few actions, not between two.
                    killer = threading.Timer(choice.random() * 0.02, site.daemon.process.kill)
                    killer.start()
                try:
                    act(site, account, books, choice)
                    step += 1
                except (OSError, EOFError) as error:
                    assert killer is not None, error
                    break
                except Exception as error:  # http.client's own, for an answer that breaks off
                    if killer is None or isinstance(error, AssertionError):
                        raise
                    break
            if killer is None:
                break
            killer.join()
            site.kill()
            site.start()
            check(site, account, books)
        check(site, account, books)
        log = site.told("GET", "/log?effect=create&limit=1")
        assert log["result"][0]["outcome"] in ("ok", "unknown")


def test_a_write_that_was_cut_off_is_unknown():
    with Site(sandbox=("--quota", "0", "--latency", "400")) as site:
        server = site.mint(site.connect())
        arguments = {"title": "Cut off", "markdown": "Text."}

        def write():
            try:
                call(site.daemon, "create_a_wix_draft_post", arguments, f"/mcp/{server['token']}")
            except Exception:
                pass  # the daemon is killed under it

        writer = threading.Thread(target=write)
        writer.start()
        while not (running := site.told("GET", "/log?outcome=running")["result"]):
            pass
        assert running[0]["tool"] == "create_a_wix_draft_post"
        site.kill()
        writer.join()
        site.start()
        entry = site.told("GET", "/log?effect=create")["result"][0]
        assert (entry["outcome"], entry["tool"]) == ("unknown", "create_a_wix_draft_post")
        assert site.told("GET", "/log/verify")["ok"]
