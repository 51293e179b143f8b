// Building blocks: DOM nodes, words for times and numbers, messages and dialogs.
// Nothing here or elsewhere parses HTML: what comes from the daemon only ever becomes text.

// h("a", {href: "#/x", onclick: f}, "text", node): an element. A property that is null or false is left out.
export function h(tag, properties, ...children) {
  return fill(document.createElement(tag), properties, children);
}

// The same for SVG.
export function s(tag, properties, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), properties, children);
}

function fill(node, properties, children) {
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

let lastId = 0;
export const uniqueId = () => `id-${++lastId}`;

export function button(text, onclick, kind = "") {
  return h("button", { type: "button", class: kind, onclick }, text);
}

export function badge(text, kind = "") {
  return h("span", { class: `badge ${kind}` }, text);
}

// A definition list of [term, value] pairs; empty values are left out.
export function facts(pairs) {
  return h("dl", { class: "facts" }, pairs.filter(([, value]) => value !== null && value !== undefined && value !== "")
    .map(([term, value]) => h("div", {}, h("dt", {}, term), h("dd", {}, value))));
}

// What stands where nothing is yet: what this would be, and the next step.
export function emptyState(title, text, ...actions) {
  return h("div", { class: "empty" }, h("h2", {}, title), h("p", {}, text), h("p", { class: "actions" }, actions));
}

export function notice(kind, ...content) {
  return h("div", { class: `notice ${kind}`, role: kind === "error" ? "alert" : null }, content);
}

export function pageHead(title, ...actions) {
  return h("div", { class: "page-head" }, h("h1", { tabindex: "-1" }, title), h("div", { class: "actions" }, actions));
}

// A link to an outside address, or its text when it is not a web address.
export function outsideLink(url) {
  const isWeb = /^https?:\/\//i.test(url);
  return isWeb ? h("a", { href: url, target: "_blank", rel: "noreferrer noopener" }, url) : h("span", {}, url);
}

// Times ------------------------------------------------------------------------------------------------------------

const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const seconds = { hour: "2-digit", minute: "2-digit", second: "2-digit" };
const clock = new Intl.DateTimeFormat(undefined, seconds);
const clockAndDay = new Intl.DateTimeFormat(undefined, { month: "short", day: "numeric", ...seconds });
export const number = (value) => new Intl.NumberFormat().format(value);
export const plural = (count, word) => `${number(count)} ${word}${count === 1 ? "" : "s"}`;

export function when(text) {
  return text ? h("time", { datetime: text, title: text }, dateTime.format(new Date(text))) : null;
}

// To the second; with the day when it is not today.
export function clockTime(text) {
  const time = new Date(text);
  const format = time.toDateString() === new Date().toDateString() ? clock : clockAndDay;
  return h("time", { datetime: text, title: text }, format.format(time));
}

// "in 2 h 5 min", "3 d ago": counted on by `tick`.
export function relative(text, ended = "expired") {
  const node = h("time", { datetime: text, title: dateTime.format(new Date(text)), "data-relative": ended });
  tell(node);
  return node;
}

function tell(node) {
  const seconds = Math.round((new Date(node.dateTime) - Date.now()) / 1000);
  const ended = node.dataset.relative;
  if (seconds > 0) node.textContent = `in ${span(seconds)}`;
  else node.textContent = ended === "ago" ? (seconds > -5 ? "just now" : `${span(-seconds)} ago`) : ended;
  if (ended !== "ago") node.classList.toggle("soon", seconds < 3600);
}

export function span(seconds) {
  const days = Math.floor(seconds / 86400), hours = Math.floor(seconds / 3600) % 24, minutes = Math.floor(seconds / 60) % 60;
  if (days >= 2) return `${days} d ${hours} h`;
  if (seconds >= 3600) return `${days * 24 + hours} h ${minutes} min`;
  if (seconds >= 600) return `${minutes} min`;
  return seconds >= 60 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

// Keeps every relative time on the page true.
export function tick() {
  for (const node of document.querySelectorAll("[data-relative]")) tell(node);
}

// Repeats `work` until the view is left; rests while the page is hidden. Failures go to `failed`.
export async function every(seconds, signal, work, failed = () => {}) {
  while (!signal.aborted) {
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    if (signal.aborted || document.hidden) continue;
    try { await work(); } catch (error) { failed(error); }
  }
}

export function debounce(milliseconds, work) {
  let timer;
  return () => { clearTimeout(timer); timer = setTimeout(work, milliseconds); };
}

// Messages, copying, dialogs ---------------------------------------------------------------------------------------

export function say(text, kind = "") {
  const message = h("div", { class: `message ${kind}` }, h("span", {}, text));
  message.append(button("Dismiss", () => message.remove(), "quiet"));
  document.getElementById("messages").append(message);
  if (kind !== "error") setTimeout(() => message.remove(), 6000);
}

// Copies with the Clipboard API, which plain http lacks, else by selecting.
async function copy(text, near) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = h("textarea", { class: "offscreen", "aria-hidden": "true" });
    area.value = text;
    near.append(area);
    area.select();
    const isCopied = document.execCommand("copy");
    area.remove();
    if (!isCopied) throw new Error("not copied");
  }
}

export function copyButton(text, label = "Copy", done = () => {}) {
  const node = button(label, async () => {
    try {
      await copy(text, node.parentElement);
      node.textContent = "Copied";
      done();
    } catch {
      node.textContent = "Select it and copy by hand";
    }
    node.focus();
    setTimeout(() => { node.textContent = label; }, 2000);
  });
  return node;
}

// Text to take away, with its copy button.
export function copyable(text, label, done) {
  return h("div", { class: "copyable" }, h("pre", { tabindex: "0" }, h("code", {}, text)), copyButton(text, label, done));
}

// Opens a modal dialog; `build(close)` answers its content. Resolves with what was given to `close`.
// `mayLeave` decides whether Escape closes it.
export function openDialog(title, build, { wide = false, mayLeave = () => true } = {}) {
  const id = uniqueId();
  const node = h("dialog", { "aria-labelledby": id, class: wide ? "wide" : "" });
  let result;
  const close = (value) => { result = value; node.close(); };
  node.append(h("h2", { id }, title), h("div", { class: "dialog-body" }, build(close)));
  node.addEventListener("cancel", (event) => { if (!mayLeave()) event.preventDefault(); });
  document.body.append(node);
  node.showModal();
  return new Promise((resolve) => {
    node.addEventListener("close", () => { node.remove(); resolve(result); });
  });
}
