// MCP servers: the list and the page of one server. The form is in console-server-form.js.
import { accountsById, get, isAbort, post, remove } from "./console-api.js";
import { badge, button, emptyState, facts, h, notice, number, pageHead, relative, say, when } from "./console-dom.js";
import { confirmed, field, formDialog, input, select } from "./console-form.js";
import { pagedList } from "./console-list.js";
import { bindFilters, goInstead, link } from "./console-route.js";
import { accountLink, accountSelect, connectFirst } from "./console-accounts.js";
import { showServerOnce } from "./console-snippets.js";
import { accessWords, toolList, toolsOf } from "./console-tools.js";

export { editServerView, newServerView } from "./console-server-form.js";

export const serverPath = (server) => `/servers/${server.integrated_account_id}/${server.id}`;
const apiPath = (server) => `/integrated-account/${server.integrated_account_id}/mcp/${server.id}`;

const accessBadge = (server) => server.read_only ? badge("Read only", "good") : badge("May change the site", "warn");
const expiry = (server) => server.expires_at ? relative(server.expires_at) : "never";

// The columns of a list of servers; with `accounts` also whose they are.
export function serverColumns(accounts) {
  return [
    { label: "Name", cell: (server) => h("a", { href: link(serverPath(server)) }, server.name) },
    ...(accounts ? [{ label: "Account", cell: (server) => accounts.get(server.integrated_account_id)?.name ?? server.integrated_account_id }] : []),
    { label: "Access", cell: accessBadge },
    { label: "Tools", cell: (server) => number(server.tool_count) },
    { label: "Expires", cell: expiry },
    { label: "Made", cell: (server) => when(server.created_at) },
  ];
}

// List -------------------------------------------------------------------------------------------------------------

const expiryTests = {
  soon: (server) => server.expires_at && new Date(server.expires_at) - Date.now() < 86400_000,
  some: (server) => server.expires_at,
  never: (server) => !server.expires_at,
};

export async function serversView(route) {
  const accounts = await accountsById();
  const account = await accountSelect("account", "All accounts", route.query.account);
  const find = input("find", "", { type: "search" });
  const access = select("access", [["", "Any"], ["read", "Read only"], ["change", "May change the site"]]);
  const expires = select("expires", [["", "Any"], ["soon", "Within a day"], ["some", "At some time"], ["never", "Never"]]);
  const bar = h("form", { class: "filters", role: "search" }, field("Name contains", find), field("Account", account),
    field("Access", access), field("Expires", expires));
  bindFilters(bar, route);
  const fits = (server) => server.name.toLowerCase().includes(find.value.toLowerCase())
    && (!access.value || server.read_only === (access.value === "read"))
    && (!expires.value || expiryTests[expires.value](server));
  const newServer = () => h("a", { class: "button primary", href: link("/servers/new", { account: account.value }) }, "New server");
  const empty = () => {
    if (find.value || access.value || expires.value) {
      return emptyState("No server fits", "Change the filter, or clear it to see all servers.", h("a", { href: "#/servers" }, "Clear the filter"));
    }
    if (!accounts.size) return connectFirst();
    return emptyState("No MCP server yet", "A server is a URL that lets an agent use a site, with exactly the tools you choose.", newServer());
  };
  const list = pagedList({
    label: "MCP servers", columns: serverColumns(accounts), empty,
    path: () => (account.value ? `/integrated-account/${account.value}/mcp` : "/mcp-server"),
    match: () => (find.value || access.value || expires.value) && fits,
  });
  const follow = (next) => { bar.follow(next.query); return list.load(next); };
  follow(route);
  return { title: "Servers", node: h("div", {}, pageHead("MCP servers", newServer()), bar, list), follow };
}

// One server -------------------------------------------------------------------------------------------------------

export async function serverView(route) {
  const [server, account] = await Promise.all([
    get(`/integrated-account/${route.account}/mcp/${route.server}`, {}, route.signal),
    get(`/integrated-account/${route.account}`, {}, route.signal),
  ]);
  const isDeclared = server.managed_by === "configuration";
  const tools = h("div", {}, h("p", { class: "hint" }, "Loading…"));
  toolsOf(account.id, server.config, route.signal)
    .then((left) => tools.replaceChildren(toolList(left)))
    .catch((error) => { if (!isAbort(error)) tools.replaceChildren(notice("error", error.message)); });
  const head = pageHead(server.name, isDeclared ? null : [
    h("a", { class: "button primary", href: link(`${serverPath(server)}/edit`) }, "Edit"),
    button("Rotate URL", () => rotate(server)), button("Revoke", () => revoke(server), "danger"),
  ]);
  const node = h("div", {}, head,
    account.state === "active" ? null
      : notice("error", "Its tools do not work: ", account.state_reason ?? "Wix refuses the credential.", " ", accountLink(account)),
    isDeclared ? notice("", "Declared in the configuration: change it there and restart the daemon.")
      : h("p", { class: "intro" }, "Its URL was shown once, when it was made. If it is lost or leaked, rotate: that makes a new one."),
    serverFacts(server, account), h("section", { class: "card" }, h("h2", {}, "Tools it lists"), tools));
  return { title: server.name, node };
}

function serverFacts(server, account) {
  const { config } = server;
  const names = (list) => list?.length ? list.join(", ") : null;
  return facts([
    ["Account", accountLink(account)],
    ["Access", accessBadge(server)],
    ["May", accessWords(config)],
    ["Tags", names(config.tags)],
    ["Only the tools", names(config.tools)],
    ["Without the tools", names(config.exclude_tools)],
    ["Exposure", config.exposure === "all" ? "all tools" : "everyday tools, and those named"],
    ["API token", config.require_api_token_auth ? "required beside the URL" : "not required"],
    ["Calls a minute", config.calls_per_minute === 0 ? "no limit" : number(config.calls_per_minute ?? 120)],
    ["Calls at once", config.max_concurrent ? number(config.max_concurrent) : "no limit"],
    ["Longest answer", `${number(config.max_result_chars ?? 60000)} characters`],
    ["Expires", server.expires_at ? [relative(server.expires_at), " (", when(server.expires_at), ")"] : "never"],
    ["Made", when(server.created_at)],
    ["Changed", relative(server.updated_at, "ago")],
    ["What agents did", h("a", { href: link("/audit", { account: account.id, server: server.id }) }, "Audit log")],
  ]);
}

async function rotate(server) {
  const overlap = select("overlap_seconds", [["0", "Stop at once"], ["300", "Work for 5 more minutes"],
    ["3600", "Work for 1 more hour"], ["86400", "Work for 1 more day"]]);
  const next = await formDialog(`Rotate the URL of ${server.name}?`, [
    h("p", {}, "The server gets a new URL and keeps its name, tools and limits."),
    field("The old URL should", overlap, { hint: "An overlap gives you time to change the clients." }),
  ], "Rotate", () => post(`${apiPath(server)}/rotate`, Number(overlap.value) ? { overlap_seconds: Number(overlap.value) } : {}));
  if (next) await showServerOnce(`New URL of ${server.name}`, next);
}

async function revoke(server) {
  const text = "Its URL stops working at once, and open connections end. This cannot be undone; the audit log keeps what was done.";
  if (await confirmed(`Revoke ${server.name}?`, text, "Revoke", () => remove(apiPath(server)))) {
    say(`${server.name} is revoked.`);
    goInstead("/servers");
  }
}
