#include "CInstructionCache.h"

#if defined(__aarch64__)
#include <stdatomic.h>
#include <stdint.h>

/// How often code was published.
static _Atomic(uint64_t) published;
/// The value of that when this thread last looked.
static _Thread_local uint64_t observed;

void instruction_cache_publish(const void *start, size_t byte_count) {
    char *first = (char *)start;
    __builtin___clear_cache(first, first + byte_count);
    atomic_fetch_add_explicit(&published, 1, memory_order_release);
}

void instruction_cache_observe(void) {
    uint64_t latest = atomic_load_explicit(&published, memory_order_acquire);
    if (latest == observed) return;
    observed = latest;
    __asm__ volatile("isb" ::: "memory");
}
#endif
