#include "CCatalogueRecords.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// #embed (C23) keeps the records beside the code as plain JSON, and the compiler tracks them as inputs.
static const unsigned char stores[] = {
#embed "records/stores.json"
};

static const unsigned char ecom[] = {
#embed "records/ecom.json"
};

static const unsigned char contacts[] = {
#embed "records/contacts.json"
};

static const unsigned char bookings[] = {
#embed "records/bookings.json"
};

static const unsigned char blog[] = {
#embed "records/blog.json"
};

static const unsigned char inbox[] = {
#embed "records/inbox.json"
};

static const unsigned char site[] = {
#embed "records/site.json"
};

static const struct wix_record_file files[] = {
    {"stores", stores, sizeof stores},
    {"ecom", ecom, sizeof ecom},
    {"contacts", contacts, sizeof contacts},
    {"bookings", bookings, sizeof bookings},
    {"blog", blog, sizeof blog},
    {"inbox", inbox, sizeof inbox},
    {"site", site, sizeof site},
};

size_t wix_record_file_count(void) { return sizeof files / sizeof files[0]; }

struct wix_record_file wix_record_file_at(size_t index) { return files[index]; }
