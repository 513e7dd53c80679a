"""From YAML to runs: defaults merged, tables multiplied, code assembled."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from .assembler import assemble, operation
from .values import Leaf, SuiteError, address, count, forks, located, octets, word

CASE_KEYS = set(
    "name about fork operation operands code hex data value caller origin address gas gas-price static "
    "access-list blob-hashes block pre transaction transactions parameters expect tiers schedule "
    "conditions must-reach oracle source".split()
)
MERGED = ("pre", "block", "expect")
GROUPS = (("operation", "code", "hex"), ("transaction", "transactions"))
MESSAGE_ONLY = set(
    "gas data value origin gas-price static access-list blob-hashes operation".split()
)
TRANSACTION_KEYS = set(
    "sender to data code value gas-limit nonce gas-price max-fee max-priority-fee access-list "
    "blob-hashes max-fee-per-blob-gas authorizations reward expect".split()
)
OUTCOME_KEYS = set("status gas-used output logs".split())
EXPECT_KEYS = OUTCOME_KEYS | set("operation-gas refund stack memory storage accounts".split())
ACCOUNT_KEYS = set("balance nonce code hex storage".split())
BLOCK_KEYS = set(
    "number timestamp gas-limit coinbase difficulty prev-randao base-fee chain-id excess-blob-gas "
    "hashes".split()
)
STATUSES = set(
    "success revert failure rejected out-of-gas stack-underflow stack-overflow undefined-opcode "
    "invalid-opcode invalid-jump write-protection return-data-out-of-bounds create-collision "
    "code-too-large initcode-too-large invalid-code-prefix".split()
)


@dataclass
class Run:
    """One run of a case: what the specification is asked, and what the suite expects."""

    name: str
    fork: str
    code: bytes | None
    address: bytes
    pre: dict
    block: dict
    expect: object
    message: dict | None = None
    transactions: list | None = None
    scaffold_gas: int | None = None
    oracle: bool = True
    place: Leaf | None = None
    source: dict = field(default_factory=dict)


def check_keys(mapping, allowed, what):
    if not isinstance(mapping, dict):
        raise SuiteError(f"{what} is not a mapping", located(mapping))
    for key in mapping:
        if key not in allowed:
            raise SuiteError(f"'{key}' is not a key of {what}", key)


def tree(node, path):
    """YAML nodes as dict, list, Leaf and None; duplicate keys refused."""
    if isinstance(node, yaml.ScalarNode):
        if node.style is None and node.value in ("~", "null", ""):
            return None
        leaf = Leaf(node.value)
        leaf.path, leaf.line, leaf.column = path, node.start_mark.line + 1, node.start_mark.column + 1
        leaf.start, leaf.end = node.start_mark.index, node.end_mark.index
        leaf.plain = node.style is None
        return leaf
    if isinstance(node, yaml.SequenceNode):
        return [tree(item, path) for item in node.value]
    result = {}
    for key_node, value_node in node.value:
        key = tree(key_node, path)
        if key in result:
            raise SuiteError(f"'{key}' stands twice", key)
        result[key] = tree(value_node, path)
    return result


COLUMN = re.compile(r"\$([A-Za-z0-9_]+)")


def substitute(value, row, used):
    """The tree with every $name replaced; a leaf that is one $name becomes the row's own leaf."""
    if isinstance(value, dict):
        return {substitute(k, row, used): substitute(v, row, used) for k, v in value.items()}
    if isinstance(value, list):
        return [substitute(item, row, used) for item in value]
    if not isinstance(value, Leaf) or "$" not in value:
        return value
    for name in COLUMN.findall(value):
        if name not in row:
            raise SuiteError(f"no column '{name}'", value)
        used.add(name)
    if whole := COLUMN.fullmatch(value):
        return row[whole[1]]
    return Leaf.at(COLUMN.sub(lambda match: str(row[match[1]]), value), value)


