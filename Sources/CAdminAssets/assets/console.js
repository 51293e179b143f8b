// The frame: which view the address names, the sections, signing in and out.
import { get, isAbort, onUnauthorised, request } from "./console-api.js";
import { button, h, notice, openDialog, tick } from "./console-dom.js";
import { buildForm, field, input } from "./console-form.js";
import { currentRoute } from "./console-route.js";
import { accountView, accountsView, connectView } from "./console-accounts.js";
import { editServerView, newServerView, serverView, serversView } from "./console-servers.js";
import { tokensView } from "./console-tokens.js";
import { auditView } from "./console-audit.js";
import { quotaView } from "./console-quota.js";

// A view is a function of the route that answers {title, node, follow?}; `follow(route)` takes a change of the query.
const views = [
  ["/accounts", accountsView],
  ["/accounts/new", connectView],
  ["/accounts/:account", accountView],
  ["/servers", serversView],
  ["/servers/new", newServerView],
  ["/servers/:account/:server", serverView],
  ["/servers/:account/:server/edit", editServerView],
  ["/tokens", tokensView],
  ["/audit", auditView],
  ["/quota", quotaView],
];

const main = document.getElementById("main");
let shown = { leave: new AbortController() };

function find(path) {
  const parts = path.split("/");
  for (const [pattern, view] of views) {
    const wanted = pattern.split("/");
    if (wanted.length !== parts.length || !wanted.every((word, index) => word.startsWith(":") || word === parts[index])) continue;
    const params = {};
    wanted.forEach((word, index) => { if (word.startsWith(":")) params[word.slice(1)] = parts[index]; });
    return { view, params };
  }
  return null;
}

async function render() {
  const route = currentRoute();
  if (shown.path === route.path && shown.follow) {
    shown.follow(route);
    return;
  }
  shown.leave.abort();
  const isFirst = shown.path === undefined;
  const leave = new AbortController();
  shown = { path: route.path, leave };
  markSection(route.path);
  main.setAttribute("aria-busy", "true");
  const page = await build({ ...route, signal: leave.signal });
  if (leave.signal.aborted) return;
  shown.follow = page.follow;
  main.replaceChildren(page.node);
  main.removeAttribute("aria-busy");
  document.title = `${page.title} · wixmcpd`;
  window.scrollTo(0, 0);
  if (!isFirst && !document.querySelector("dialog[open]")) (main.querySelector("h1") ?? main).focus({ preventScroll: true });
}

async function build(route) {
  const found = find(route.path);
  if (!found) {
    return { title: "Not found", node: notice("error", `There is no page ${route.path}. `, h("a", { href: "#/servers" }, "Go to the servers")) };
  }
  try {
    return await found.view({ ...route, ...found.params });
  } catch (error) {
    if (isAbort(error)) return { title: "", node: h("div") };
    if (error.status === undefined) console.error(error);
    return { title: "Problem", node: notice("error", h("p", {}, error.message), button("Try again", () => { shown.path = ""; render(); })) };
  }
}

function markSection(path) {
  for (const anchor of document.querySelectorAll("header nav a")) {
    if (`#${path}/`.startsWith(`${anchor.getAttribute("href")}/`)) anchor.setAttribute("aria-current", "page");
    else anchor.removeAttribute("aria-current");
  }
}

// The page stays as it is behind the dialog; what needed the session goes on after it.
async function signIn() {
  let isSignedIn = false;
  while (!isSignedIn) {
    isSignedIn = await openDialog("Sign in", (close) => {
      const token = input("token", "", { type: "password", autocomplete: "current-password", required: true });
      const hint = "admin.token of the configuration, or the file admin.token in the daemon's state directory.";
      return buildForm([field("Admin token", token, { hint })], "Sign in", async () => {
        await request("POST", "/console/session", { body: { token: token.value } });
        close(true);
      });
    }, { mayLeave: () => false });
  }
}

async function signOut() {
  await request("DELETE", "/console/session");
  location.reload();
}

async function start() {
  onUnauthorised(signIn);
  document.getElementById("skip").addEventListener("click", () => main.focus());
  document.getElementById("sign-out").addEventListener("click", signOut);
  window.addEventListener("hashchange", render);
  setInterval(tick, 1000);
  await render();
  const status = await get("/status");
  document.getElementById("version").textContent = status.version;
  document.getElementById("sign-out").hidden = false;
}

start().catch((error) => main.replaceChildren(notice("error", error.message)));
