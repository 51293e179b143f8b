// What is shown once: a new URL or token, and what to paste into each client.
import { button, copyable, h, notice, openDialog } from "./console-dom.js";

const placeholder = "YOUR_API_TOKEN";

// A word of a POSIX shell command.
const shell = (text) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

const slug = (name) => `wix-${name.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "")}`.replace(/-$/, "");

function desktop(name, command, args, env) {
  return JSON.stringify({ mcpServers: { [name]: { command, args, ...(env ? { env } : {}) } } }, null, 2);
}

// [client, what to do, text] for each client.
export function snippets(server, url) {
  const name = slug(server.name);
  const needsToken = Boolean(server.config.require_api_token_auth);
  const { protocol, hostname } = new URL(url);
  const isLocal = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  const remote = ["-y", "mcp-remote", url, ...(protocol === "http:" && !isLocal ? ["--allow-http"] : [])];
  const header = `Authorization: Bearer ${placeholder}`;
  const call = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" });
  const claudeAi = protocol === "https:" && !isLocal
    ? "In Settings, Connectors, Add custom connector, paste this URL."
    : "claude.ai connects over the internet. Put the daemon behind https under a public name (public_url) first; "
      + "then add the URL in Settings, Connectors.";
  return [
    ["Claude Code", "Run this in a terminal.",
      `claude mcp add --transport http ${name} ${shell(url)}${needsToken ? ` --header ${shell(header)}` : ""}`],
    ["Claude Desktop with wixmcpd", "Add this to claude_desktop_config.json. wixmcpd must be on that machine; give its full path if it is not found.",
      desktop(name, "wixmcpd", ["bridge", url, ...(needsToken ? ["--header", header] : [])])],
    ["Claude Desktop with mcp-remote", "Add this to claude_desktop_config.json. Needs Node.js.",
      needsToken ? desktop(name, "npx", [...remote, "--header", "Authorization:${AUTHORIZATION}"], { AUTHORIZATION: `Bearer ${placeholder}` })
        : desktop(name, "npx", remote)],
    ["claude.ai", needsToken ? "claude.ai cannot send an API token beside the URL: make a server that does not ask for one." : claudeAi, url],
    ["curl", "Lists the tools.",
      `curl -s ${shell(url)} -H 'Content-Type: application/json'${needsToken ? ` -H ${shell(header)}` : ""} -d ${shell(call)}`],
  ];
}

// Shows a secret that comes only now. Escape leaves only after it was copied or the button was pressed.
function showOnce(title, words, secret, label, more) {
  let mayLeave = false;
  const warning = h("p", { role: "alert" });
  return openDialog(title, (close) => [
    notice("warn", words),
    h("p", { class: "secret-label" }, label),
    copyable(secret, `Copy the ${label}`, () => { mayLeave = true; }),
    more, warning,
    h("div", { class: "actions" }, button("Done, I have kept it", () => close(), "primary")),
  ], { wide: true, mayLeave: () => { if (!mayLeave) warning.textContent = `Copy the ${label} first, or press Done.`; return mayLeave; } });
}

export function showServerOnce(title, server) {
  const needsToken = server.config.require_api_token_auth
    ? notice("", `Callers must also send an API token: put one from “API tokens” in place of ${placeholder}.`) : null;
  const clients = snippets(server, server.url).map(([client, words, text], index) =>
    h("details", { name: "client", open: index === 0 }, h("summary", {}, client), h("p", {}, words), copyable(text)));
  return showOnce(title, "This URL is shown once. Whoever has it can use the server, so keep it like a password.", server.url, "URL",
    h("div", { class: "stack" }, needsToken, h("h3", {}, "Use it in"), h("div", {}, clients,
      server.sse_url ? h("details", { name: "client" }, h("summary", {}, "Clients that only speak SSE"), copyable(server.sse_url)) : null)));
}

export function showTokenOnce(token) {
  return showOnce(`API token ${token.name}`, "This token is shown once. It opens the servers that ask for an API token.", token.token, "token",
    [h("p", {}, "Callers send it beside the server's URL:"), copyable(`Authorization: Bearer ${token.token}`)]);
}
