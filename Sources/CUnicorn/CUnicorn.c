#include "CUnicorn.h"

uc_err unicorn_hook_code(
    uc_engine *engine, unicorn_code_callback callback, void *context, uint64_t first,
    uint64_t last) {
    uc_hook hook;
    return uc_hook_add(engine, &hook, UC_HOOK_CODE, (void *)callback, context, first, last);
}

// A range whose end is before its beginning is every address.
static const uint64_t everywhere_first = 1, everywhere_last = 0;

static void note_stretch(uc_engine *engine, uint64_t address, uint32_t size, void *notes) {
    (void)engine;
    (void)size;
    ((unicorn_notes *)notes)->stretch = address;
}

static void count_translation(
    uc_engine *engine, uc_tb *translation, uc_tb *previous, void *notes) {
    (void)engine;
    (void)previous;
    ((unicorn_notes *)notes)->translation_count += 1;
    ((unicorn_notes *)notes)->translated_byte_count += translation->size;
}

uc_err unicorn_take_notes(uc_engine *engine, unicorn_notes *notes) {
    uc_hook hook;
    uc_err error = uc_hook_add(
        engine, &hook, UC_HOOK_BLOCK, (void *)note_stretch, notes, everywhere_first,
        everywhere_last);
    if (error != UC_ERR_OK) return error;
    return uc_hook_add(
        engine, &hook, UC_HOOK_EDGE_GENERATED, (void *)count_translation, notes, everywhere_first,
        everywhere_last);
}

uc_err unicorn_ignore_end(uc_engine *engine) {
    return uc_ctl_exits_enable(engine);
}

uc_err unicorn_hook_refused_access(
    uc_engine *engine, unicorn_memory_callback callback, void *context) {
    const int types = UC_HOOK_MEM_READ_UNMAPPED | UC_HOOK_MEM_WRITE_UNMAPPED |
                      UC_HOOK_MEM_READ_PROT | UC_HOOK_MEM_WRITE_PROT;
    uc_hook hook;
    return uc_hook_add(
        engine, &hook, types, (void *)callback, context, everywhere_first, everywhere_last);
}

uc_err unicorn_hook_exceptions(
    uc_engine *engine, unicorn_exception_callback callback, void *context) {
    uc_hook hook;
    return uc_hook_add(
        engine, &hook, UC_HOOK_INTR, (void *)callback, context, everywhere_first, everywhere_last);
}

uc_err unicorn_remove_translations(uc_engine *engine, uint64_t first, uint64_t end) {
    return uc_ctl_remove_cache(engine, first, end);
}

uc_err unicorn_set_model(uc_engine *engine, int model) {
    return uc_ctl_set_cpu_model(engine, model);
}
