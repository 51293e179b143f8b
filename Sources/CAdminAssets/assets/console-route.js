// Addresses: everything after "#", as /path?key=value.

export function currentRoute() {
  const [path, query] = location.hash.slice(1).split("?");
  return { path: path || "/servers", query: Object.fromEntries(new URLSearchParams(query ?? "")) };
}

export function link(path, query = {}) {
  const kept = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return `#${path}${kept.length ? `?${new URLSearchParams(kept)}` : ""}`;
}

export function go(path, query) { location.hash = link(path, query); }

// The same without a step in the history: for what is typed, and for pages that are gone.
export function goInstead(path, query) { location.replace(link(path, query)); }

// A row of filters kept in the address. Controls are named as the query keys; typing replaces, choosing adds a step.
export function bindFilters(bar, { path }) {
  let timer;
  const apply = (step) => {
    clearTimeout(timer);
    const { path: shown, query } = currentRoute();
    if (shown !== path) return;
    const next = { ...query, next: null, prev: null };
    for (const control of bar.querySelectorAll("[name]")) next[control.name] = control.value;
    if (link(path, next) !== link(path, query)) step(path, next);
  };
  bar.addEventListener("submit", (event) => { event.preventDefault(); apply(go); });
  bar.addEventListener("change", (event) => { if (event.target.type !== "search") apply(go); });
  bar.addEventListener("input", (event) => {
    if (event.target.type !== "search") return;
    clearTimeout(timer);
    timer = setTimeout(() => apply(goInstead), 250);
  });
  // Back and links change the address: the controls follow.
  bar.follow = (query) => {
    for (const control of bar.querySelectorAll("[name]")) {
      if (control !== document.activeElement || control.type !== "search") control.value = query[control.name] ?? "";
    }
  };
}
