// API tokens: the second thing a caller shows to servers that ask for it.
import { accountsById, post, remove } from "./console-api.js";
import { badge, button, emptyState, h, pageHead, plural, relative, say, when } from "./console-dom.js";
import { choice, confirmed, expiryField, field, fieldError, formDialog, group, input } from "./console-form.js";
import { pagedList } from "./console-list.js";
import { currentRoute } from "./console-route.js";
import { showTokenOnce } from "./console-snippets.js";

export async function tokensView(route) {
  const accounts = await accountsById();
  const reload = () => list.load(currentRoute());
  const create = async () => {
    const token = await createDialog(accounts);
    if (!token) return;
    await showTokenOnce(token);
    reload();
  };
  const revoke = async (token) => {
    const text = "Callers that send it are refused from now on. Nothing else changes.";
    if (await confirmed(`Revoke ${token.name}?`, text, "Revoke", () => remove(`/api-token/${token.id}`))) {
      say(`${token.name} is revoked.`);
      reload();
    }
  };
  const list = pagedList({
    label: "API tokens", path: () => "/api-token",
    columns: [
      { label: "Name", cell: (token) => token.name },
      { label: "Opens servers of", cell: (token) => scope(token, accounts) },
      { label: "Last used", cell: (token) => token.last_used_at ? relative(token.last_used_at, "ago") : "never" },
      { label: "Expires", cell: (token) => token.expires_at ? relative(token.expires_at) : "never" },
      { label: "Made", cell: (token) => when(token.created_at) },
      { label: "", cell: (token) => h("button", { type: "button", "aria-label": `Revoke ${token.name}`, onclick: () => revoke(token) }, "Revoke") },
    ],
    empty: () => emptyState("No API token", "You need one when a server asks its callers for an API token beside its URL.",
      button("New token", create, "primary")),
  });
  list.load(route);
  const intro = h("p", { class: "intro" }, "A second secret for servers made with “Ask for an API token too”. One token can open many servers.");
  const node = h("div", {}, pageHead("API tokens", button("New token", create, "primary")), intro, list);
  return { title: "API tokens", node, follow: (next) => list.load(next) };
}

function scope(token, accounts) {
  if (!token.integrated_account_ids) return badge("All accounts");
  return token.integrated_account_ids.map((id) => accounts.get(id)?.name ?? id).join(", ");
}

function createDialog(accounts) {
  const name = input("name", "", { maxlength: "64" });
  const expiry = expiryField();
  const chosen = accountPicker(accounts);
  const all = group("Opens servers of", [
    choice("radio", "scope", "all", "All accounts", { checked: true }),
    choice("radio", "scope", "some", "Only these accounts"), chosen,
  ], { name: "integrated_account_ids" });
  chosen.hidden = true;
  all.addEventListener("change", (event) => { if (event.target.name === "scope") chosen.hidden = event.target.value === "all"; });
  return formDialog("New API token", [field("Name", name, { hint: "Who or what will use it." }), all, expiry], "Create", (form) => {
    const body = { name: name.value.trim() };
    if (form.elements.scope.value === "some") {
      if (!chosen.values.size) throw fieldError("integrated_account_ids", "Choose at least one account.");
      body.integrated_account_ids = [...chosen.values];
    }
    const expires = expiry.read();
    if (expires) body.expires_at = expires;
    return post("/api-token", body);
  });
}

// Check boxes for accounts, the first that fit what is typed; with a thousand accounts nobody scrolls.
function accountPicker(accounts) {
  const most = 50;
  const find = input("", "", { type: "search", "aria-label": "Find an account", placeholder: "Find an account" });
  const boxes = h("div", { class: "picker" });
  const summary = h("span", { class: "hint", "aria-live": "polite" });
  const node = h("div", {}, find, boxes, summary);
  node.values = new Set();
  const count = (more = "") => { summary.textContent = `${plural(node.values.size, "account")} chosen.${more}`; };
  const render = () => {
    const words = find.value.toLowerCase();
    const fitting = [...accounts.values()].filter((account) => account.name.toLowerCase().includes(words));
    boxes.replaceChildren(...fitting.slice(0, most).map((account) =>
      choice("checkbox", "account", account.id, account.name, { checked: node.values.has(account.id) })));
    const hidden = fitting.length - most;
    count(hidden > 0 ? ` ${plural(hidden, "more account")} fit: type to find them.` : "");
  };
  find.addEventListener("input", render);
  boxes.addEventListener("change", ({ target }) => {
    if (target.checked) node.values.add(target.value); else node.values.delete(target.value);
    count();
  });
  render();
  return node;
}
