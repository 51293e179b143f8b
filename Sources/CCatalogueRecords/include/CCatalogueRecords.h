#ifndef CCATALOGUE_RECORDS_H
#define CCATALOGUE_RECORDS_H

#include <stddef.h>

/// One embedded file of operation records (JSON), named for its business area.
struct wix_record_file {
    const char *name;
    const unsigned char *bytes;
    size_t count;
};

/// The number of embedded files.
size_t wix_record_file_count(void);

/// The file at an index below `wix_record_file_count()`.
struct wix_record_file wix_record_file_at(size_t index);

/// What definitions and answers cost a model, as `make cost` counted it (JSON).
struct wix_record_file wix_costs(void);

#endif
