// Accounts: the list, connecting, and the page of one account.
import { accountsById, get, patch, post, remove } from "./console-api.js";
import { badge, button, emptyState, facts, h, notice, outsideLink, pageHead, plural, relative, say, when } from "./console-dom.js";
import { buildForm, checkedValues, choice, confirmed, field, fieldError, formDialog, group, input, select, showError } from "./console-form.js";
import { pagedList, table } from "./console-list.js";
import { bindFilters, go, goInstead, link } from "./console-route.js";
import { quotaPlot } from "./console-quota.js";
import { serverColumns } from "./console-servers.js";

const typeWords = { api_key: "API key", oauth_app: "OAuth app" };

export function accountLink(account) {
  return h("a", { href: link(`/accounts/${account.id}`) }, account.name);
}

export function stateBadge(account) {
  return account.state === "active" ? badge("Active", "good") : badge("Needs a new credential", "bad");
}

// What stands where servers would be while no site is connected.
export function connectFirst() {
  return emptyState("Connect a Wix site first", "A server is a URL that lets an agent use one connected site.",
    h("a", { class: "button primary", href: "#/accounts/new" }, "Connect a site"));
}

// A select of all accounts, with a first entry for none.
export async function accountSelect(name, none, value) {
  const accounts = [...(await accountsById()).values()];
  return select(name, [["", none], ...accounts.map(({ id, name }) => [id, name])], value);
}

// List -------------------------------------------------------------------------------------------------------------

const columns = [
  { label: "Name", cell: accountLink },
  { label: "State", cell: stateBadge },
  { label: "Connected by", cell: (account) => typeWords[account.type] ?? account.type },
  { label: "Site", cell: (account) => h("code", {}, account.site_id ?? account.instance_id ?? account.account_id ?? "") },
  { label: "Servers", cell: (account) => String(account.mcp_count) },
  { label: "Since", cell: (account) => when(account.created_at) },
];

export function accountsView(route) {
  const find = input("find", "", { type: "search" });
  const state = select("state", [["", "Any state"], ["active", "Active"], ["needs_reauth", "Needs a new credential"]]);
  const bar = h("form", { class: "filters", role: "search" }, field("Name contains", find), field("State", state));
  bindFilters(bar, route);
  const isFiltered = () => find.value || state.value;
  const list = pagedList({
    label: "Accounts", path: () => "/integrated-account", columns,
    match: () => isFiltered() && ((account) =>
      account.name.toLowerCase().includes(find.value.toLowerCase()) && (!state.value || account.state === state.value)),
    empty: () => isFiltered()
      ? emptyState("No account fits", "Change the filter, or clear it to see all accounts.", h("a", { href: "#/accounts" }, "Clear the filter"))
      : emptyState("No Wix site is connected", "Connect a site with an API key or an OAuth app. Then make MCP servers for it.",
        h("a", { class: "button primary", href: "#/accounts/new" }, "Connect a site")),
  });
  const follow = (next) => { bar.follow(next.query); return list.load(next); };
  follow(route);
  const connect = h("a", { class: "button primary", href: "#/accounts/new" }, "Connect a site");
  return { title: "Accounts", node: h("div", {}, pageHead("Accounts", connect), bar, list), follow };
}

// Connecting -------------------------------------------------------------------------------------------------------

const secret = { type: "password", autocomplete: "new-password" };
const apiKeyHint = "Made by the account owner at manage.wix.com/account/api-keys, with the permissions the agent should have.";

// The fields of each way to connect, and what they are in the request.
const ways = {
  api_key: {
    label: "API key for one site",
    hint: "The usual way for a site of your own.",
    names: ["api_key", "site_id"],
    fields: () => [
      field("API key", input("credentials.api_key", "", secret), { hint: apiKeyHint }),
      field("Site id", input("credentials.site_id"), { hint: "In the address of the site's dashboard, after /dashboard/." }),
    ],
  },
  oauth_app: {
    label: "OAuth app",
    hint: "For an app that is installed on the site.",
    names: ["app_id", "app_secret", "instance_id"],
    fields: () => [
      field("App id", input("credentials.app_id")),
      field("App secret key", input("credentials.app_secret", "", secret)),
      field("Instance id", input("credentials.instance_id"), { hint: "Of the app's installation on the site." }),
    ],
  },
  sites: {
    label: "Account-level API key",
    hint: "Lists the sites of the account, for you to choose from.",
    names: ["api_key", "account_id"],
    fields: () => [
      field("API key", input("credentials.api_key", "", secret), { hint: apiKeyHint }),
      field("Account id", input("credentials.account_id"), { hint: "Shown beside the API key at manage.wix.com/account/api-keys." }),
    ],
  },
};

