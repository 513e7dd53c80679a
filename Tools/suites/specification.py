"""Runs a case in EELS, the Python execution specification (package ethereum-execution).

Messages enter through `process_message`, transactions through `process_transaction`. Nothing is
signed: the two functions that recover an address from a signature answer what the suite says.
"""

import dataclasses
from importlib import import_module

from ethereum.crypto.hash import keccak256
from ethereum.exceptions import EthereumException
from ethereum_types.bytes import Bytes, Bytes0, Bytes20, Bytes32
from ethereum_types.numeric import U8, U64, U256, Uint

from . import eip1283

MODULES = {
    "EIP150": "tangerine_whistle",
    "EIP158": "spurious_dragon",
    "ConstantinopleFix": "constantinople",  # EELS has no other; see eip1283.py
}
HALTS = {
    "OutOfGasError": ("out-of-gas", "code-too-large", "initcode-too-large"),
    "StackUnderflowError": ("stack-underflow",),
    "StackOverflowError": ("stack-overflow",),
    "InvalidJumpDestError": ("invalid-jump",),
    "WriteInStaticContext": ("write-protection",),
    "OutOfBoundsRead": ("return-data-out-of-bounds",),
    "AddressCollision": ("create-collision",),
    "InvalidContractPrefix": ("invalid-code-prefix",),
}


@dataclasses.dataclass
class Outcome:
    """What came out: `statuses` are the suite's words that describe it, the usual one first."""

    statuses: tuple
    gas_used: int
    output: bytes = b""
    logs: tuple = ()
    refund: int = 0
    stack: list | None = None
    memory: bytes | None = None


def word(number):
    return Bytes32(number.to_bytes(32, "big"))


def fields(cls):
    return {field.name for field in dataclasses.fields(cls)}


class Fork:
    """The modules of one fork, with watchers put in; two names may share one."""

    loaded = {}

    def __init__(self, module):
        base = "ethereum.forks." + module
        self.fork = import_module(base + ".fork")
        self.types = import_module(base + ".fork_types")
        self.state = import_module(base + ".state")
        self.transactions = import_module(base + ".transactions")
        self.vm = import_module(base + ".vm")
        self.interpreter = import_module(base + ".vm.interpreter")
        self.precompiles = import_module(base + ".vm.precompiled_contracts.mapping").PRE_COMPILED_CONTRACTS
        self.operations = import_module(base + ".vm.instructions")
        self.outermost = None
        self.sender = None
        self.call_error = None
        process_message = self.interpreter.process_message
        process_message_call = self.fork.process_message_call

        def watch_message(message):
            evm = process_message(message)
            if message.depth == 0:
                self.outermost = evm
            return evm

        def watch_call(message):
            result = process_message_call(message)
            self.call_error = result.error
            return result

        self.interpreter.process_message = watch_message
        self.fork.process_message_call = watch_call
        self.fork.recover_sender = lambda *_: self.sender
        if hasattr(self.transactions, "SetCodeTransaction"):
            delegation = import_module(base + ".vm.eoa_delegation")
            delegation.recover_authority = lambda a: Bytes20(int(a.r).to_bytes(20, "big"))

    @classmethod
    def named(cls, name):
        module = MODULES.get(name, name.lower())
        if module not in cls.loaded:
            cls.loaded[module] = Fork(module)
        return cls.loaded[module]

    def make(self, cls, values):
        """An object of a class whose fields differ from fork to fork."""
        return cls(**{name: value for name, value in values.items() if name in fields(cls)})


def block_hash(hashes, number):
    """The hash of a block: listed, or, as in state tests, of its number's decimal digits."""
    return keccak256(str(number).encode()) if hashes == "keccak" else word(hashes.get(number, 0))


