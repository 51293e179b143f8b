// Requests of each site to Wix over the last hour, beside the limit.
import { get } from "./console-api.js";
import { emptyState, every, h, notice, number, pageHead, s } from "./console-dom.js";
import { pagedList } from "./console-list.js";
import { link } from "./console-route.js";

const width = 600;
const height = 120;

// A plot of one account that keeps itself up to date.
export function quotaPlot(account, signal) {
  if (!account.site_id && !account.instance_id) return h("p", { class: "hint" }, "An account-level key has no site, so nothing is counted.");
  const node = h("figure", { class: "quota" }, h("p", { class: "hint" }, "Loading…"));
  const load = async () => {
    const quota = await get(`/integrated-account/${account.id}/quota`, {}, signal);
    node.replaceChildren(plot(quota), caption(quota));
  };
  const failed = (error) => { if (!signal.aborted) node.replaceChildren(notice("error", error.message)); };
  load().catch(failed);
  every(10, signal, load, failed);
  return node;
}

function plot({ limit, history }) {
  const peak = Math.max(...history.map((entry) => entry.requests), 0);
  const top = Math.max(limit ?? 0, peak, 1) * 1.1;
  const y = (value) => height - (value / top) * height;
  const slot = width / Math.max(history.length, 1);
  const label = `Requests a minute over the last hour: at most ${number(peak)}${limit ? `, the limit is ${number(limit)}` : ""}.`;
  return s("svg", { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", role: "img", "aria-label": label },
    s("line", { class: "base", x1: 0, x2: width, y1: height, y2: height }),
    history.map((entry, index) => s("rect", {
      class: limit && entry.requests >= limit ? "bar full" : "bar", x: index * slot + 1, width: Math.max(slot - 2, 1),
      y: y(entry.requests), height: height - y(entry.requests),
    }, s("title", {}, `${new Date(entry.minute).toLocaleTimeString()}: ${number(entry.requests)}`))),
    limit ? s("line", { class: "limit", x1: 0, x2: width, y1: y(limit), y2: y(limit) }) : null);
}

function caption({ limit, remaining, reset_seconds, source, enforced, history }) {
  const total = history.reduce((sum, entry) => sum + entry.requests, 0);
  const words = [`${number(total)} in the last hour`];
  if (remaining !== null && remaining !== undefined) words.push(`${number(remaining)} left, all again in ${reset_seconds} s`);
  words.push(source === "wix" ? "numbers from Wix" : "counted by the daemon", enforced ? "the limit is enforced" : "the limit is not enforced");
  return h("figcaption", {},
    h("span", { class: "axis" }, h("span", {}, "60 min ago"), h("span", {}, "now")),
    limit ? h("span", {}, h("span", { class: "limit-key", "aria-hidden": "true" }), `limit ${number(limit)} a minute`) : null,
    h("span", {}, words.join(" · ")));
}

export function quotaView(route) {
  let leave = new AbortController();
  route.signal.addEventListener("abort", () => leave.abort());
  const list = pagedList({
    label: "Quota of each site", path: () => "/integrated-account", limit: 12,
    show: (accounts) => {
      leave.abort();
      leave = new AbortController();
      return h("div", { class: "quotas" }, accounts.map((account) => h("section", { class: "card" },
        h("h2", {}, h("a", { href: link(`/accounts/${account.id}`) }, account.name)), quotaPlot(account, leave.signal))));
    },
    empty: () => emptyState("No Wix site is connected", "Once a site is connected, its requests to Wix are counted here.",
      h("a", { class: "button primary", href: "#/accounts/new" }, "Connect a site")),
  });
  list.load(route);
  const intro = h("p", { class: "intro" }, "Wix counts the requests of each site by the minute and refuses more than the limit.");
  return { title: "Quota", node: h("div", {}, pageHead("Quota"), intro, list), follow: (next) => list.load(next) };
}