function readCredentials(form, way) {
  const type = way === "oauth_app" ? "oauth_app" : "api_key";
  const pairs = ways[way].names.map((name) => {
    const value = form.elements[`credentials.${name}`].value.trim();
    if (!value) throw fieldError(`credentials.${name}`, "This is needed.");
    return [name, value];
  });
  return { type, ...Object.fromEntries(pairs) };
}

// The account whose page tests it at once, because it was just connected.
let testOnArrival;

export function connectView() {
  const place = h("div", {});
  const choose = (way) => place.replaceChildren(way === "sites" ? sitesForm() : singleForm(way));
  const radios = Object.entries(ways).map(([way, { label, hint }]) => choice("radio", "way", way, label, { checked: way === "api_key", hint }));
  const pick = group("How to connect", radios);
  pick.addEventListener("change", (event) => choose(event.target.value));
  choose("api_key");
  return { title: "Connect a site", node: h("div", { class: "narrow" }, pageHead("Connect a site"), pick, place) };
}

function singleForm(way) {
  const name = field("Name", input("name", "", { maxlength: "64" }), { hint: "For you and for the audit log, e.g. Fern Market." });
  return buildForm([name, ...ways[way].fields()], "Connect", async (form) => {
    const account = await post("/integrated-account", { name: form.elements.name.value.trim(), credentials: readCredentials(form, way) });
    testOnArrival = account.id;
    say(`${account.name} is connected.`);
    go(`/accounts/${account.id}`);
  }, { cancel: () => go("/accounts") });
}

function sitesForm() {
  const place = h("div", { "aria-live": "polite" });
  const form = buildForm(ways.sites.fields(), "List the sites", async () => {
    const credentials = readCredentials(form, "sites");
    const page = await post("/integrated-account/sites", { credentials });
    place.replaceChildren(page.result.length ? sitePicker(page.result, credentials)
      : emptyState("No site", "The key is good, but the account has no site that it may see."));
  }, { cancel: () => go("/accounts") });
  return h("div", { class: "stack" }, form, place);
}

function sitePicker(sites, credentials) {
  const open = sites.filter((site) => !site.connected_as);
  const columns = [
    { label: "Connect", cell: (site) => site.connected_as ? badge("Connected")
      : h("input", { type: "checkbox", name: "site", value: site.site_id, "aria-label": `Connect ${site.name}` }) },
    { label: "Site", cell: (site) => [h("div", {}, site.name), site.url ? outsideLink(site.url) : null] },
    { label: "Published", cell: (site) => site.published ? "Yes" : "No" },
    { label: "Account name", cell: (site) => site.connected_as ? h("span", {}, "already connected")
      : h("div", { "data-field": site.site_id },
        input(`name ${site.site_id}`, site.name, { maxlength: "64", "aria-label": `Account name for ${site.name}` }),
        h("span", { class: "field-error", role: "alert" })) },
  ];
  const all = button("Choose all", () => form.querySelectorAll("[name=site]").forEach((node) => { node.checked = true; }));
  const form = buildForm([h("h2", {}, "Sites of this account"), open.length > 1 ? all : null, table("Sites", columns, sites)],
    "Connect the chosen sites", async () => {
      const chosen = checkedValues(form, "site");
      if (!chosen.length) throw new Error("Choose at least one site.");
      let failures = 0;
      for (const id of chosen) {
        try {
          const name = form.elements[`name ${id}`].value.trim();
          await post("/integrated-account", { name, credentials: { ...credentials, site_id: id } });
          const box = form.querySelector(`[name=site][value="${CSS.escape(id)}"]`);
          box.replaceWith(badge("Connected", "good"));
        } catch (error) {
          failures += 1;
          showError(form, Object.assign(error, { details: { field: id } }));
        }
      }
      if (failures) throw new Error(`${plural(failures, "site")} could not be connected; the reason stands beside each.`);
      say(`${plural(chosen.length, "site")} connected.`);
      go("/accounts");
    });
  return form;
}

// One account ------------------------------------------------------------------------------------------------------

