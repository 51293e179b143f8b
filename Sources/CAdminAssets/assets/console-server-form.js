// Making and changing an MCP server, beside the tools that its filter leaves.
import { accountsById, get, isAbort, patch, post } from "./console-api.js";
import { debounce, h, notice, pageHead, plural, say } from "./console-dom.js";
import { buildForm, checkedValues, chips, choice, expiryField, field, fieldError, group, input, numberInput } from "./console-form.js";
import { go } from "./console-route.js";
import { accountSelect, connectFirst } from "./console-accounts.js";
import { serverPath } from "./console-servers.js";
import { showServerOnce } from "./console-snippets.js";
import { toolList, toolsOf } from "./console-tools.js";

const groups = [
  ["read", "Read", "Everything that changes nothing."],
  ["write", "Write", "Create, update and delete."],
  ["custom", "Act", "Cancel, confirm, publish, send …"],
];

const unset = Object.fromEntries(["methods", "tags", "tools", "exclude_tools", "exposure", "require_api_token_auth",
  "calls_per_minute", "max_concurrent", "max_result_chars"].map((key) => [key, null]));

const isGroup = (method) => groups.some(([key]) => key === method);

export async function newServerView(route) {
  const accounts = await accountsById();
  if (!accounts.size) {
    return { title: "New server", node: h("div", {}, pageHead("New MCP server"), connectFirst()) };
  }
  const account = await accountSelect("account", "Choose an account", route.query.account ?? (accounts.size === 1 ? [...accounts.keys()][0] : ""));
  const catalogue = await toolsOf([...accounts.keys()][0], { exposure: "all" }, route.signal);
  const editor = serverEditor({ accountId: () => account.value, catalogue, config: { methods: ["read"] }, signal: route.signal });
  const form = buildForm([field("Account", account), ...editor.fields], "Create the server", async () => {
    if (!account.value) throw fieldError("account", "Choose the account that the server is for.");
    const { expires_at, ...body } = editor.read();
    const server = await post(`/integrated-account/${account.value}/mcp`, expires_at ? { ...body, expires_at } : body);
    await showServerOnce(`${server.name} is ready`, server);
    go(serverPath(server));
  }, { cancel: () => history.back() });
  return { title: "New server", node: editor.page("New MCP server", form) };
}

export async function editServerView(route) {
  const path = `/integrated-account/${route.account}/mcp/${route.server}`;
  const [server, catalogue] = await Promise.all([get(path, {}, route.signal), toolsOf(route.account, { exposure: "all" }, route.signal)]);
  const editor = serverEditor({ accountId: () => route.account, catalogue, server, config: server.config, signal: route.signal });
  const form = buildForm(editor.fields, "Save", async () => {
    const change = editor.read();
    // A change is merged into what is there: null puts a setting back to its default.
    await patch(path, { ...change, config: { ...unset, ...change.config } });
    say(`${server.name} is changed; connected clients are told.`);
    go(serverPath(server));
  }, { cancel: () => go(serverPath(server)) });
  return { title: `Edit ${server.name}`, node: editor.page(`Edit ${server.name}`, form) };
}

