#include "CEVMC.h"

/// What machines and hosts of others were built with, where a pointer has eight bytes.
#define AT(type, field, offset) \
    _Static_assert(offsetof(struct type, field) == (offset), #type "." #field " is elsewhere")
#define HAS(type, size) _Static_assert(sizeof(struct type) == (size), #type " has another size")

HAS(evmc_bytes32, 32);
HAS(evmc_address, 20);
_Static_assert(sizeof(enum evmc_status_code) == 4, "an enumeration has four bytes");

AT(evmc_message, kind, 0);
AT(evmc_message, flags, 4);
AT(evmc_message, depth, 8);
AT(evmc_message, gas, 16);
AT(evmc_message, recipient, 24);
AT(evmc_message, sender, 44);
AT(evmc_message, input_data, 64);
AT(evmc_message, input_size, 72);
AT(evmc_message, value, 80);
AT(evmc_message, create2_salt, 112);
AT(evmc_message, code_address, 144);
AT(evmc_message, code, 168);
AT(evmc_message, code_size, 176);
HAS(evmc_message, 184);

AT(evmc_tx_initcode, code, 32);
AT(evmc_tx_initcode, code_size, 40);
HAS(evmc_tx_initcode, 48);

AT(evmc_tx_context, tx_gas_price, 0);
AT(evmc_tx_context, tx_origin, 32);
AT(evmc_tx_context, block_coinbase, 52);
AT(evmc_tx_context, block_number, 72);
AT(evmc_tx_context, block_timestamp, 80);
AT(evmc_tx_context, block_gas_limit, 88);
AT(evmc_tx_context, block_prev_randao, 96);
AT(evmc_tx_context, chain_id, 128);
AT(evmc_tx_context, block_base_fee, 160);
AT(evmc_tx_context, blob_base_fee, 192);
AT(evmc_tx_context, blob_hashes, 224);
AT(evmc_tx_context, blob_hashes_count, 232);
AT(evmc_tx_context, initcodes, 240);
AT(evmc_tx_context, initcodes_count, 248);
HAS(evmc_tx_context, 256);

AT(evmc_result, status_code, 0);
AT(evmc_result, gas_left, 8);
AT(evmc_result, gas_refund, 16);
AT(evmc_result, output_data, 24);
AT(evmc_result, output_size, 32);
AT(evmc_result, release, 40);
AT(evmc_result, create_address, 48);
AT(evmc_result, padding, 68);
HAS(evmc_result, 72);

AT(evmc_host_interface, account_exists, 0);
AT(evmc_host_interface, get_storage, 8);
AT(evmc_host_interface, set_storage, 16);
AT(evmc_host_interface, get_balance, 24);
AT(evmc_host_interface, get_code_size, 32);
AT(evmc_host_interface, get_code_hash, 40);
AT(evmc_host_interface, copy_code, 48);
AT(evmc_host_interface, selfdestruct, 56);
AT(evmc_host_interface, call, 64);
AT(evmc_host_interface, get_tx_context, 72);
AT(evmc_host_interface, get_block_hash, 80);
AT(evmc_host_interface, emit_log, 88);
AT(evmc_host_interface, access_account, 96);
AT(evmc_host_interface, access_storage, 104);
AT(evmc_host_interface, get_transient_storage, 112);
AT(evmc_host_interface, set_transient_storage, 120);
HAS(evmc_host_interface, 128);

AT(evmc_vm, abi_version, 0);
AT(evmc_vm, name, 8);
AT(evmc_vm, version, 16);
AT(evmc_vm, destroy, 24);
AT(evmc_vm, execute, 32);
AT(evmc_vm, get_capabilities, 40);
AT(evmc_vm, set_option, 48);
HAS(evmc_vm, 56);
