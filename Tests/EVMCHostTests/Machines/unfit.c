// Libraries that are no EVMC machine, each in a way of its own: -DUNFIT says which.

#include "CEVMC.h"

#include <stdlib.h>

static evmc_capabilities_flagset wasm(struct evmc_vm *vm) {
    (void)vm;
    return EVMC_CAPABILITY_EWASM;
}

static struct evmc_result execute(
    struct evmc_vm *vm, const struct evmc_host_interface *host, struct evmc_host_context *context,
    enum evmc_revision revision, const struct evmc_message *message, const uint8_t *code,
    size_t code_size)
{
    (void)vm, (void)host, (void)context, (void)revision, (void)message, (void)code, (void)code_size;
    return (struct evmc_result){.status_code = EVMC_REJECTED};
}

static void destroy(struct evmc_vm *vm) { (void)vm; }

static struct evmc_vm machine = {
    .abi_version = EVMC_ABI_VERSION,
    .name = "unfit",
    .version = "1",
    .destroy = destroy,
    .execute = execute,
    .get_capabilities = wasm,
};

#if UNFIT == 1
struct evmc_vm *evmc_create_something_else(void) { return &machine; }
#elif UNFIT == 2
struct evmc_vm *evmc_create(void) { return NULL; }
#elif UNFIT == 3
struct evmc_vm *evmc_create(void) {
    machine.abi_version = 6;
    return &machine;
}
#elif UNFIT == 4
struct evmc_vm *evmc_create(void) { return &machine; }
#elif UNFIT == 5
struct evmc_vm *evmc_create(void) { abort(); }
#elif UNFIT == 6
struct evmc_vm *evmc_create(void) {
    machine.execute = NULL;
    return &machine;
}
#endif
