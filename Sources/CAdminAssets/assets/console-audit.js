// The audit log: what agents did, as it happens.
import { apiURL, get, getAll, isAbort } from "./console-api.js";
import { badge, button, clockTime, copyable, emptyState, every, facts, h, notice, number, pageHead, plural, say } from "./console-dom.js";
import { field, input, select } from "./console-form.js";
import { emptyTable, row } from "./console-list.js";
import { bindFilters, currentRoute, go, link } from "./console-route.js";
import { accountSelect } from "./console-accounts.js";
import { effectBadge } from "./console-tools.js";

const outcomeKinds = { ok: "good", error: "bad", unknown: "warn", running: "" };
const outcomeBadge = (entry) => badge(entry.outcome, outcomeKinds[entry.outcome] ?? "");

const columns = [
  { label: "Time", cell: (entry) => h("a", { href: entryLink(entry) }, clockTime(entry.created_at)) },
  { label: "Tool", cell: (entry) => h("code", {}, entry.tool) },
  { label: "Effect", cell: (entry) => effectBadge(entry.effect) },
  { label: "Outcome", cell: outcomeBadge },
  { label: "Server", cell: (entry) => [entry.integrated_account_name, h("span", { class: "hint" }, ` ${entry.mcp_name}`)] },
  { label: "Took", cell: (entry) => entry.duration_ms === null ? "" : `${number(entry.duration_ms)} ms` },
];

// An entry is named by its id and time: the API finds it by its time.
function entryLink(entry) {
  const { path, query } = currentRoute();
  return link(path, { ...query, entry: entryName(entry) });
}

const entryName = (entry) => `${entry.id}@${entry.created_at}`;

// The filters of the address as the API takes them.
function apiQuery({ account, server, tool, effect, outcome, from, to }) {
  const time = (text) => (text && !Number.isNaN(Date.parse(text)) ? new Date(text).toISOString() : "");
  return { log_type: "mcp", integrated_account_id: account, mcp_id: server, tool, effect, outcome, from: time(from), to: time(to) };
}

export async function auditView(route) {
  const bar = await filterBar(route);
  const paused = button("Pause", () => setPaused(!isPaused));
  const exports = h("span", { class: "actions" });
  const exportHint = h("span", { class: "hint", title: "The newest 10,000 of the calls that the filters leave" }, "Export");
  const verification = h("div", { "aria-live": "polite" });
  const detail = h("aside", { class: "card detail", "aria-label": "Chosen call", tabindex: "-1", hidden: true });
  const live = liveTable(route.signal);
  const state = h("span", { class: "live" });
  let isPaused = false;
  const setPaused = (next) => {
    isPaused = next;
    paused.textContent = isPaused ? "Resume" : "Pause";
    state.textContent = isPaused ? "Paused" : "Live";
    state.classList.toggle("paused", isPaused);
  };
  setPaused(false);
  const verify = button("Verify", async () => {
    verification.replaceChildren(notice("", "Checking every row…"));
    try {
      const { ok, rows, fault } = await get("/log/verify");
      verification.replaceChildren(ok ? notice("good", `${plural(rows, "row")} checked: nothing was changed, removed or reordered.`)
        : notice("error", h("strong", {}, "The log was tampered with. "), fault));
    } catch (error) {
      verification.replaceChildren(notice("error", error.message));
    }
  });

  let filters;
  const follow = (next) => {
    bar.follow(next.query);
    showEntry(detail, next.query.entry, live);
    const query = apiQuery(next.query);
    if (JSON.stringify(query) === filters) return;
    filters = JSON.stringify(query);
    exports.replaceChildren(...["jsonl", "csv"].map((format) =>
      h("a", { class: "button", href: apiURL("/log", { ...query, format }), download: `wixmcpd-log.${format}` }, format.toUpperCase())));
    live.start(query);
  };
  follow(route);
  every(2, route.signal, async () => {
    if (isPaused) return;
    await live.poll();
    if ("running" in detail.dataset) await showEntry(detail, currentRoute().query.entry, live, true);
  }, live.failed);
  return {
    title: "Audit", follow,
    node: h("div", {}, pageHead("Audit", state, paused, verify, exportHint, exports), verification, bar,
      h("div", { class: "audit" }, live.node, detail)),
  };
}