// The fields for `config`, what they say now (`read`), and the page with the live preview.
function serverEditor({ accountId, catalogue, server, config, signal }) {
  const toolNames = catalogue.result.map((tool) => tool.name);
  const tags = [...new Set([...catalogue.result.flatMap((tool) => tool.tags), ...(config.tags ?? [])])].sort();
  // Without methods a server may do everything: the same as all three groups.
  const methods = config.methods ?? groups.map(([key]) => key);
  const name = input("name", server?.name ?? "", { maxlength: "64" });
  const more = chips("config.methods", "Also these verbs or tools", methods.filter((method) => !isGroup(method)), toolNames,
    "A verb such as list, query or cancel, or the name of one tool. Enter adds it.");
  const only = chips("config.tools", "Only these tools", config.tools ?? [], toolNames, "Empty: all that the rest allows.");
  const without = chips("config.exclude_tools", "Never these tools", config.exclude_tools ?? [], toolNames, "Wins over everything else.");
  const token = choice("checkbox", "require_api_token_auth", "yes", "Ask for an API token too",
    { checked: Boolean(config.require_api_token_auth), hint: "The URL alone is then not enough." });
  const calls = numberInput("config.calls_per_minute", config.calls_per_minute, { placeholder: "120" });
  const concurrent = numberInput("config.max_concurrent", config.max_concurrent, { placeholder: "no limit" });
  const characters = numberInput("config.max_result_chars", config.max_result_chars, { placeholder: "60000" });
  const expiry = expiryField(server?.expires_at);
  const isNarrowed = Boolean(more.values.length || only.values.length || without.values.length || config.exposure === "all");
  const fields = [
    field("Name", name, { hint: "For you, for the audit log, and in the clients." }),
    group("What it may do", groups.map(([key, label, hint]) =>
      choice("checkbox", "methods", key, label, { checked: methods.includes(key), hint })), { name: "config.methods" }),
    group("Only tools with one of these tags", h("div", { class: "row" }, tags.map((tag) =>
      choice("checkbox", "tags", tag, tag, { checked: config.tags?.includes(tag) }))), { name: "config.tags", hint: "None chosen: tools of every tag." }),
    h("details", { open: isNarrowed }, h("summary", {}, "Choose tools by name"),
      group("Without tags or names, list", h("div", { class: "row" },
        choice("radio", "exposure", "core", "everyday tools", { checked: config.exposure !== "all" }),
        choice("radio", "exposure", "all", "all tools", { checked: config.exposure === "all" })), { name: "config.exposure" }),
      more, only, without),
    h("details", { open: [config.calls_per_minute, config.max_concurrent, config.max_result_chars].some((value) => value !== undefined) },
      h("summary", {}, "Limits"), h("div", { class: "row" },
        field("Calls a minute", calls, { hint: "0: no limit." }), field("Calls at once", concurrent), field("Characters an answer", characters))),
    group("Who may call", token, { name: "config.require_api_token_auth" }),
    expiry,
  ];
  const preview = h("div", {});
  // What a screen reader hears of it: not the whole list.
  const summary = h("p", { class: "offscreen", role: "status" });
  let form;
  const readFilter = () => {
    const filter = {
      methods: [...checkedValues(form, "methods"), ...more.values], tags: checkedValues(form, "tags"),
      tools: only.values, exclude_tools: without.values,
    };
    const kept = Object.fromEntries(Object.entries(filter).filter(([, values]) => values.length));
    return form.elements.exposure.value === "all" ? { ...kept, exposure: "all" } : kept;
  };
  const read = () => {
    const filter = readFilter();
    if (!filter.methods) throw fieldError("config.methods", "Choose at least one.");
    const next = { name: name.value.trim(), config: { ...filter, ...numbers([calls, concurrent, characters]) } };
    if (form.elements.require_api_token_auth.checked) next.config.require_api_token_auth = true;
    const expires = expiry.read();
    return expires === undefined ? next : { ...next, expires_at: expires };
  };

  let loading = new AbortController();
  signal.addEventListener("abort", () => loading.abort());
  const showPreview = async () => {
    loading.abort();
    loading = new AbortController();
    const { signal } = loading;
    const filter = readFilter();
    if (!accountId()) return preview.replaceChildren(h("p", { class: "hint" }, "Choose an account to see its tools."));
    if (!filter.methods) return preview.replaceChildren(h("p", { class: "hint" }, "Choose what it may do."));
    preview.setAttribute("aria-busy", "true");
    try {
      const left = await toolsOf(accountId(), filter, signal);
      summary.textContent = plural(left.result.length, "tool");
      preview.replaceChildren(toolList(left, (tool) => without.set([...without.values, tool])));
    } catch (error) {
      if (isAbort(error)) return;
      summary.textContent = error.message;
      preview.replaceChildren(notice("warn", error.message));
    }
    preview.removeAttribute("aria-busy");
  };
  const page = (title, built) => {
    form = built;
    const later = debounce(250, showPreview);
    for (const kind of ["input", "change"]) form.addEventListener(kind, later);
    showPreview();
    return h("div", {}, pageHead(title), h("div", { class: "split" }, form,
      h("aside", { class: "card", "aria-label": "Tools it will list" }, h("h2", {}, "Tools it will list"), summary, preview)));
  };
  return { fields, read, page };
}

// The numbers that were filled in, under the last word of their names.
function numbers(controls) {
  const pairs = controls.filter((control) => control.value !== "" || control.validity.badInput).map((control) => {
    const value = Number(control.value);
    if (control.validity.badInput || !Number.isInteger(value) || value < 0) throw fieldError(control.name, "Write a whole number.");
    return [control.name.split(".")[1], value];
  });
  return Object.fromEntries(pairs);
}
