#ifndef CSANDBOX_SHAPES_H
#define CSANDBOX_SHAPES_H

#include <stddef.h>

/// One embedded file of request shapes (JSON), named for its business area.
struct wix_shape_file {
    const char *name;
    const unsigned char *bytes;
    size_t count;
};

/// The number of embedded files.
size_t wix_shape_file_count(void);

/// The file at an index below `wix_shape_file_count()`.
struct wix_shape_file wix_shape_file_at(size_t index);

#endif