class World:
    """A state in which one run's messages or transactions are carried out."""

    def __init__(self, run):
        self.run = run
        self.fork = Fork.named(run.fork)
        if run.fork in ("Constantinople", "ConstantinopleFix"):
            eip1283.install(self.fork, run.fork == "Constantinople")
        self.state = self.fork.state.State()
        pre = {address: dict(account) for address, account in run.pre.items()}
        if run.code is not None:
            pre.setdefault(run.address, {})["code"] = run.code
        if run.message and run.message["value"]:
            caller = pre.setdefault(run.message["caller"], {})
            caller["balance"] = caller.get("balance", 0) + run.message["value"]
        for address, account in pre.items():
            self.install(Bytes20(address), account)
        block = run.block
        first = max(0, block["number"] - 256)
        self.block = self.fork.make(
            self.fork.vm.BlockEnvironment,
            {
                "chain_id": U64(block["chain-id"]),
                "state": self.state,
                "block_gas_limit": Uint(block["gas-limit"]),
                "block_hashes": [block_hash(block["hashes"], n) for n in range(first, block["number"])],
                "coinbase": Bytes20(block["coinbase"]),
                "number": Uint(block["number"]),
                "base_fee_per_gas": Uint(block["base-fee"]),
                "time": U256(block["timestamp"]),
                "prev_randao": word(block["prev-randao"]),
                "difficulty": Uint(block["difficulty"]),
                "excess_blob_gas": U64(block["excess-blob-gas"]),
                "parent_beacon_block_root": word(0),
            },
        )

    def install(self, address, account):
        state = self.fork.state
        state.set_account(
            self.state,
            address,
            self.fork.types.Account(
                nonce=Uint(account.get("nonce", 0)),
                balance=U256(account.get("balance", 0)),
                code=Bytes(account.get("code", b"")),
            ),
        )
        for key, value in account.get("storage", {}).items():
            state.set_storage(self.state, address, word(key), U256(value))

    def account(self, address):
        """Balance, nonce, code and storage, or None where there is no account."""
        found = self.fork.state.get_account_optional(self.state, Bytes20(address))
        if found is None:
            return None
        return {
            "balance": int(found.balance),
            "nonce": int(found.nonce),
            "code": bytes(found.code),
            "storage": self.storage(address),
        }

    def storage(self, address):
        trie = self.state._storage_tries.get(Bytes20(address))
        slots = trie._data.items() if trie else ()
        return {int.from_bytes(key, "big"): int(value) for key, value in slots if value}

    def message(self):
        """Carries out the run's message."""
        run, fork, message = self.run, self.fork, self.run.message
        eip1283.begin(self)
        caller, own = Bytes20(message["caller"]), Bytes20(run.address)
        listed = {Bytes20(address) for address, _ in message["access-list"]}
        keys = {(Bytes20(a), word(key)) for a, slots in message["access-list"] for key in slots}
        origin = Bytes20(message["origin"])
        warm = {caller, origin, own, *fork.precompiles, *listed}
        if "push0" in dir(fork.operations.stack_instructions):  # EIP-3651 came with EIP-3855
            warm.add(self.block.coinbase)
        transient = getattr(fork.state, "TransientStorage", lambda: None)()
        environment = fork.make(
            fork.vm.TransactionEnvironment,
            {
                "origin": origin,
                "gas_price": Uint(message["gas-price"]),
                "gas": Uint(message["gas"]),
                "access_list_addresses": listed,
                "access_list_storage_keys": keys,
                "transient_storage": transient,
                "blob_versioned_hashes": tuple(map(word, message["blob-hashes"])),
                "authorizations": (),
                "index_in_block": Uint(0),
                "tx_hash": None,
            },
        )
        evm = fork.interpreter.process_message(
            fork.make(
                fork.vm.Message,
                {
                    "block_env": self.block,
                    "tx_env": environment,
                    "caller": caller,
                    "target": own,
                    "current_target": own,
                    "gas": Uint(message["gas"]),
                    "value": U256(message["value"]),
                    "data": Bytes(message["data"]),
                    "code_address": own,
                    "code": Bytes(run.code),
                    "depth": Uint(0),
                    "should_transfer_value": True,
                    "is_static": message["static"],
                    "accessed_addresses": warm,
                    "accessed_storage_keys": keys,
                    "disable_precompiles": False,
                    "parent_evm": None,
                },
            )
        )
        statuses = self.statuses(evm.error, evm)
        return self.outcome(evm, statuses, message["gas"] - int(evm.gas_left))

    def outcome(self, evm, statuses, gas_used):
        good = statuses == ("success",)
        ended = good or statuses == ("revert",)
        logs = tuple(
            (bytes(log.address), [int.from_bytes(t, "big") for t in log.topics], bytes(log.data))
            for log in (evm.logs if good else ())
        )
        return Outcome(
            statuses,
            gas_used,
            bytes(evm.output) if ended else b"",
            logs,
            int(evm.refund_counter) if good else 0,
            [int(item) for item in reversed(evm.stack)] if ended else None,
            bytes(evm.memory) if ended else None,
        )

    def statuses(self, error, evm):
        if not error:
            return ("success",)
        name = type(error).__name__
        if name == "Revert":
            return ("revert",)
        if name == "InvalidOpcode":
            return ("invalid-opcode" if evm.code[int(evm.pc)] == 0xFE else "undefined-opcode",)
        return HALTS[name]

    def transaction(self, wish, output, index):
        """Carries out one transaction; `output` gathers the block's."""
        fork = self.fork
        eip1283.begin(self)
        fork.sender, fork.outermost, fork.call_error = Bytes20(wish["sender"]), None, None
        if wish["nonce"] is None:
            sender = fork.state.get_account(self.state, fork.sender)
            wish = {**wish, "nonce": int(sender.nonce)}
        transaction = self.make_transaction(wish)
        if transaction is None:  # a type that the fork does not know
            return Outcome(("rejected",), 0)
        before = output.block_gas_used
        try:
            fork.fork.process_transaction(self.block, output, transaction, Uint(index))
        except EthereumException:
            return Outcome(("rejected",), 0)
        used = int(output.block_gas_used - before)
        evm = fork.outermost
        statuses = self.statuses(fork.call_error, evm)
        if evm is None:
            return Outcome(statuses, used)
        return self.outcome(evm, statuses, used)

    def make_transaction(self, wish):
        module, block = self.fork.transactions, self.block
        if wish["authorizations"] is not None:
            name = "SetCodeTransaction"
        elif wish["blob-hashes"] is not None:
            name = "BlobTransaction"
        elif wish["max-fee"] is not None:
            name = "FeeMarketTransaction"
        elif wish["access-list"] is not None:
            name = "AccessListTransaction"
        else:
            name = "LegacyTransaction" if hasattr(module, "LegacyTransaction") else "Transaction"
        cls = getattr(module, name, None)
        if cls is None:
            return None
        price = wish["gas-price"] if wish["gas-price"] is not None else 0
        access = getattr(module, "Access", None) or getattr(self.fork.types, "Access", None)
        return self.fork.make(
            cls,
            {
                "chain_id": U64(self.run.block["chain-id"]),
                "nonce": (U64 if name == "SetCodeTransaction" else U256)(wish["nonce"]),
                "gas_price": Uint(price),
                "max_fee_per_gas": Uint(wish["max-fee"] if wish["max-fee"] is not None else price),
                "max_priority_fee_per_gas": Uint(wish["max-priority-fee"]),
                "gas": Uint(wish["gas-limit"]),
                "to": Bytes0(b"") if wish["to"] is None else Bytes20(wish["to"]),
                "value": U256(wish["value"]),
                "data": Bytes(wish["data"]),
                "access_list": tuple(
                    access(account=Bytes20(a), slots=tuple(map(word, keys)))
                    if access
                    else (Bytes20(a), tuple(map(word, keys)))
                    for a, keys in wish["access-list"] or ()
                ),
                "max_fee_per_blob_gas": U256(wish["max-fee-per-blob-gas"]),
                "blob_versioned_hashes": tuple(map(word, wish["blob-hashes"] or ())),
                "authorizations": tuple(
                    self.types_authorization(entry) for entry in wish["authorizations"] or ()
                ),
                **{name: U256(0) for name in ("v", "r", "s", "y_parity")},
            },
        )

    def types_authorization(self, entry):
        return self.fork.types.Authorization(
            chain_id=U256(entry["chain-id"]),
            address=Bytes20(entry["address"]),
            nonce=U64(entry["nonce"]),
            y_parity=U8(0),
            r=U256(int.from_bytes(entry["authority"], "big")),
            s=U256(1),
        )


def carry_out(run):
    """The world after a run, and the outcome of its message or of each transaction."""
    world = World(run)
    if run.message:
        return world, [world.message()]
    output = world.fork.vm.BlockOutput()
    return world, [world.transaction(wish, output, i) for i, wish in enumerate(run.transactions)]