async function filterBar(route) {
  const account = await accountSelect("account", "All accounts", route.query.account);
  const server = select("server", [["", "All servers"]]);
  const effects = ["read", "create", "update", "delete", "action"];
  const outcomes = ["ok", "error", "unknown", "running"];
  const bar = h("form", { class: "filters", role: "search" }, field("Account", account), field("Server", server),
    field("Tool", input("tool", "", { type: "search", placeholder: "exact name" })),
    field("Effect", select("effect", [["", "Any"], ...effects.map((key) => [key, key])])),
    field("Outcome", select("outcome", [["", "Any"], ...outcomes.map((key) => [key, key])])),
    field("From", input("from", "", { type: "datetime-local" })), field("To", input("to", "", { type: "datetime-local" })));
  // The servers of the chosen account; of all accounts they would be thousands.
  const fill = async (chosen) => {
    const servers = account.value ? (await getAll(`/integrated-account/${account.value}/mcp`)).result : [];
    const known = servers.some(({ id }) => id === chosen) || !chosen ? [] : [[chosen, `${chosen.slice(0, 13)}… (gone)`]];
    const options = [["", account.value ? "All servers" : "Account first"], ...known, ...servers.map(({ id, name }) => [id, name])];
    server.replaceChildren(...options.map(([value, text]) => h("option", { value }, text)));
    server.value = chosen ?? "";
    server.disabled = !account.value && !chosen;
  };
  account.addEventListener("change", () => { server.value = ""; });
  await fill(route.query.server);
  bindFilters(bar, route);
  const { follow } = bar;
  let filledFor = account.value;
  bar.follow = (query) => {
    follow(query);
    if (filledFor === account.value && server.selectedIndex >= 0) return;
    filledFor = account.value;
    fill(query.server).catch((error) => say(error.message, "error"));
  };
  return bar;
}

// The rows, newest first. Rows that stay are left alone, so that focus and selection survive a poll.
function liveTable(leave) {
  const most = 500;
  const { node: grid, body } = emptyTable("Calls", columns);
  const rest = h("div", {});
  const node = h("section", { class: "list", "aria-label": "Calls" });
  let entries = [], query = {}, older = null, run = 0, added = 0, isLoaded = false;
  leave.addEventListener("abort", () => { run += 1; });

  const rows = (some) => some.map((entry) => row(columns, entry, { class: "linked", "data-entry": entryName(entry) }));
  const showRest = () => {
    rest.replaceChildren(older ? button("Older calls", loadOlder) : "");
    if (!entries.length) node.replaceChildren(nothing(query));
    else if (!node.contains(grid)) node.replaceChildren(grid, rest);
    table.mark(currentRoute().query.entry);
  };
  const loadOlder = async () => {
    const own = run;
    try {
      const page = await get("/log", { ...query, limit: 100, next_cursor: older });
      if (own !== run) return;
      entries.push(...page.result);
      older = page.next_cursor;
      body.append(...rows(page.result));
      showRest();
    } catch (error) {
      rest.replaceChildren(notice("error", error.message));
    }
  };
  const table = {
    node,
    find: (id) => entries.find((entry) => String(entry.id) === id),
    failed: (error) => { if (!isAbort(error) && !leave.aborted) node.replaceChildren(notice("error", error.message)); },
    mark(name) {
      for (const line of body.children) line.toggleAttribute("data-chosen", line.dataset.entry === name);
    },
    async start(next) {
      query = next;
      isLoaded = false;
      const own = run += 1;
      try {
        const page = await get("/log", { ...query, limit: 50 });
        if (own !== run) return;
        [entries, older, added, isLoaded] = [page.result, page.next_cursor, 0, true];
        body.replaceChildren(...rows(entries));
        showRest();
      } catch (error) {
        if (own === run) table.failed(error);
      }
    },
    // Asks for all after the oldest call that still runs, else after the newest, and puts the answer in their place.
    async poll() {
      if (!isLoaded) return table.start(query);
      const own = run;
      const newest = entries.reduce((most, entry) => Math.max(most, entry.id), 0);
      const after = entries.reduce((least, entry) => (entry.outcome === "running" ? Math.min(least, entry.id - 1) : least), newest);
      const page = await get("/log", { ...query, after, limit: 200 });
      if (own !== run) return;
      const kept = entries.filter((entry) => entry.id <= after);
      const replaced = entries.slice(0, entries.length - kept.length);
      added += page.result.length - replaced.length;
      // More than a page came, or more than a browser scrolls well: begin with the newest again.
      if (page.next_cursor || added > most) return table.start(query);
      if (JSON.stringify(page.result) !== JSON.stringify(replaced)) {
        replaced.forEach(() => body.firstElementChild.remove());
        body.prepend(...rows(page.result));
        entries = [...page.result, ...kept];
      }
      showRest();
    },
  };
  return table;
}

