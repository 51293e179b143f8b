// Form controls with labels, hints and the API's own words at the field that is wrong.
import { button, h, openDialog, uniqueId } from "./console-dom.js";

// A labelled control. `name` is the path of the value in the request, by which an error finds it.
export function field(label, control, { name, hint } = {}) {
  control.id ||= uniqueId();
  const hintNode = hint ? h("span", { class: "hint", id: uniqueId() }, hint) : null;
  const error = h("span", { class: "field-error", id: uniqueId(), role: "alert" });
  control.setAttribute("aria-describedby", [hintNode?.id, error.id].filter(Boolean).join(" "));
  return h("div", { class: "field", "data-field": name ?? control.name },
    h("label", { for: control.id }, label), hintNode, control, error);
}

// Controls under one heading, e.g. check boxes. Errors of `name` go to its end.
export function group(label, controls, { name, hint } = {}) {
  return h("fieldset", { class: "field", "data-field": name }, h("legend", {}, label),
    hint ? h("span", { class: "hint" }, hint) : null, controls, h("span", { class: "field-error", role: "alert" }));
}

export function input(name, value = "", properties = {}) {
  return h("input", { name, type: "text", autocomplete: "off", spellcheck: "false", ...properties, value });
}

export function numberInput(name, value, properties = {}) {
  return input(name, value ?? "", { type: "number", inputmode: "numeric", min: "0", step: "1", ...properties });
}

export function select(name, options, value = "") {
  const node = h("select", { name }, options.map(([key, text]) => h("option", { value: key }, text)));
  node.value = value;
  if (node.selectedIndex < 0) node.selectedIndex = 0;
  return node;
}

// A check box or radio button with its words behind it.
export function choice(type, name, value, label, { checked = false, hint } = {}) {
  return h("label", { class: "choice" }, h("input", { type, name, value, checked }),
    h("span", {}, label, hint ? h("span", { class: "hint" }, hint) : null));
}

export const checkedValues = (form, name) =>
  [...form.querySelectorAll(`input[name="${CSS.escape(name)}"]:checked`)].map((node) => node.value);

// A list of names typed one by one. `node.values` are the names; says "change" when they change.
export function chips(name, label, values, options, hint) {
  const list = h("ul", { class: "chips", "aria-label": `Chosen for “${label}”` });
  const names = h("datalist", { id: uniqueId() }, options.map((value) => h("option", { value })));
  const control = input("", "", { list: names.id });
  const node = field(label, control, { name, hint });
  node.values = [...values];
  const render = () => list.replaceChildren(...node.values.map((value) => h("li", {}, value,
    h("button", { type: "button", "aria-label": `Remove ${value}`, onclick: () => drop(value) }, "×"))));
  const drop = (value) => { node.set(node.values.filter((other) => other !== value)); control.focus(); };
  node.set = (next) => { node.values = next; render(); node.dispatchEvent(new Event("change", { bubbles: true })); };
  const take = () => {
    const added = control.value.split(/[\s,]+/).filter((value) => value && !node.values.includes(value));
    control.value = "";
    if (added.length) node.set([...node.values, ...added]);
  };
  control.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === ",") { event.preventDefault(); take(); }
    if (event.key === "Backspace" && !control.value && node.values.length) node.set(node.values.slice(0, -1));
  });
  control.addEventListener("blur", take);
  // Typing here is no change of the form yet, only taking a name is.
  for (const kind of ["input", "change"]) {
    control.addEventListener(kind, (event) => { event.stopPropagation(); if (options.includes(control.value)) take(); });
  }
  control.after(list, names);
  render();
  return node;
}

// Expiry -----------------------------------------------------------------------------------------------------------

const spans = [["", "Never"], ["3600", "In 1 hour"], ["28800", "In 8 hours"], ["86400", "In 1 day"], ["604800", "In 7 days"],
  ["2592000", "In 30 days"], ["at", "At a date and time"]];

// Lets choose an expiry. `node.read()` answers RFC 3339 text, null for never, undefined for "as it is".
export function expiryField(current) {
  const kept = current ? [["keep", `Keep: ${new Date(current).toLocaleString()}`]] : [];
  const choose = select("expires", [...kept, ...spans], current ? "keep" : "");
  const date = input("expires_date", "", { type: "datetime-local", "aria-label": "Expires at, your local time", hidden: true });
  choose.addEventListener("change", () => { date.hidden = choose.value !== "at"; });
  const node = field("Expires", choose, { name: "expires_at", hint: "After that it stops working and is removed." });
  choose.after(date);
  node.read = () => {
    if (choose.value === "keep") return undefined;
    if (choose.value === "") return null;
    if (choose.value !== "at") return new Date(Date.now() + Number(choose.value) * 1000).toISOString();
    if (!date.value) throw fieldError("expires_at", "Choose a date and time.");
    return new Date(date.value).toISOString();
  };
  return node;
}

// Submitting -------------------------------------------------------------------------------------------------------

// An error found here, shaped as the API's.
export function fieldError(name, message) {
  return Object.assign(new Error(message), { details: { field: name } });
}

// A form that calls `submit(form)` and shows what it throws. `cancel` closes or leaves.
export function buildForm(fields, label, submit, { cancel, danger = false } = {}) {
  const send = h("button", { type: "submit", class: danger ? "danger" : "primary" }, label);
  const error = h("div", { class: "form-error", role: "alert" });
  const form = h("form", { novalidate: true, autocomplete: "off" }, fields, error,
    h("div", { class: "actions" }, send, cancel ? button("Cancel", cancel) : null));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearErrors(form);
    send.disabled = true;
    form.setAttribute("aria-busy", "true");
    try {
      await submit(form);
    } catch (failure) {
      showError(form, failure);
    } finally {
      send.disabled = false;
      form.removeAttribute("aria-busy");
    }
  });
  return form;
}

function clearErrors(form) {
  for (const node of form.querySelectorAll(".field-error, .form-error")) node.textContent = "";
  for (const node of form.querySelectorAll("[aria-invalid]")) node.removeAttribute("aria-invalid");
}

// Puts the words where they belong: at the field that the details or the first word name, else above the buttons.
export function showError(form, failure) {
  const named = failure.details?.field ?? /^[a-z_]+(\.[a-z_]+)*/.exec(failure.message)?.[0];
  const place = named && [...form.querySelectorAll("[data-field]")]
    .find(({ dataset, offsetParent }) => offsetParent !== null && dataset.field && isWithin(named, dataset.field));
  const node = place?.querySelector(".field-error") ?? form.querySelector(".form-error");
  place?.closest("details")?.setAttribute("open", "");
  node.textContent = failure.message;
  const control = place?.querySelector("input, select, textarea");
  control?.setAttribute("aria-invalid", "true");
  control?.focus();
}

// "config.methods[2]" is within "config.methods".
const isWithin = (path, name) => path === name || (path.startsWith(name) && ".[".includes(path[name.length]));

// A dialog that is one form; resolves with what `submit` answers, undefined when it was left.
export function formDialog(title, fields, label, submit, { danger = false } = {}) {
  return openDialog(title, (close) =>
    buildForm(fields, label, async (form) => close(await submit(form)), { cancel: () => close(), danger }));
}

// Asks before something that cannot be taken back; resolves true when `run` is done.
export function confirmed(title, text, label, run) {
  return formDialog(title, [h("p", {}, text)], label, async () => { await run(); return true; }, { danger: true });
}