def merged(defaults, case):
    result = dict(case)
    for key, value in defaults.items():
        if any(key in group and set(group) & set(case) for group in GROUPS):
            continue
        if key in MERGED and isinstance(result.get(key), dict) and isinstance(value, dict):
            result[key] = {**value, **result[key]}
        else:
            result.setdefault(key, value)
    return result


def rows(case):
    """(label, row) pairs of the case's table, or one empty row."""
    table = case.get("parameters")
    if table is None:
        yield None, {}
        return
    head = table[0]
    if len(set(head)) != len(head) or len(table) < 2:
        raise SuiteError("a table needs distinct columns and at least one row", head[0])
    for index, cells in enumerate(table[1:], 1):
        if len(cells) != len(head):
            raise SuiteError(f"{len(head)} cells expected, {len(cells)} found", cells[0])
        row = dict(zip(head, cells))
        yield row.get("label", f"#{index}"), row


def account(fields, what="an account"):
    check_keys(fields, ACCOUNT_KEYS, what)
    result = {}
    if "balance" in fields:
        result["balance"] = word(fields["balance"])
    if "nonce" in fields:
        result["nonce"] = count(fields["nonce"])
    if "code" in fields:
        result["code"] = assemble(fields["code"])
    if "hex" in fields:
        result["code"] = octets(fields["hex"])
    if "storage" in fields:
        result["storage"] = {word(k): word(v) for k, v in fields["storage"].items()}
    return result


def access_list(value):
    return [(address(a), [word(k) for k in keys]) for a, keys in (value or {}).items()]


def block(fields):
    check_keys(fields, BLOCK_KEYS, "block")
    result = {
        "number": 1, "timestamp": 1000, "gas-limit": 30_000_000, "coinbase": address("0xc01b"),
        "difficulty": 0x20000, "prev-randao": 0, "base-fee": 7, "chain-id": 1, "excess-blob-gas": 0,
        "hashes": {},
    }  # fmt: skip
    for key, value in fields.items():
        if key == "coinbase":
            result[key] = address(value)
        elif key == "hashes":
            result[key] = value if value == "keccak" else {count(n): word(h) for n, h in value.items()}
        elif key in ("difficulty", "prev-randao", "base-fee", "chain-id"):
            result[key] = word(value)
        else:
            result[key] = count(value)
    return result


def transaction(fields, case):
    check_keys(fields, TRANSACTION_KEYS, "a transaction")
    check_keys(fields.get("expect") or {}, OUTCOME_KEYS, "a transaction's expect") if (
        isinstance(fields.get("expect"), dict)
    ) else None
    data = assemble(fields["code"]) if "code" in fields else octets(fields.get("data", Leaf("0x")))
    to = fields.get("to", case.get("address", Leaf("0xc0de")))
    return {
        "sender": address(fields.get("sender", case.get("caller", Leaf("0xcafe")))),
        "to": None if to is None else address(to),
        "data": data,
        "value": word(fields.get("value", "0")),
        "gas-limit": count(fields.get("gas-limit", "1000000")),
        "nonce": count(fields["nonce"]) if "nonce" in fields else None,
        "gas-price": word(fields.get("gas-price", "10")) if "max-fee" not in fields else None,
        "max-fee": word(fields["max-fee"]) if "max-fee" in fields else None,
        "max-priority-fee": word(fields.get("max-priority-fee", "0")),
        "access-list": access_list(fields["access-list"]) if "access-list" in fields else None,
        "blob-hashes": [word(h) for h in fields["blob-hashes"]] if "blob-hashes" in fields else None,
        "max-fee-per-blob-gas": word(fields.get("max-fee-per-blob-gas", "1")),
        "authorizations": [
            {
                "authority": address(a["authority"]),
                "address": address(a["address"]),
                "nonce": count(a.get("nonce", "0")),
                "chain-id": word(a.get("chain-id", "1")),
            }
            for a in fields["authorizations"]
        ]
        if "authorizations" in fields
        else None,
        "expect": fields.get("expect"),
    }


