#ifndef CALLOCATIONS_H
#define CALLOCATIONS_H

#include <stdbool.h>
#include <stddef.h>

/// Whether allocations are counted here: with glibc, where no sanitizer stands in for it.
bool allocations_are_counted(void);

/// How often this thread has asked for memory.
size_t allocations_of_this_thread(void);

#endif
