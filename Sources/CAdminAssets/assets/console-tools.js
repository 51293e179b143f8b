// Tools: what a filter leaves of them, and how that is shown.
import { getAll } from "./console-api.js";
import { badge, button, h, number, plural } from "./console-dom.js";

const effectKinds = { read: "good", create: "warn", update: "warn", delete: "bad", action: "warn" };

export const effectBadge = (effect) => badge(effect, effectKinds[effect] ?? "");

// The tools that `config` leaves, with `total_tokens`.
export function toolsOf(accountId, config, signal) {
  const query = { exposure: config.exposure };
  for (const key of ["methods", "tags", "tools", "exclude_tools"]) query[key] = config[key]?.join(",");
  return getAll(`/integrated-account/${accountId}/tools`, query, signal);
}

// The list with its cost. `exclude(name)`, when given, leaves a tool out.
export function toolList({ result, total_tokens: total, tokens_estimated: estimated }, exclude) {
  const cost = total === undefined ? "" : `, ${estimated ? "~" : ""}${number(total)} tokens in the model's context`;
  return h("div", { class: "tools" },
    h("p", {}, h("strong", {}, plural(result.length, "tool")), cost),
    h("ul", {}, result.map((tool) => toolItem(tool, exclude))));
}

function toolItem(tool, exclude) {
  return h("li", {},
    h("div", { class: "tool-head" }, h("code", {}, tool.name), effectBadge(tool.effect),
      (tool.marks ?? []).map((mark) => badge(mark)),
      h("span", { class: "hint" }, tool.tokens === undefined ? "" : `${tool.tokens_estimated ? "~" : ""}${plural(tool.tokens, "token")}`)),
    h("p", { class: "hint" }, firstSentence(tool.description)),
    exclude ? h("button", {
      type: "button", class: "quiet", "aria-label": `Leave out ${tool.name}`, onclick: () => exclude(tool.name),
    }, "Leave out") : null);
}

const firstSentence = (text) => /^.*?[.!?](?=\s|$)/s.exec(text ?? "")?.[0] ?? text ?? "";

// "read, write" as people say it.
export function accessWords(config) {
  const words = { read: "read", write: "create, update, delete", custom: "actions" };
  return config.methods ? config.methods.map((method) => words[method] ?? method).join(", ") : "everything";
}
