"""EIP-1283: SSTORE in Constantinople, the one rule of a supported fork that EELS leaves out.

Written from the EIP's text ("Specification"). EELS calls Petersburg `constantinople`, so this takes
SSTORE's place there for the runs that ask for Constantinople.
"""

from importlib import import_module

from ethereum_types.numeric import U256, Uint

SET, RESET, NO_OPERATION = 20_000, 5_000, 200
CLEAR_REFUND, RESET_TO_ZERO_REFUND, RESET_REFUND = 15_000, 19_800, 4_800

originals = {}


def begin(world):
    """Remembers the storage at a transaction's start: EIP-1283's original values."""
    originals.clear()
    for address, trie in world.state._storage_tries.items():
        for key, value in trie._data.items():
            originals[(address, key)] = int(value)


def cost(original, current, new):
    """Gas and change of the refund counter."""
    if current == new:
        return NO_OPERATION, 0
    if original == current:
        if original == 0:
            return SET, 0
        return RESET, CLEAR_REFUND if new == 0 else 0
    refund = 0
    if original != 0:
        if current == 0:
            refund -= CLEAR_REFUND
        if new == 0:
            refund += CLEAR_REFUND
    if original == new:
        refund += RESET_TO_ZERO_REFUND if original == 0 else RESET_REFUND
    return NO_OPERATION, refund


def install(fork, wanted):
    """Makes a fork's SSTORE follow EIP-1283, or its own rule again."""
    table, code = fork.operations.op_implementation, fork.operations.Ops.SSTORE
    own = getattr(fork, "own_sstore", None)
    if own is None:
        own = fork.own_sstore = table[code]
    package = fork.vm.__name__
    charge_gas = import_module(package + ".gas").charge_gas
    pop = import_module(package + ".stack").pop
    write_protection = import_module(package + ".exceptions").WriteInStaticContext

    def sstore(evm):
        key = pop(evm.stack).to_be_bytes32()
        new = pop(evm.stack)
        state, address = evm.message.block_env.state, evm.message.current_target
        current = fork.state.get_storage(state, address, key)
        original = originals.get((address, key), 0)
        gas_cost, refund = cost(original, int(current), int(new))
        charge_gas(evm, Uint(gas_cost))
        if evm.message.is_static:
            raise write_protection
        evm.refund_counter += refund
        fork.state.set_storage(state, address, key, U256(new))
        evm.pc += Uint(1)

    table[code] = sstore if wanted else own
