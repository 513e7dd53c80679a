#define _GNU_SOURCE
#include "CPinned.h"

#if defined(__linux__)
#include <dlfcn.h>
#include <stddef.h>

/// Opens the library once more, never to be unloaded.
///
/// Swift's runtime keeps pointers into every image that it was shown, from the moment at which that is
/// loaded. An executable cannot be opened, and need not be.
__attribute__((constructor)) static void pin(void) {
    Dl_info here;
    if (dladdr((void *)pin, &here) == 0 || here.dli_fname == NULL) return;
    (void)dlopen(here.dli_fname, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
}
#endif
