// The REST API of the daemon: same origin, session cookie, and the header that no other site can send.

// Below this the API lives, also behind a proxy that serves it under a path.
const root = new URL("../", import.meta.url);

export class ApiError extends Error {
  constructor(status, message, details) {
    super(message);
    this.status = status;
    this.details = details ?? {};
  }
}

let signIn;
let signingIn;
let cachedAccounts;

// `handler` asks for the admin token and resolves when there is a session again.
export function onUnauthorised(handler) { signIn = handler; }

export function apiURL(path, query = {}) {
  const url = new URL(path.slice(1), root);
  for (const [key, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") url.searchParams.set(key, value);
  }
  return url.href;
}

// One request; answers the decoded body. Waits for a sign-in and sends again when the session has ended.
export async function request(method, path, { query, body, signal } = {}) {
  for (;;) {
    const response = await send(method, apiURL(path, query), body, signal);
    if (response.status === 401 && path !== "/console/session") {
      // Unread, it would keep its connection.
      await response.text();
      signingIn ??= signIn().finally(() => { signingIn = undefined; });
      await signingIn;
      continue;
    }
    if (method !== "GET") cachedAccounts = undefined;
    return decode(response);
  }
}

async function send(method, url, body, signal) {
  const headers = {};
  if (method !== "GET") headers["x-wixmcpd-console"] = "1";
  if (body !== undefined) headers["content-type"] = "application/json";
  try {
    return await fetch(url, {
      method, headers, signal, credentials: "same-origin", cache: "no-store",
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError(0, "The daemon does not answer. Check that wixmcpd runs and try again.");
  }
}

async function decode(response) {
  if (response.status === 204) return null;
  let body;
  try { body = await response.json(); } catch { body = null; }
  if (response.ok && body !== null) return body;
  throw new ApiError(response.status, body?.message ?? `The daemon answered ${response.status}.`, body?.details);
}

export const get = (path, query, signal) => request("GET", path, { query, signal });
export const post = (path, body) => request("POST", path, { body });
export const patch = (path, body) => request("PATCH", path, { body });
export const remove = (path) => request("DELETE", path);
export const isAbort = (error) => error.name === "AbortError";

// Every item of a list, page after page, with the other members of the first page.
export async function getAll(path, query, signal) {
  const first = await get(path, { limit: 200, ...query }, signal);
  for (let cursor = first.next_cursor; cursor;) {
    const next = await get(path, { limit: 200, ...query, next_cursor: cursor }, signal);
    first.result.push(...next.result);
    cursor = next.next_cursor;
  }
  return first;
}

// One page of a list. With `match`, walks on (or back, from a `prev_cursor`) until a page full of matches is found:
// the API does not search by name.
export async function getPage(path, query, match, signal) {
  if (!match) return get(path, query, signal);
  const isBack = Boolean(query.prev_cursor);
  const found = { result: [], next_cursor: null, prev_cursor: null };
  let position = { next_cursor: query.next_cursor, prev_cursor: query.prev_cursor };
  for (let isFirst = true; ; isFirst = false) {
    const page = await get(path, { ...query, ...position, limit: 200 }, signal);
    const matches = page.result.filter(match);
    found.result = isBack ? [...matches, ...found.result] : [...found.result, ...matches];
    if (isFirst || isBack) found.prev_cursor = page.prev_cursor;
    if (isFirst || !isBack) found.next_cursor = page.next_cursor;
    const more = isBack ? page.prev_cursor : page.next_cursor;
    if (!more || found.result.length >= 50) return found;
    position = isBack ? { prev_cursor: more } : { next_cursor: more };
  }
}

// All accounts by id, kept until something is changed here.
export async function accountsById() {
  cachedAccounts ??= getAll("/integrated-account").then(({ result }) => new Map(result.map((account) => [account.id, account])));
  try {
    return await cachedAccounts;
  } catch (error) {
    cachedAccounts = undefined;
    throw error;
  }
}
