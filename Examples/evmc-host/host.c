// Loads an EVMC machine from a shared library and has it execute code: the least that a client does.
//
//     evmc-host LIBRARY [NAME=VALUE]... CODE
//     evmc-host LIBRARY --reload COUNT
//
// The second form loads, executes, and unloads, COUNT times.

#include "CEVMC.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct evmc_vm *(*create_function)(void);

static int fail(const char *what, const char *detail) {
    fprintf(stderr, "evmc-host: %s: %s\n", what, detail);
    return 2;
}

// MARK: The client's side

// A real client answers from its state. This one has no accounts but the code's own, which has no
// storage that outlives the execution either; what a client leaves out is not asked, or counts as none.

static struct evmc_tx_context tell_transaction(struct evmc_host_context *context) {
    (void)context;
    struct evmc_tx_context answer;
    memset(&answer, 0, sizeof answer);
    answer.block_number = 1;
    answer.block_gas_limit = 30000000;
    answer.chain_id.bytes[31] = 1;
    return answer;
}

static const struct evmc_host_interface client = {.get_tx_context = tell_transaction};

// MARK: The machine's side

/// Finds the function that makes a machine: `evmc_create`, or `evmc_create_` and the machine's name.
static create_function find_create(void *library) {
    // ISO C has no cast from an object's pointer to a function's, which POSIX demands here.
    create_function create = NULL;
    void *symbol = dlsym(library, "evmc_create");
    if (symbol == NULL) symbol = dlsym(library, "evmc_create_synchromesh");
    memcpy(&create, &symbol, sizeof create);
    return create;
}

static bool set_option(struct evmc_vm *machine, const char *text) {
    const char *equals = strchr(text, '=');
    char name[64] = "";
    size_t count = equals == NULL ? strlen(text) : (size_t)(equals - text);
    if (count >= sizeof name || machine->set_option == NULL) return false;
    memcpy(name, text, count);
    const char *value = equals == NULL ? "" : equals + 1;
    return machine->set_option(machine, name, value) == EVMC_SET_OPTION_SUCCESS;
}

static struct evmc_result execute(
    struct evmc_vm *machine, const unsigned char *code, size_t count) {
    struct evmc_message message;
    memset(&message, 0, sizeof message);
    message.kind = EVMC_CALL;
    message.gas = 1000000;
    return machine->execute(machine, &client, NULL, EVMC_OSAKA, &message, code, count);
}

static void print(const struct evmc_result *result) {
    printf("status %d, %lld gas used", (int)result->status_code,
           1000000 - (long long)result->gas_left);
    if (result->output_size > 0) printf(", output ");
    for (size_t index = 0; index < result->output_size; index++)
        printf("%02x", result->output_data[index]);
    printf("\n");
}

// MARK: The two forms

/// Reads pairs of hexadecimal digits; -1 if the text holds anything else.
static long read_code(const char *text, unsigned char *code, size_t capacity) {
    size_t count = strlen(text) / 2;
    if (strlen(text) % 2 != 0 || count > capacity) return -1;
    for (size_t index = 0; index < count; index++) {
        char digits[3] = {text[2 * index], text[2 * index + 1], 0};
        char *end = NULL;
        code[index] = (unsigned char)strtoul(digits, &end, 16);
        if (end != digits + 2) return -1;
    }
    return (long)count;
}

static int run(void *library, char **options, int option_count, const char *text) {
    static unsigned char code[24576];
    long count = read_code(text, code, sizeof code);
    if (count < 0) return fail("no hexadecimal bytes", text);
    create_function create = find_create(library);
    struct evmc_vm *machine = create == NULL ? NULL : create();
    if (machine == NULL) return fail("no EVMC machine", "evmc_create");
    if (machine->abi_version != EVMC_ABI_VERSION) return fail("another version", machine->name);
    for (int index = 0; index < option_count; index++)
        if (!set_option(machine, options[index])) return fail("no such option", options[index]);
    struct evmc_result result = execute(machine, code, (size_t)count);
    print(&result);
    int code_of_end = result.status_code == EVMC_SUCCESS ? 0 : 1;
    if (result.release != NULL) result.release(&result);
    machine->destroy(machine);
    return code_of_end;
}

/// Adds 3 and 1, three times, so that a machine that compiles what is hot does so.
static int reload(const char *path, int times) {
    static const unsigned char code[] = {0x60, 0x03, 0x60, 0x01, 0x01, 0x5f, 0x52,
                                         0x60, 0x20, 0x5f, 0xf3};
    for (int time = 0; time < times; time++) {
        void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
        if (library == NULL) return fail("not loaded again", dlerror());
        create_function create = find_create(library);
        if (create == NULL) return fail("no EVMC machine", path);
        // Now and then it is only loaded.
        struct evmc_vm *machine = time % 4 == 3 ? NULL : create();
        for (int call = 0; machine != NULL && call < 3; call++) {
            if (call == 0 && time % 2 == 0) set_option(machine, "calls=0");
            struct evmc_result result = execute(machine, code, sizeof code);
            bool is_right = result.status_code == EVMC_SUCCESS && result.output_size == 32 &&
                            result.output_data[31] == 4;
            if (result.release != NULL) result.release(&result);
            if (!is_right) return fail("a wrong result", path);
        }
        if (machine != NULL) machine->destroy(machine);
        if (dlclose(library) != 0) return fail("not unloaded", dlerror());
    }
    printf("loaded %d times\n", times);
    return 0;
}

int main(int argc, char **argv) {
    if (argc < 3) return fail("usage", "evmc-host LIBRARY [NAME=VALUE]... CODE");
    if (argc == 4 && strcmp(argv[2], "--reload") == 0) return reload(argv[1], atoi(argv[3]));
    void *library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) return fail("not loaded", dlerror());
    return run(library, argv + 2, argc - 3, argv[argc - 1]);
}