export async function accountView(route) {
  let account = await get(`/integrated-account/${route.account}`, {}, route.signal);
  const path = `/integrated-account/${account.id}`;
  const head = h("div", { class: "stack" });
  const checks = h("div", { "aria-live": "polite" });
  const show = (next) => { account = next; head.replaceChildren(...accountHead(account, { test, rename, replace, disconnect })); };

  const test = async () => {
    checks.replaceChildren(notice("", "Asking Wix…"));
    try {
      const answer = await post(`${path}/test`);
      show(answer.account);
      checks.replaceChildren(checkList(answer));
    } catch (error) {
      checks.replaceChildren(notice("error", error.message));
    }
  };
  const rename = async () => {
    const name = input("name", account.name, { maxlength: "64" });
    const next = await formDialog("Rename the account", [field("Name", name)], "Rename", () => patch(path, { name: name.value.trim() }));
    if (next) { show(next); say(`The account is called ${next.name} now.`); }
  };
  const replace = async () => {
    const way = account.type === "oauth_app" ? "oauth_app" : account.site_id ? "api_key" : "sites";
    const fields = ways[way].fields();
    for (const node of fields.flatMap((field) => [...field.querySelectorAll("input:not([type=password])")])) {
      node.value = account[node.name.split(".")[1]] ?? "";
    }
    const next = await formDialog("Replace the credential", fields, "Replace and test", (form) => {
      const kept = way === "api_key" && account.account_id ? { account_id: account.account_id } : {};
      return patch(path, { credentials: { ...readCredentials(form, way), ...kept } });
    });
    if (next) { show(next); await test(); }
  };
  const disconnect = async () => {
    const text = `${account.name} and its ${plural(account.mcp_count, "MCP server")} stop working at once. `
      + "The site itself is not touched; the audit log keeps what was done.";
    if (await confirmed(`Disconnect ${account.name}?`, text, "Disconnect", () => remove(path))) {
      say(`${account.name} is disconnected.`);
      goInstead("/accounts");
    }
  };

  show(account);
  if (testOnArrival === account.id) { testOnArrival = undefined; test(); }
  const servers = pagedList({
    label: "Servers of this account", path: () => `${path}/mcp`, columns: serverColumns(),
    empty: () => emptyState("No MCP server yet", "A server is a URL that lets an agent use this site, with exactly the tools you choose.",
      h("a", { class: "button primary", href: link("/servers/new", { account: account.id }) }, "New server")),
  });
  servers.load(route);
  const node = h("div", {}, head, checks,
    h("section", { class: "card" }, h("h2", {}, "Requests to Wix in the last hour"), quotaPlot(account, route.signal)),
    h("section", {}, h("h2", {}, "MCP servers"), servers));
  return { title: account.name, node, follow: (next) => servers.load(next) };
}

function accountHead(account, actions) {
  const isDeclared = account.managed_by === "configuration";
  return [
    pageHead(account.name, h("a", { class: "button primary", href: link("/servers/new", { account: account.id }) }, "New server"),
      button("Test", actions.test), isDeclared ? null : [button("Rename", actions.rename),
        button("Replace credential", actions.replace), button("Disconnect", actions.disconnect, "danger")]),
    account.state === "active" ? null : notice("error", h("strong", {}, "Its tools do not work. "),
      account.state_reason ?? "Wix refuses the credential.", " Replace the credential, or put it right at Wix; then test."),
    isDeclared ? notice("", "Declared in the configuration: change it there and restart the daemon.") : null,
    facts([
      ["State", stateBadge(account)],
      ["Connected by", typeWords[account.type] ?? account.type],
      ["Site id", account.site_id && h("code", {}, account.site_id)],
      ["Account id", account.account_id && h("code", {}, account.account_id)],
      ["App id", account.app_id && h("code", {}, account.app_id)],
      ["Instance id", account.instance_id && h("code", {}, account.instance_id)],
      ["Connected", when(account.created_at)],
      ["Changed", relative(account.updated_at, "ago")],
      ["What agents did", h("a", { href: link("/audit", { account: account.id }) }, "Audit log")],
    ]),
  ].filter(Boolean);
}

function checkList({ ok, checks }) {
  return h("div", { class: `notice ${ok ? "good" : "warn"}` },
    h("strong", {}, ok ? "Everything works." : "Not everything works."),
    h("ul", { class: "checks" }, checks.map((check) => h("li", { class: check.ok ? "good" : "bad" },
      h("span", { class: "mark", "aria-hidden": "true" }, check.ok ? "✓" : "✗"),
      h("span", {}, h("strong", {}, check.name),
        h("span", { class: "offscreen" }, check.ok ? " works: " : " does not work: "), " ", check.message)))));
}
