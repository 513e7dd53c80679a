// Typed faces of Unicorn's variadic functions and macros, which Swift cannot call.

#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <unicorn/unicorn.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Is told before each instruction at an address.
typedef void (*unicorn_code_callback)(
    uc_engine *engine, uint64_t address, uint32_t size, void *context);

/// Is told of an access that the memory does not allow; answers whether it does now.
typedef bool (*unicorn_memory_callback)(
    uc_engine *engine, uc_mem_type type, uint64_t address, int size, int64_t value,
    void *context);

/// Is told of an exception of the processor's, by its number.
typedef void (*unicorn_exception_callback)(uc_engine *engine, uint32_t number, void *context);

/// Has a function called before the instructions from `first` to `last`.
uc_err unicorn_hook_code(
    uc_engine *engine, unicorn_code_callback callback, void *context, uint64_t first,
    uint64_t last);

/// What an engine notes while it runs.
typedef struct {
    /// The address of the straight stretch of code that runs.
    uint64_t stretch;
    /// Stretches that were translated, all but the first of all.
    uint64_t translation_count;
    /// The bytes of code in them.
    uint64_t translated_byte_count;
} unicorn_notes;

/// Has notes taken, in memory that lives as long as the engine.
uc_err unicorn_take_notes(uc_engine *engine, unicorn_notes *notes);

/// Lets a run end only where it is stopped, and not at the address that it is given.
uc_err unicorn_ignore_end(uc_engine *engine);

/// Has a function called for every read and write that the memory does not allow.
uc_err unicorn_hook_refused_access(
    uc_engine *engine, unicorn_memory_callback callback, void *context);

/// Has a function called for every exception; unless it stops the engine, the instruction that made
/// it is repeated for ever.
uc_err unicorn_hook_exceptions(
    uc_engine *engine, unicorn_exception_callback callback, void *context);

/// Drops what was made of the code from `first` to before `end`.
uc_err unicorn_remove_translations(uc_engine *engine, uint64_t first, uint64_t end);

/// Chooses the processor's model; before anything else is asked of the engine.
uc_err unicorn_set_model(uc_engine *engine, int model);

#ifdef __cplusplus
}
#endif
