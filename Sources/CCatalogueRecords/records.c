#include "CCatalogueRecords.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// #embed (C23) keeps the records beside the code as plain JSON, and the compiler tracks them as inputs.
static const unsigned char composites[] = {
#embed "records/composites.json"
};

static const unsigned char stores[] = {
#embed "records/stores.json"
};

static const unsigned char stores_admin[] = {
#embed "records/stores-admin.json"
};

static const unsigned char ecom[] = {
#embed "records/ecom.json"
};

static const unsigned char ecom_checkout[] = {
#embed "records/ecom-checkout.json"
};

static const unsigned char ecom_promotions[] = {
#embed "records/ecom-promotions.json"
};

static const unsigned char contacts[] = {
#embed "records/contacts.json"
};

static const unsigned char crm[] = {
#embed "records/crm.json"
};

static const unsigned char members[] = {
#embed "records/members.json"
};

static const unsigned char email[] = {
#embed "records/email.json"
};

static const unsigned char forms[] = {
#embed "records/forms.json"
};

static const unsigned char loyalty[] = {
#embed "records/loyalty.json"
};

static const unsigned char plans[] = {
#embed "records/plans.json"
};

static const unsigned char reviews[] = {
#embed "records/reviews.json"
};

static const unsigned char bookings[] = {
#embed "records/bookings.json"
};

static const unsigned char bookings_admin[] = {
#embed "records/bookings-admin.json"
};

static const unsigned char blog[] = {
#embed "records/blog.json"
};

static const unsigned char media[] = {
#embed "records/media.json"
};

static const unsigned char cms[] = {
#embed "records/cms.json"
};

static const unsigned char inbox[] = {
#embed "records/inbox.json"
};

static const unsigned char site[] = {
#embed "records/site.json"
};

static const unsigned char platform[] = {
#embed "records/platform.json"
};

static const unsigned char costs[] = {
#embed "costs.json"
};

static const struct wix_record_file files[] = {
    {"composites", composites, sizeof composites},
    {"stores", stores, sizeof stores},
    {"stores-admin", stores_admin, sizeof stores_admin},
    {"ecom", ecom, sizeof ecom},
    {"ecom-checkout", ecom_checkout, sizeof ecom_checkout},
    {"ecom-promotions", ecom_promotions, sizeof ecom_promotions},
    {"contacts", contacts, sizeof contacts},
    {"crm", crm, sizeof crm},
    {"members", members, sizeof members},
    {"email", email, sizeof email},
    {"forms", forms, sizeof forms},
    {"loyalty", loyalty, sizeof loyalty},
    {"plans", plans, sizeof plans},
    {"reviews", reviews, sizeof reviews},
    {"bookings", bookings, sizeof bookings},
    {"bookings-admin", bookings_admin, sizeof bookings_admin},
    {"blog", blog, sizeof blog},
    {"media", media, sizeof media},
    {"cms", cms, sizeof cms},
    {"inbox", inbox, sizeof inbox},
    {"site", site, sizeof site},
    {"platform", platform, sizeof platform},
};

size_t wix_record_file_count(void) { return sizeof files / sizeof files[0]; }

struct wix_record_file wix_record_file_at(size_t index) { return files[index]; }

struct wix_record_file wix_costs(void) { return (struct wix_record_file){"costs", costs, sizeof costs}; }