function nothing(query) {
  const isFiltered = Object.entries(query).some(([key, value]) => key !== "log_type" && value);
  return isFiltered
    ? emptyState("No call fits", "Change the filter, or clear it to see every call.", h("a", { href: "#/audit" }, "Clear the filter"))
    : emptyState("No call yet", "As soon as an agent calls a tool, it shows here. Make a server and give its URL to a client.",
      h("a", { class: "button", href: "#/servers" }, "Servers"));
}

// Detail -----------------------------------------------------------------------------------------------------------

async function showEntry(place, name, live, isRefresh = false) {
  live.mark(name);
  place.hidden = !name;
  if (place.dataset.entry === name && !isRefresh) return;
  place.removeAttribute("data-running");
  if (!name) return place.removeAttribute("data-entry");
  place.dataset.entry = name;
  const [id, time] = name.split("@");
  try {
    const entry = live.find(id) ?? await findEntry(id, time);
    place.toggleAttribute("data-running", entry?.outcome === "running");
    place.replaceChildren(...(entry ? entryDetail(entry) : [notice("warn", "This call is not in the log any more.")]));
  } catch (error) {
    place.replaceChildren(notice("error", error.message));
  }
  if (!isRefresh) place.focus();
}

// A call that has ended since has another number, but the same time.
async function findEntry(id, time) {
  const from = new Date(time);
  const page = await getAll("/log", { log_type: "mcp", from: from.toISOString(), to: new Date(from.getTime() + 1).toISOString() });
  return page.result.find((entry) => String(entry.id) === id) ?? page.result.find((entry) => entry.created_at === time);
}

function entryDetail(entry) {
  const { path, query } = currentRoute();
  const close = button("Close", () => go(path, { ...query, entry: null }), "quiet");
  const only = (words, changes) => h("a", { href: link("/audit", changes) }, words);
  return [
    h("div", { class: "page-head" }, h("h2", {}, entry.tool), h("div", { class: "actions" }, close)),
    entry.detail ? notice(entry.outcome === "error" ? "warn" : "", entry.detail) : null,
    facts([
      ["Number", String(entry.id)],
      ["Time", clockTime(entry.created_at)],
      ["Effect", effectBadge(entry.effect)],
      ["Outcome", outcomeBadge(entry)],
      ["Account", only(entry.integrated_account_name, { account: entry.integrated_account_id })],
      ["Server", only(entry.mcp_name, { account: entry.integrated_account_id, server: entry.mcp_id })],
      ["Client", entry.client ? `${entry.client.name} ${entry.client.version ?? ""}` : null],
      ["Session", entry.session_id],
      ["Took", entry.duration_ms === null ? null : `${number(entry.duration_ms)} ms`],
      ["Answer", entry.result_chars === null ? null : plural(entry.result_chars, "character")],
    ]),
    h("h3", {}, "Arguments"), copyable(JSON.stringify(entry.arguments, null, 2)),
    h("h3", {}, "Requests to Wix"),
    entry.wix_requests?.length ? h("ul", { class: "requests" }, entry.wix_requests.map((sent) => h("li", {},
      h("code", {}, `${sent.method} ${sent.path}`), " ",
      badge(sent.status === null ? "no answer" : String(sent.status), sent.status === null ? "warn" : sent.status < 400 ? "good" : "bad"),
      sent.request_id ? h("div", { class: "hint" }, `request id ${sent.request_id}`) : null)))
      : h("p", { class: "hint" }, entry.outcome === "running" ? "Not known before the call ends." : "None."),
  ].filter(Boolean);
}
