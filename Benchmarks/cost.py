"""What definitions and answers cost a model: tokens of each tool's definition, and of everyday answers beside Wix's own."""

import datetime
import http.client
import http.server
import json
import os
import re
import subprocess
import sys
import sysconfig
import tempfile
import threading
from pathlib import Path

import bpe_openai
from tokenizers import Tokenizer

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/cost.md"
TABLE = ROOT / "Sources/CCatalogueRecords/costs.json"
sys.path.insert(0, str(ROOT / "Tests/Interop"))

from daemon import Daemon, binary  # noqa: E402
from wire import call, told  # noqa: E402

CLAUDE = Tokenizer.from_file(str(Path(sysconfig.get_paths()["purelib"]) / "anthropic/tokenizer.json"))
OTHER = bpe_openai.get_encoding("o200k_base")

TOKEN = "cost-" + "c" * 40
CONFIGURATION = f"""
accounts: [{{name: shop, api_key: IST.sandbox-key, site_id: 5a9d0c0e-0000-4000-8000-000000000001}}]
servers: [{{name: cost, token: {TOKEN}, exposure: all, calls_per_minute: 0}}]
"""
CORE_BUDGET = 8_000
MEDIAN_BUDGET = 250
# An answer may cost this part of the bodies that Wix sent for it, and take so many calls.
PART_BUDGET = 1 / 3
CALL_BUDGET = 2
# The sandbox's dates move with the day, and so do some answers: another day has other bookings. The part moves less.
TOLERANCE = 1.5
PART_TOLERANCE = 1.1


def tokens(text: str) -> int:
    return len(CLAUDE.encode(text).ids)


