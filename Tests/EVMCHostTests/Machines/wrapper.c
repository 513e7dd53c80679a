// An EVMC machine that has another one execute, and goes wrong on purpose.
//
// Options: `inner` is the library of the machine that executes; `misdeed` is what goes wrong, in
// code that holds the four bytes of "mark", or where the misdeed says otherwise.

#define _GNU_SOURCE
#include "CEVMC.h"

#include <dlfcn.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct machine {
    struct evmc_vm outer;
    struct evmc_vm *inner;
    char misdeed[64];
};

/// What an execution is about.
struct execution {
    const struct evmc_host_interface *host;
    struct evmc_host_context *context;
    const struct evmc_message *message;
    const uint8_t *code;
    size_t code_size;
};

/// A byte that is written where none may be, so that no compiler leaves it out.
static void spoil(const void *place) { *(volatile uint8_t *)place = 0xee; }

static bool has_mark(const uint8_t *code, size_t size) {
    for (size_t index = 0; index + 4 <= size; index++)
        if (memcmp(code + index, "mark", 4) == 0) return true;
    return false;
}

static bool has_instruction(const uint8_t *code, size_t size, uint8_t opcode) {
    for (size_t index = 0; index < size; index++) {
        if (code[index] == opcode) return true;
        if (code[index] >= 0x60 && code[index] <= 0x7f) index += code[index] - 0x5f;
    }
    return false;
}

static void take_all_memory(void) {
    for (;;) {
        const size_t block = 64 << 20;
        const uint8_t *memory = malloc(block);
        for (size_t offset = 0; memory != NULL && offset < block; offset += 4096)
            spoil(memory + offset);
    }
}

static int overflow(volatile char *caller) {
    volatile char block[4096];
    block[0] = caller == NULL ? 1 : caller[0];
    return overflow(block) + block[0];
}

/// A call of the precompiled contract that returns its input.
static struct evmc_message identity(const struct execution *own, const uint8_t *input) {
    struct evmc_message call = {.kind = EVMC_CALL, .depth = own->message->depth + 1, .gas = 100};
    call.sender = own->message->recipient;
    call.recipient.bytes[19] = 4;
    call.code_address.bytes[19] = 4;
    call.input_data = input;
    call.input_size = 32;
    return call;
}

// MARK: Before the machine executes

static void touch(const char *misdeed, const struct execution *own) {
    if (strcmp(misdeed, "crash") == 0) abort();
    if (strcmp(misdeed, "null") == 0) spoil(NULL);
    if (strcmp(misdeed, "hang") == 0) for (;;) pause();
    if (strcmp(misdeed, "stack") == 0) overflow(NULL);
    if (strcmp(misdeed, "memory") == 0) take_all_memory();
    if (strcmp(misdeed, "exit") == 0) _exit(0);
    if (strcmp(misdeed, "code") == 0) spoil(own->code);
    if (strcmp(misdeed, "behind-code") == 0) spoil(own->code + own->code_size);
    if (strcmp(misdeed, "input") == 0) spoil(own->message->input_data);
    if (strcmp(misdeed, "message") == 0) spoil(&own->message->gas);
    if (strcmp(misdeed, "host") == 0) spoil(&own->host->call);
    if (strcmp(misdeed, "context") == 0) spoil(own->context);
}

static void call(const char *misdeed, const struct execution *own) {
    uint8_t input[32] = {1, 2, 3};
    struct evmc_message message = identity(own, input);
    if (strcmp(misdeed, "call-depth") == 0) message.depth = own->message->depth;
    if (strcmp(misdeed, "call-gas") == 0) message.gas = INT64_MAX;
    if (strcmp(misdeed, "call-sender") == 0) message.sender.bytes[0] ^= 1;
    if (strcmp(misdeed, "call-input") == 0) message.input_data = NULL;
    const uint8_t topics[5][32] = {{0}};
    if (strcmp(misdeed, "log") == 0)
        own->host->emit_log(
            own->context, &own->message->recipient, NULL, 0, (const evmc_bytes32 *)topics, 5);
    struct evmc_result result = own->host->call(own->context, &message);
    if (strcmp(misdeed, "call-output") == 0) spoil(result.output_data);
    if (strcmp(misdeed, "behind-output") == 0) spoil(result.output_data + result.output_size);
    if (strcmp(misdeed, "no-release") == 0) return;
    if (result.release == NULL) return;
    if (strcmp(misdeed, "double-release") == 0) result.release(&result);
    result.release(&result);
}

/// Creates an account whose code is one byte, and dies if the creator is shown that: a creation that
/// succeeds returns nothing (EIP-211).
static void create(const struct execution *own) {
    // PUSH1 1 PUSH1 0 RETURN
    static const uint8_t initcode[] = {0x60, 1, 0x60, 0, 0xf3};
    struct evmc_message call = {.kind = EVMC_CREATE, .gas = 50000};
    call.depth = own->message->depth + 1;
    call.sender = own->message->recipient;
    call.input_data = initcode;
    call.input_size = sizeof initcode;
    struct evmc_result result = own->host->call(own->context, &call);
    if (result.status_code != EVMC_SUCCESS || result.output_size != 0) abort();
    if (own->host->get_code_size(own->context, &result.create_address) != 1) abort();
    if (result.release != NULL) result.release(&result);
}

