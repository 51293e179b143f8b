#include "CSandboxShapes.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// #embed (C23) keeps the shapes beside the code as plain JSON, and the compiler tracks them as inputs.
static const unsigned char stores[] = {
#embed "shapes/stores.json"
};

static const unsigned char ecommerce[] = {
#embed "shapes/ecommerce.json"
};

static const unsigned char bookings[] = {
#embed "shapes/bookings.json"
};

static const unsigned char crm[] = {
#embed "shapes/crm.json"
};

static const unsigned char content[] = {
#embed "shapes/content.json"
};

static const unsigned char platform[] = {
#embed "shapes/platform.json"
};

static const struct wix_shape_file files[] = {
    {"stores", stores, sizeof stores},
    {"ecommerce", ecommerce, sizeof ecommerce},
    {"bookings", bookings, sizeof bookings},
    {"crm", crm, sizeof crm},
    {"content", content, sizeof content},
    {"platform", platform, sizeof platform},
};

size_t wix_shape_file_count(void) { return sizeof files / sizeof files[0]; }

struct wix_shape_file wix_shape_file_at(size_t index) { return files[index]; }
