// Tables and paged lists. The place in a list is part of the address, so that "back" and links lead to it.
import { getPage, isAbort } from "./console-api.js";
import { h, notice } from "./console-dom.js";
import { link } from "./console-route.js";

// Columns are {label, cell(item)}. Roles are written out because narrow screens show rows as cards.
export function emptyTable(label, columns) {
  const head = h("tr", { role: "row" }, columns.map((column) => h("th", { role: "columnheader", scope: "col" }, column.label)));
  const body = h("tbody", { role: "rowgroup" });
  const node = h("div", { class: "table" },
    h("table", { role: "table", "aria-label": label }, h("thead", { role: "rowgroup" }, head), body));
  return { node, body };
}

export function table(label, columns, items) {
  const { node, body } = emptyTable(label, columns);
  body.append(...items.map((item) => row(columns, item)));
  return node;
}

export function row(columns, item, properties = {}) {
  return h("tr", { role: "row", ...properties }, columns.map((column) =>
    h("td", { role: "cell", "data-label": column.label }, h("div", {}, column.cell(item)))));
}

// A list that reads `path`. `query()` answers the API's parameters, `match()` a function that filters by more than the
// API can. `node.load(route)` shows the page that the route names.
export function pagedList({ label, path, query = () => ({}), match = () => null, columns, empty, limit = 50, show }) {
  const node = h("section", { class: "list", "aria-label": label });
  let loading = new AbortController();
  node.load = async (route) => {
    loading.abort();
    loading = new AbortController();
    const { signal } = loading;
    node.setAttribute("aria-busy", "true");
    try {
      const position = { next_cursor: route.query.next, prev_cursor: route.query.prev };
      const page = await getPage(path(), { ...query(), limit, ...position }, match(), signal);
      if (signal.aborted) return;
      const content = show ? await show(page.result, signal) : table(label, columns, page.result);
      node.replaceChildren(...(page.result.length ? [content, pager(route, page)] : [empty(route)]));
    } catch (error) {
      if (isAbort(error)) return;
      node.replaceChildren(notice("error", error.message));
    } finally {
      if (!signal.aborted) node.removeAttribute("aria-busy");
    }
  };
  return node;
}

function pager(route, page) {
  if (!page.prev_cursor && !page.next_cursor) return "";
  const step = (text, name, cursor, rel) => cursor
    ? h("a", { class: "button", rel, href: link(route.path, { ...route.query, next: null, prev: null, [name]: cursor }) }, text)
    : h("span", { class: "button", "aria-disabled": "true" }, text);
  return h("nav", { class: "pager", "aria-label": "Pages" },
    step("Previous", "prev", page.prev_cursor, "prev"), step("Next", "next", page.next_cursor, "next"));
}
