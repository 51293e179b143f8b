#include "CAdminAssets.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// #embed (C23) keeps the files beside the code as they are, and the compiler tracks them as inputs.
static const unsigned char openapi[] = {
#embed "assets/openapi.json"
};

static const unsigned char console_html[] = {
#embed "assets/console.html"
};

static const unsigned char console_css[] = {
#embed "assets/console.css"
};

static const unsigned char console_js[] = {
#embed "assets/console.js"
};

static const unsigned char console_accounts[] = {
#embed "assets/console-accounts.js"
};

static const unsigned char console_api[] = {
#embed "assets/console-api.js"
};

static const unsigned char console_audit[] = {
#embed "assets/console-audit.js"
};

static const unsigned char console_dom[] = {
#embed "assets/console-dom.js"
};

static const unsigned char console_form[] = {
#embed "assets/console-form.js"
};

static const unsigned char console_list[] = {
#embed "assets/console-list.js"
};

static const unsigned char console_quota[] = {
#embed "assets/console-quota.js"
};

static const unsigned char console_route[] = {
#embed "assets/console-route.js"
};

static const unsigned char console_server_form[] = {
#embed "assets/console-server-form.js"
};

static const unsigned char console_servers[] = {
#embed "assets/console-servers.js"
};

static const unsigned char console_snippets[] = {
#embed "assets/console-snippets.js"
};

static const unsigned char console_tokens[] = {
#embed "assets/console-tokens.js"
};

static const unsigned char console_tools[] = {
#embed "assets/console-tools.js"
};

static const struct admin_asset assets[] = {
    {"openapi.json", openapi, sizeof openapi},
    {"console.html", console_html, sizeof console_html},
    {"console.css", console_css, sizeof console_css},
    {"console.js", console_js, sizeof console_js},
    {"console-accounts.js", console_accounts, sizeof console_accounts},
    {"console-api.js", console_api, sizeof console_api},
    {"console-audit.js", console_audit, sizeof console_audit},
    {"console-dom.js", console_dom, sizeof console_dom},
    {"console-form.js", console_form, sizeof console_form},
    {"console-list.js", console_list, sizeof console_list},
    {"console-quota.js", console_quota, sizeof console_quota},
    {"console-route.js", console_route, sizeof console_route},
    {"console-server-form.js", console_server_form, sizeof console_server_form},
    {"console-servers.js", console_servers, sizeof console_servers},
    {"console-snippets.js", console_snippets, sizeof console_snippets},
    {"console-tokens.js", console_tokens, sizeof console_tokens},
    {"console-tools.js", console_tools, sizeof console_tools},
};

size_t admin_asset_count(void) { return sizeof assets / sizeof assets[0]; }

struct admin_asset admin_asset_at(size_t index) { return assets[index]; }
