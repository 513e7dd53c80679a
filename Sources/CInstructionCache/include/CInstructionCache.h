#ifndef CINSTRUCTIONCACHE_H
#define CINSTRUCTIONCACHE_H

#include <stddef.h>

/// What must be done before code that was just written can be run.
///
/// Two steps, by the thread that writes and by each that runs: instruction fetches of Arm see
/// neither what other caches hold nor what is fetched already (Arm ARM, B2.2.5). Where fetches see
/// all stores of their own accord both are nothing.

#if defined(__aarch64__)
/// Makes code that was written visible to instruction fetches of all threads that then observe it.
void instruction_cache_publish(const void *start, size_t byte_count);

/// Drops what this thread fetched before the latest code was published.
///
/// One comparison, unless there is new code since this thread's last call.
void instruction_cache_observe(void);
#else
static inline void instruction_cache_publish(const void *start, size_t byte_count) {
    (void)start;
    (void)byte_count;
}

static inline void instruction_cache_observe(void) {}
#endif

#endif