// MARK: Afterwards

static void lie(const char *misdeed, const struct execution *own, struct evmc_result *result) {
    int64_t given = own->message->gas;
    if (strcmp(misdeed, "gas-more") == 0) result->gas_left = given + 1;
    if (strcmp(misdeed, "gas-negative") == 0) result->gas_left = -1;
    if (strcmp(misdeed, "gas-failure") == 0) result->status_code = EVMC_FAILURE;
    if (strcmp(misdeed, "refund") == 0) result->gas_refund = INT64_MAX;
    if (strcmp(misdeed, "refund-revert") == 0) {
        result->status_code = EVMC_REVERT;
        result->gas_refund = 1;
    }
    if (strcmp(misdeed, "null-output") == 0) {
        result->output_data = NULL;
        result->output_size = 32;
    }
    if (strcmp(misdeed, "huge-output") == 0) result->output_size = (size_t)1 << 40;
    if (strcmp(misdeed, "status") == 0) result->status_code = (enum evmc_status_code)99;
    if (strcmp(misdeed, "internal") == 0) result->status_code = EVMC_INTERNAL_ERROR;
    if (strcmp(misdeed, "rejected") == 0) result->status_code = EVMC_REJECTED;
    if (strcmp(misdeed, "no-memory") == 0) result->status_code = EVMC_OUT_OF_MEMORY;
    if (strcmp(misdeed, "wrong-output") == 0) spoil(result->output_data);
    if (strcmp(misdeed, "wrong-gas") == 0) result->gas_left -= 1;
    if (strcmp(misdeed, "unnamed") == 0) {
        result->status_code = EVMC_FAILURE;
        result->gas_left = 0;
        result->gas_refund = 0;
    }
}

/// Mistakes that some programs show, whether or not they are marked.
static void mistake(const char *misdeed, const struct execution *own, struct evmc_result *result) {
    const uint8_t signextend = 0x0b;
    bool isRight = result->status_code == EVMC_SUCCESS;
    if (strcmp(misdeed, "signextend-gas") == 0 && isRight && result->gas_left > 0 &&
        has_instruction(own->code, own->code_size, signextend))
        result->gas_left -= 1;
    if (strcmp(misdeed, "negative-output") == 0 && isRight && result->output_size > 0 &&
        result->output_data[0] == 0x80)
        ((uint8_t *)result->output_data)[result->output_size - 1] ^= 1;
}

// MARK: The machine

static struct machine *machine_of(struct evmc_vm *vm) { return (struct machine *)vm; }

static struct evmc_result execute(
    struct evmc_vm *vm, const struct evmc_host_interface *host, struct evmc_host_context *context,
    enum evmc_revision revision, const struct evmc_message *message, const uint8_t *code,
    size_t code_size)
{
    struct machine *machine = machine_of(vm);
    const char *misdeed = machine->misdeed;
    struct execution own = {host, context, message, code, code_size};
    bool is_marked = has_mark(code, code_size);
    if (is_marked) touch(misdeed, &own);
    if (is_marked && (strncmp(misdeed, "call-", 5) == 0 || strcmp(misdeed, "log") == 0 ||
                      strstr(misdeed, "release") != NULL || strcmp(misdeed, "behind-output") == 0))
        call(misdeed, &own);
    if (is_marked && strcmp(misdeed, "create") == 0) create(&own);
    struct evmc_result result = machine->inner->execute(
        machine->inner, host, context, revision, message, code, code_size);
    if (is_marked) lie(misdeed, &own, &result);
    mistake(misdeed, &own, &result);
    return result;
}

static evmc_capabilities_flagset capabilities(struct evmc_vm *vm) {
    (void)vm;
    return EVMC_CAPABILITY_EVM1;
}

static enum evmc_set_option_result set_option(
    struct evmc_vm *vm, const char *name, const char *value)
{
    struct machine *machine = machine_of(vm);
    if (strcmp(name, "misdeed") == 0) {
        if (strlen(value) >= sizeof machine->misdeed) return EVMC_SET_OPTION_INVALID_VALUE;
        strcpy(machine->misdeed, value);
        return EVMC_SET_OPTION_SUCCESS;
    }
    if (strcmp(name, "inner") != 0) return EVMC_SET_OPTION_INVALID_NAME;
    void *library = dlopen(value, RTLD_NOW | RTLD_LOCAL);
    evmc_create_fn create = NULL;
    if (library != NULL) *(void **)&create = dlsym(library, "evmc_create");
    if (create == NULL) return EVMC_SET_OPTION_INVALID_VALUE;
    machine->inner = create();
    return EVMC_SET_OPTION_SUCCESS;
}

static void destroy(struct evmc_vm *vm) {
    struct machine *machine = machine_of(vm);
    if (machine->inner != NULL) machine->inner->destroy(machine->inner);
    free(machine);
}

struct evmc_vm *evmc_create_wrapper(void) {
    struct machine *machine = calloc(1, sizeof *machine);
    machine->outer = (struct evmc_vm){
        .abi_version = EVMC_ABI_VERSION,
        .name = "wrapper",
        .version = "1",
        .destroy = destroy,
        .execute = execute,
        .get_capabilities = capabilities,
        .set_option = set_option,
    };
    return &machine->outer;
}