def compact(value) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Recorder:
    """A proxy between the daemon and the simulated Wix that keeps the bodies Wix answers."""

    def __init__(self, port):
        self.bodies = []
        recorder = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def forward(self):
                content = self.rfile.read(int(self.headers.get("content-length", 0)))
                onward = http.client.HTTPConnection("127.0.0.1", port)
                fields = {name: value for name, value in self.headers.items() if name.lower() != "accept-encoding"}
                onward.request(self.command, self.path, content, fields)
                answer = onward.getresponse()
                body = answer.read()
                if "provision/version" not in self.path:
                    recorder.bodies.append(body.decode())
                self.send_response(answer.status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = forward

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.base = f"http://127.0.0.1:{self.server.server_port}"


# Who wrote or was written to last.
WRITERS = {"sort": [{"fieldName": "lastActivity.activityDate", "order": "DESC"}], "limit": 50, "view": "full"}


def questions(ask):
    """The everyday questions: name, tool, and the arguments of each call that answers it."""
    today = datetime.date.today()
    week = {"from": str(today + datetime.timedelta(1)), "to": str(today + datetime.timedelta(7))}
    booking = ask("wix_bookings_query", {**week, "limit": 1})["result"][0]["id"]
    contacts = ask("wix_contacts_query", {"limit": 50, "view": "full"})["result"]
    label = next(key for contact in contacts for key in contact["info"].get("labelKeys", {}).get("items", []))
    customer = next(contact["id"] for contact in ask("list_all_wix_contacts", WRITERS)["result"]
                    if contact.get("lastActivity", {}).get("activityType") == "INBOX_MESSAGE_TO_CUSTOMER")
    conversation = {"conversationId": ask("create_a_wix_conversation", {"contactId": customer})["conversation"]["id"]}
    yield "products", "wix_products_v_3_query", {"limit": 20}
    yield "low stock", "wix_products_v_3_query", {"filter": {"stock.quantity": {"$lt": 5}}, "limit": 20}
    yield "recent orders", "list_all_wix_orders", {"limit": 20}
    yield "paid, not sent", "list_all_wix_orders", {
        "filter": {"paymentStatus": "PAID", "fulfillmentStatus": "NOT_FULFILLED"}, "limit": 20}
    yield "contacts with a label", "wix_contacts_query", {"filter": {"info.labelKeys": {"$hasSome": [label]}}, "limit": 20}
    yield "bookings next week", "wix_bookings_query", {**week, "limit": 20}
    yield "one booking", "get_single_wix_booking_by_id", {"id": booking}
    yield "last posts", "wix_posts_query", {"limit": 5}
    yield "one conversation", "list_all_wix_messages", conversation
    yield "site info", "wix_site_properties_get", {}


def answers():
    """Rows of (question, tool, calls, tokens of Wix's bodies, tokens of the answers)."""
    with Daemon("sandbox", "--quota", "0") as wix:
        recorder = Recorder(wix.port)
        environment = {
            "WIXMCPD_STORE": "memory", "WIXMCPD_LOG_LEVEL": "error",
            "WIXMCPD_WIX_BASE_URL": recorder.base, "WIXMCPD_WIX_OAUTH_URL": f"{recorder.base}/oauth2/token",
        }
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as configuration:
            configuration.write(CONFIGURATION)
            configuration.flush()
            with Daemon("serve", "--config", configuration.name, environment=environment) as daemon:
                return asked(daemon, recorder)


def asked(daemon, recorder):
    rows = []

    def ask(tool, arguments, quiet=False):
        reply = call(daemon, tool, arguments, f"/mcp/{TOKEN}")
        if quiet and "error" in (reply.json if "error" in reply.json else told(reply)):
            return None
        answer = told(reply)
        if "error" in answer:
            raise SystemExit(f"cost: {tool}: {answer}")
        return answer

    for question, tool, *calls in list(questions(ask)):
        recorder.bodies.clear()
        told_tokens = sum(tokens(compact(ask(tool, arguments))) for arguments in calls)
        rows.append((question, tool, len(calls), tokens("".join(recorder.bodies)), told_tokens))
    return rows


def definitions():
    """All definitions, and which are listed when nothing narrows them."""
    def listed(*arguments):
        output = subprocess.run([binary(), "tools", "--format", "json", *arguments], capture_output=True, text=True, check=True)
        return json.loads(output.stdout)

    core = {tool["name"] for tool in listed()}
    return [(tool["name"], tokens(compact(tool)), len(OTHER.encode(compact(tool))), tool["name"] in core)
            for tool in listed("--exposure", "all")]


def fingerprint(text: str) -> str:
    """FNV-1a of a definition, by which the program knows whether its count is still that of this definition."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return f"{value:08x}"


def counted() -> dict:
    """Name to tokens and fingerprint of each definition, byte for byte as a client is sent it."""
    output = subprocess.run([binary(), "tools", "--format", "json", "--exposure", "all"], capture_output=True, text=True, check=True)
    # Within a definition there is no raw line break.
    texts = output.stdout.strip()[1:-1].split(",\n")
    return {json.loads(text)["name"]: (tokens(text), fingerprint(text)) for text in texts}


def table(rows) -> str:
    """The counts that are compiled into the program: a line each, so that a change shows which."""
    definitions = [f"{compact(name)}: {json.dumps(cost)}" for name, cost in counted().items()]
    answered = [json.dumps(row) for row in rows]
    lines = ['{"definitions": {', ",\n".join(definitions), '}, "answers": [', ",\n".join(answered), "]}"]
    return "\n".join(lines) + "\n"


def check_table(rows) -> list:
    """What of the compiled table is not true any more."""
    known = json.loads(TABLE.read_text())
    truth, listed = counted(), known["definitions"]
    faults = [f"{name} is not in {TABLE.name} as it is now" for name in sorted(truth.keys() | listed.keys())
              if list(truth.get(name, ())) != listed.get(name)]
    told_before = {row[0]: row[1:] for row in known["answers"]}
    for question, tool, *costs in rows:
        before = told_before.pop(question, [None])
        # The figures of answers move with the day, as far as TOLERANCE goes, in both directions.
        is_near = all(old / TOLERANCE <= new <= old * TOLERANCE for new, old in zip(costs, before[1:]))
        if before[0] != tool or not is_near:
            faults.append(f"{question}: {tool} costs {costs}, the table says {before}")
    faults += [f"{question} is in {TABLE.name} and is asked no more" for question in told_before]
    return [f"{fault}; run `make cost`" for fault in faults]


def median(numbers):
    ordered = sorted(numbers)
    return ordered[len(ordered) // 2]


def page(tools, rows) -> str:
    core = [tool for tool in tools if tool[3]]
    text = [
        "# What it costs a model",
        "",
        "Tokens by Claude's tokenizer; the second column by o200k. Made by `make cost`; the tests fail when a figure grows.",
        "",
        f"- {len(core)} core tools: **{sum(tool[1] for tool in core)}** tokens (o200k: {sum(tool[2] for tool in core)}), at most {CORE_BUDGET}",
        f"- all {len(tools)} tools: {sum(tool[1] for tool in tools)} tokens; the median definition costs **{median([tool[1] for tool in tools])}**, at most {MEDIAN_BUDGET}",
        "",
        f"An answer costs at most {PART_BUDGET:.3f} of the bodies that Wix sent for it, and takes at most {CALL_BUDGET} calls.",
        "",
        "| question | tool | calls | Wix's bodies | answer | part |",
        "|---|---|---|---|---|---|",
    ]
    text += [f"| {question} | `{tool}` | {calls} | {raw} | {lean} | {lean / raw:.2f} |" for question, tool, calls, raw, lean in rows]
    text += ["", "| definition | Claude | o200k | core |", "|---|---|---|---|"]
    text += [f"| `{name}` | {claude} | {other} | {'yes' if is_core else ''} |" for name, claude, other, is_core in tools]
    return "\n".join(text) + "\n"


def committed():
    """The figures of docs/cost.md: tokens of each definition, and of each answer."""
    text = PAGE.read_text()
    tools = {name: int(cost) for name, cost in re.findall(r"^\| `(\w+)` \| (\d+) \|", text, re.M)}
    answered = {question: int(lean) for question, lean in re.findall(r"^\| ([a-z][^|]*) \| `\w+` \| \d+ \| \d+ \| (\d+) \|", text, re.M)}
    return tools, answered


def check(tools, rows) -> int:
    faults, passed = [], 0
    known, answered = committed()
    for name, cost, _, _ in tools:
        if name not in known:
            faults.append(f"{name} costs {cost} and is not in docs/cost.md; run `make cost` and look at it")
        elif cost > known[name]:
            faults.append(f"{name} grew from {known[name]} to {cost} tokens; make it shorter, or run `make cost` and say why")
        else:
            passed += 1
    core = sum(tool[1] for tool in tools if tool[3])
    middle = median([tool[1] for tool in tools])
    for what, figure, most in (("the core list", core, CORE_BUDGET), ("the median definition", middle, MEDIAN_BUDGET)):
        if figure > most:
            faults.append(f"{what} costs {figure} tokens, more than {most}")
        else:
            passed += 1
    for question, tool, calls, raw, lean in rows:
        if question not in answered:
            faults.append(f"{question}: is not in docs/cost.md; run `make cost` and look at it")
        elif lean > answered[question] * TOLERANCE:
            faults.append(f"{question}: {tool} grew from {answered[question]} to {lean} tokens")
        elif lean > raw * PART_BUDGET * PART_TOLERANCE:
            faults.append(f"{question}: {tool} costs {lean / raw:.3f} of what Wix sent, more than {PART_BUDGET:.3f}")
        elif calls > CALL_BUDGET:
            faults.append(f"{question}: {tool} takes {calls} calls, more than {CALL_BUDGET}")
        else:
            passed += 1
    stale = check_table(rows)
    faults += stale
    passed += not stale
    for fault in faults:
        print(f"FAIL {fault}")
    print(f"{passed} passed, {len(faults)} failed")
    return 1 if faults else 0


def main() -> int:
    tools, rows = definitions(), answers()
    if "--check" in sys.argv[1:]:
        return check(tools, rows)
    text = page(tools, rows)
    PAGE.write_text(text)
    TABLE.write_text(table(rows))
    print(text.split("\n| definition")[0])
    return 0


sys.exit(main())