def runs_of_row(suite, name, case, suffix, row_used):
    label, row = suffix
    case = {k: v if k == "parameters" else substitute(v, row, row_used) for k, v in case.items()}
    whole = case.get("transactions") or ([case["transaction"]] if "transaction" in case else None)
    if whole and (extra := MESSAGE_ONLY & set(case)):
        raise SuiteError(f"'{extra.pop()}' is not used with transactions", name)
    if isinstance(case.get("expect"), dict):
        check_keys(case["expect"], EXPECT_KEYS, "expect")
    own = address(case.get("address", Leaf("0xc0de")))
    pre = {address(a): account(fields or {}) for a, fields in (case.get("pre") or {}).items()}
    where = block(case.get("block") or {})
    if "source" not in case and case.get("oracle") == "none":
        raise SuiteError("'oracle: none' needs a 'source'", name)
    if "code" in pre.get(own, {}):
        raise SuiteError("the account at 'address' has the case's code", name)
    variants = [None]
    if "operation" in case:
        if "data" in case:
            raise SuiteError("'operation' makes its own call data", name)
        wish = case.get("operands", "both")
        if wish not in ("constant", "dynamic", "both"):
            raise SuiteError(f"'{wish}' is not one of constant, dynamic, both", wish)
        variants = ["constant", "dynamic"] if wish == "both" else [wish]
    for fork in forks(case["fork"]):
        for variant in variants:
            parts = [fork] + ([label] if label else []) + ([variant] if variant else [])
            run = Run(f"{suite}/{name} [{', '.join(parts)}]", fork, None, own, pre, where, case["expect"])
            run.oracle, run.place = case.get("oracle", "specification") != "none", name
            data = octets(case.get("data", Leaf("0x")))
            if variant:
                run.code, data, run.scaffold_gas = operation(case["operation"], variant == "dynamic")
            elif "code" in case:
                run.code = assemble(case["code"])
            elif "hex" in case:
                run.code = octets(case["hex"])
            if whole:
                run.transactions = [transaction(fields, case) for fields in whole]
                if "transaction" in case:
                    run.transactions[0]["expect"] = None
            elif run.code is None:
                raise SuiteError("a message needs 'operation', 'code' or 'hex'", name)
            else:
                caller = address(case.get("caller", Leaf("0xcafe")))
                run.message = {
                    "caller": caller,
                    "origin": address(case["origin"]) if "origin" in case else caller,
                    "data": data,
                    "value": word(case.get("value", "0")),
                    "gas": count(case.get("gas", "100000")),
                    "gas-price": word(case.get("gas-price", "10")),
                    "static": case.get("static", "false") == "true",
                    "access-list": access_list(case.get("access-list")),
                    "blob-hashes": [word(h) for h in case.get("blob-hashes") or []],
                }
            yield run


def read(path):
    """All runs of the suite at a path."""
    text = Path(path).read_text()
    try:
        root = tree(yaml.compose(text, Loader=yaml.BaseLoader), str(path))
    except yaml.YAMLError as error:
        raise SuiteError(f"{path}: {error}") from None
    check_keys(root, {"suite", "about", "defaults", "cases"}, "a suite")
    suite = root.get("suite") or Path(path).stem
    defaults = root.get("defaults") or {}
    check_keys(defaults, CASE_KEYS - {"name"}, "defaults")
    names = set()
    for case in root["cases"]:
        check_keys(case, CASE_KEYS, "a case")
        name = case.get("name")
        if name is None or name in names:
            raise SuiteError("a case needs a name of its own", name or located(case))
        names.add(name)
        case = merged(defaults, case)
        for key in ("fork", "expect"):
            if key not in case:
                raise SuiteError(f"'{name}' lacks '{key}'", name)
        for group in GROUPS:
            if len(set(group) & set(case)) > 1:
                raise SuiteError(f"only one of {', '.join(group)} can be given", name)
        used, columns, result = {"label"}, set(), []
        for suffix in rows(case):
            columns |= set(suffix[1])
            result.extend(runs_of_row(suite, name, case, suffix, used))
        if unused := columns - used:
            raise SuiteError(f"column '{unused.pop()}' is never used", name)
        yield from result
