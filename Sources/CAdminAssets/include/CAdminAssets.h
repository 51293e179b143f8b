#ifndef CADMIN_ASSETS_H
#define CADMIN_ASSETS_H

#include <stddef.h>

/// One embedded file, by its name below `assets/`.
struct admin_asset {
    const char *name;
    const unsigned char *bytes;
    size_t count;
};

/// The number of embedded files.
size_t admin_asset_count(void);

/// The file at an index below `admin_asset_count()`.
struct admin_asset admin_asset_at(size_t index);

#endif
