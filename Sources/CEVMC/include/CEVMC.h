#ifndef CEVMC_H
#define CEVMC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// EVMC, version 12: how a client (the host) and an Ethereum virtual machine call each other.
///
/// The binary interface alone: names, numbers, order and types are those that hosts and machines of
/// others were built with, so none may be changed. Layouts are asserted in CEVMC.c.

#ifdef __cplusplus
extern "C" {
#endif

enum { EVMC_ABI_VERSION = 12 };

// MARK: Words

/// 32 bytes: a hash, a storage key, or a number whose first byte is the most significant.
typedef struct evmc_bytes32 {
    uint8_t bytes[32];
} evmc_bytes32;

typedef struct evmc_bytes32 evmc_uint256be;

typedef struct evmc_address {
    uint8_t bytes[20];
} evmc_address;

// MARK: Messages

/// What asked for a message. A STATICCALL is an EVMC_CALL with the flag EVMC_STATIC.
enum evmc_call_kind {
    EVMC_CALL = 0,
    EVMC_DELEGATECALL = 1,
    EVMC_CALLCODE = 2,
    EVMC_CREATE = 3,
    EVMC_CREATE2 = 4,
    EVMC_EOFCREATE = 5
};

/// Bits of `evmc_message.flags`.
enum evmc_flags {
    /// State must not be changed (EIP-214).
    EVMC_STATIC = 1,
    /// The code came from where the account delegates to (EIP-7702).
    EVMC_DELEGATED = 2
};

struct evmc_message {
    enum evmc_call_kind kind;
    uint32_t flags;
    /// The number of messages above this one; a transaction's has 0.
    int32_t depth;
    int64_t gas;
    /// Whose storage and balance the code works on.
    evmc_address recipient;
    /// What CALLER answers.
    evmc_address sender;
    /// Call data; NULL only if there are no bytes. Of a creation that goes to the host: initcode.
    const uint8_t *input_data;
    size_t input_size;
    /// In wei. Of EVMC_DELEGATECALL: what CALLVALUE answers, nothing moves.
    evmc_uint256be value;
    evmc_bytes32 create2_salt;
    /// Whose code is asked for. Means something only to the host.
    evmc_address code_address;
    const uint8_t *code;
    size_t code_size;
};

// MARK: Transaction and block

/// Initcode that a transaction carries; of no fork that exists.
typedef struct evmc_tx_initcode {
    evmc_bytes32 hash;
    const uint8_t *code;
    size_t code_size;
} evmc_tx_initcode;

struct evmc_tx_context {
    evmc_uint256be tx_gas_price;
    evmc_address tx_origin;
    evmc_address block_coinbase;
    int64_t block_number;
    int64_t block_timestamp;
    int64_t block_gas_limit;
    /// What PREVRANDAO answers, and DIFFICULTY before Paris.
    evmc_uint256be block_prev_randao;
    evmc_uint256be chain_id;
    evmc_uint256be block_base_fee;
    evmc_uint256be blob_base_fee;
    /// Owned by the host, as `initcodes` is.
    const evmc_bytes32 *blob_hashes;
    size_t blob_hashes_count;
    const evmc_tx_initcode *initcodes;
    size_t initcodes_count;
};

// MARK: Results

/// How an execution ended. Failures of the EVM are positive; those of a machine are negative, and
/// a machine may have others than these.
enum evmc_status_code {
    EVMC_SUCCESS = 0,
    EVMC_FAILURE = 1,
    EVMC_REVERT = 2,
    EVMC_OUT_OF_GAS = 3,
    /// The opcode 0xfe (EIP-141).
    EVMC_INVALID_INSTRUCTION = 4,
    EVMC_UNDEFINED_INSTRUCTION = 5,
    EVMC_STACK_OVERFLOW = 6,
    EVMC_STACK_UNDERFLOW = 7,
    EVMC_BAD_JUMP_DESTINATION = 8,
    /// RETURNDATACOPY beyond the data.
    EVMC_INVALID_MEMORY_ACCESS = 9,
    EVMC_CALL_DEPTH_EXCEEDED = 10,
    EVMC_STATIC_MODE_VIOLATION = 11,
    EVMC_PRECOMPILE_FAILURE = 12,
    EVMC_CONTRACT_VALIDATION_FAILURE = 13,
    EVMC_ARGUMENT_OUT_OF_RANGE = 14,
    EVMC_WASM_UNREACHABLE_INSTRUCTION = 15,
    EVMC_WASM_TRAP = 16,
    EVMC_INSUFFICIENT_BALANCE = 17,

    EVMC_INTERNAL_ERROR = -1,
    /// The machine does not execute such code or such a message.
    EVMC_REJECTED = -2,
    EVMC_OUT_OF_MEMORY = -3
};

struct evmc_result;

/// Frees what a result holds; called once, by whoever received the result.
typedef void (*evmc_release_result_fn)(const struct evmc_result *result);

struct evmc_result {
    enum evmc_status_code status_code;
    /// Zero unless the status is EVMC_SUCCESS or EVMC_REVERT.
    int64_t gas_left;
    /// Of this message and those below it, without the cap; zero unless EVMC_SUCCESS.
    int64_t gas_refund;
    const uint8_t *output_data;
    size_t output_size;
    /// NULL if nothing is to be freed.
    evmc_release_result_fn release;
    /// The account made. May be told of a creation that failed, too.
    evmc_address create_address;
    /// With `create_address`, the result's maker's own.
    uint8_t padding[4];
};

// MARK: What the host answers

/// The host's own; machines hand it on and never look inside.
struct evmc_host_context;

/// What a write does to a slot, of what it held when the transaction began, holds now and shall
/// hold: X, Y and Z differ from each other and from 0.
enum evmc_storage_status {
    /// Everything else, also what changes nothing.
    EVMC_STORAGE_ASSIGNED = 0,
    /// 0, 0, Z
    EVMC_STORAGE_ADDED = 1,
    /// X, X, 0
    EVMC_STORAGE_DELETED = 2,
    /// X, X, Z
    EVMC_STORAGE_MODIFIED = 3,
    /// X, 0, Z
    EVMC_STORAGE_DELETED_ADDED = 4,
    /// X, Y, 0
    EVMC_STORAGE_MODIFIED_DELETED = 5,
    /// X, 0, X
    EVMC_STORAGE_DELETED_RESTORED = 6,
    /// 0, Y, 0
    EVMC_STORAGE_ADDED_DELETED = 7,
    /// X, Y, X
    EVMC_STORAGE_MODIFIED_RESTORED = 8
};

/// Whether the transaction has touched an account or slot before (EIP-2929).
enum evmc_access_status { EVMC_ACCESS_COLD = 0, EVMC_ACCESS_WARM = 1 };

typedef bool (*evmc_account_exists_fn)(
    struct evmc_host_context *context, const evmc_address *address);

typedef evmc_bytes32 (*evmc_get_storage_fn)(
    struct evmc_host_context *context, const evmc_address *address, const evmc_bytes32 *key);

typedef enum evmc_storage_status (*evmc_set_storage_fn)(
    struct evmc_host_context *context, const evmc_address *address, const evmc_bytes32 *key,
    const evmc_bytes32 *value);

typedef evmc_uint256be (*evmc_get_balance_fn)(
    struct evmc_host_context *context, const evmc_address *address);

typedef size_t (*evmc_get_code_size_fn)(
    struct evmc_host_context *context, const evmc_address *address);

/// Zero if there is no account.
typedef evmc_bytes32 (*evmc_get_code_hash_fn)(
    struct evmc_host_context *context, const evmc_address *address);

/// Answers how many bytes it copied.
typedef size_t (*evmc_copy_code_fn)(
    struct evmc_host_context *context, const evmc_address *address, size_t code_offset,
    uint8_t *buffer_data, size_t buffer_size);

/// Answers whether this is the account's first time in the transaction.
typedef bool (*evmc_selfdestruct_fn)(
    struct evmc_host_context *context, const evmc_address *address,
    const evmc_address *beneficiary);

typedef struct evmc_result (*evmc_call_fn)(
    struct evmc_host_context *context, const struct evmc_message *message);

typedef struct evmc_tx_context (*evmc_get_tx_context_fn)(struct evmc_host_context *context);

/// Zero if the host does not know the block.
typedef evmc_bytes32 (*evmc_get_block_hash_fn)(struct evmc_host_context *context, int64_t number);

/// Up to four topics.
typedef void (*evmc_emit_log_fn)(
    struct evmc_host_context *context, const evmc_address *address, const uint8_t *data,
    size_t data_size, const evmc_bytes32 topics[], size_t topics_count);

/// Marks the account as touched, and answers what it was before.
typedef enum evmc_access_status (*evmc_access_account_fn)(
    struct evmc_host_context *context, const evmc_address *address);

/// Marks the slot as touched, and answers what it was before.
typedef enum evmc_access_status (*evmc_access_storage_fn)(
    struct evmc_host_context *context, const evmc_address *address, const evmc_bytes32 *key);

typedef evmc_bytes32 (*evmc_get_transient_storage_fn)(
    struct evmc_host_context *context, const evmc_address *address, const evmc_bytes32 *key);

typedef void (*evmc_set_transient_storage_fn)(
    struct evmc_host_context *context, const evmc_address *address, const evmc_bytes32 *key,
    const evmc_bytes32 *value);

struct evmc_host_interface {
    evmc_account_exists_fn account_exists;
    evmc_get_storage_fn get_storage;
    evmc_set_storage_fn set_storage;
    evmc_get_balance_fn get_balance;
    evmc_get_code_size_fn get_code_size;
    evmc_get_code_hash_fn get_code_hash;
    evmc_copy_code_fn copy_code;
    evmc_selfdestruct_fn selfdestruct;
    evmc_call_fn call;
    evmc_get_tx_context_fn get_tx_context;
    evmc_get_block_hash_fn get_block_hash;
    evmc_emit_log_fn emit_log;
    evmc_access_account_fn access_account;
    evmc_access_storage_fn access_storage;
    evmc_get_transient_storage_fn get_transient_storage;
    evmc_set_transient_storage_fn set_transient_storage;
};

// MARK: What the machine answers

/// The protocol's rules, by the name of the upgrade that brought them.
enum evmc_revision {
    EVMC_FRONTIER = 0,
    EVMC_HOMESTEAD = 1,
    EVMC_TANGERINE_WHISTLE = 2,
    EVMC_SPURIOUS_DRAGON = 3,
    EVMC_BYZANTIUM = 4,
    EVMC_CONSTANTINOPLE = 5,
    EVMC_PETERSBURG = 6,
    EVMC_ISTANBUL = 7,
    EVMC_BERLIN = 8,
    EVMC_LONDON = 9,
    EVMC_PARIS = 10,
    EVMC_SHANGHAI = 11,
    EVMC_CANCUN = 12,
    EVMC_PRAGUE = 13,
    EVMC_OSAKA = 14,
    EVMC_EXPERIMENTAL = 15
};

/// Bits of what `get_capabilities` answers.
enum evmc_capabilities {
    /// Code of the EVM.
    EVMC_CAPABILITY_EVM1 = 1,
    EVMC_CAPABILITY_EWASM = 2,
    /// Messages to precompiled contracts are executed by the machine.
    EVMC_CAPABILITY_PRECOMPILES = 4
};

typedef uint32_t evmc_capabilities_flagset;

enum evmc_set_option_result {
    EVMC_SET_OPTION_SUCCESS = 0,
    EVMC_SET_OPTION_INVALID_NAME = 1,
    EVMC_SET_OPTION_INVALID_VALUE = 2
};

struct evmc_vm;

typedef void (*evmc_destroy_fn)(struct evmc_vm *vm);

/// Name and value are text that ends in a zero byte.
typedef enum evmc_set_option_result (*evmc_set_option_fn)(
    struct evmc_vm *vm, const char *name, const char *value);

typedef struct evmc_result (*evmc_execute_fn)(
    struct evmc_vm *vm, const struct evmc_host_interface *host, struct evmc_host_context *context,
    enum evmc_revision revision, const struct evmc_message *message, const uint8_t *code,
    size_t code_size);

typedef evmc_capabilities_flagset (*evmc_get_capabilities_fn)(struct evmc_vm *vm);

/// How a machine begins; what follows is its own.
struct evmc_vm {
    int abi_version;
    const char *name;
    const char *version;
    evmc_destroy_fn destroy;
    evmc_execute_fn execute;
    evmc_get_capabilities_fn get_capabilities;
    /// NULL if the machine has no options.
    evmc_set_option_fn set_option;
};

/// What a machine's library exports, as `evmc_create_` and the machine's name; NULL if it cannot.
typedef struct evmc_vm *(*evmc_create_fn)(void);

#ifdef __cplusplus
}
#endif

#endif
