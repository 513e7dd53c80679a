#!/usr/bin/env python3
"""Holds suites against the execution specification, or fills their blanks from it.

    Tools/check_suites.py [PATH]...          every expectation compared (default: spec-fixtures)
    Tools/check_suites.py --fill PATH...     every `_` replaced by what the specification says

Run it with the Python of a virtual environment made from Tools/requirements.txt. Exit code 0: all
agreed; 1: an expectation differs; 2: a suite cannot be read.
"""

import argparse
import multiprocessing
import sys
import threading
import time
from pathlib import Path

from suites import blanks
from suites.reader import STATUSES, SuiteError, account, address, count, octets, read, word
from suites.specification import carry_out
from suites.values import Leaf, pretty, pretty_bytes

ROOT = Path(__file__).resolve().parent.parent
NOTHING = {"balance": 0, "nonce": 0, "code": b"", "storage": {}}


def pretty_storage(slots):
    return "{" + ", ".join(f"{pretty(k)}: {pretty(v)}" for k, v in sorted(slots.items())) + "}"


def pretty_account(fields, code_key="hex"):
    parts = [f"{key}: {pretty(fields[key])}" for key in ("balance", "nonce") if fields[key]]
    if fields["code"]:
        parts.append(f"hex: 0x{fields['code'].hex()}")
    if fields["storage"]:
        parts.append(f"storage: {pretty_storage(fields['storage'])}")
    return "{" + ", ".join(parts) + "}"


def pretty_logs(logs, own):
    rows = []
    for at, topics, data in logs:
        parts = [] if at == own else [f"address: 0x{at.hex().lstrip('0')}"]
        parts += ["topics: [" + ", ".join(map(pretty, topics)) + "]"] if topics else []
        parts += [f"data: {pretty_bytes(data)}"] if data else []
        rows.append("{" + ", ".join(parts) + "}")
    return "[" + ", ".join(rows) + "]"


class Check:
    """Compares one run's expectations with what the specification says; gathers blanks."""

    def __init__(self, run):
        self.run, self.differences, self.filled = run, [], {}

    def compare(self, what, leaf, actual, text, read_value):
        if isinstance(leaf, Leaf) and leaf.is_blank:
            self.filled[(leaf.start, leaf.end)] = text
            return
        leaf = self.completed(leaf, actual)
        if (wanted := read_value(leaf)) != actual:
            shown = getattr(leaf, "__str__", lambda: leaf)() if isinstance(leaf, str) else wanted
            self.differences.append(f"{what}: suite {shown}, specification {text}")

    def completed(self, tree, actual):
        """A list of words or a storage with its blanks replaced by what the specification says."""
        if isinstance(actual, bytes) and isinstance(tree, list):
            actual = [int.from_bytes(actual[at : at + 32], "big") for at in range(0, len(actual), 32)]
        if isinstance(tree, list) and isinstance(actual, list) and len(tree) == len(actual):
            return [self.completed(*pair) for pair in zip(tree, actual)]
        if isinstance(tree, dict) and isinstance(actual, dict):
            return {key: self.completed(value, actual.get(word(key), 0)) for key, value in tree.items()}
        if isinstance(tree, dict) and isinstance(actual, tuple):  # a log
            parts = dict(zip(("address", "topics", "data"), actual))
            return {key: self.completed(value, parts[key]) for key, value in tree.items()}
        if isinstance(tree, Leaf) and tree.is_blank:
            in_bytes = isinstance(actual, bytes)
            self.filled[(tree.start, tree.end)] = pretty_bytes(actual) if in_bytes else pretty(actual)
            return Leaf("0x" + actual.hex() if in_bytes else pretty(actual))
        return tree

    def status(self, leaf, outcome):
        if leaf.is_blank:
            self.filled[(leaf.start, leaf.end)] = outcome.statuses[0]
            return
        if leaf not in STATUSES:
            raise SuiteError(f"'{leaf}' is not a status", leaf)
        exceptional = outcome.statuses[0] not in ("success", "revert", "rejected")
        if leaf not in outcome.statuses and not (leaf == "failure" and exceptional):
            self.differences.append(f"status: suite {leaf}, specification {outcome.statuses[0]}")

    def outcome(self, expect, outcome):
        self.status(expect.get("status", Leaf("success")), outcome)
        if "gas-used" in expect:
            self.compare("gas-used", expect["gas-used"], outcome.gas_used, str(outcome.gas_used), count)
        if "operation-gas" in expect:
            if self.run.scaffold_gas is None:
                raise SuiteError("'operation-gas' goes with 'operation'", self.run.place)
            gas = outcome.gas_used - self.run.scaffold_gas
            self.compare("operation-gas", expect["operation-gas"], gas, str(gas), count)
        if "refund" in expect:
            self.compare("refund", expect["refund"], outcome.refund, str(outcome.refund), count)
        if "output" in expect:
            self.compare("output", expect["output"], outcome.output, pretty_bytes(outcome.output), octets)
        if "stack" in expect:
            text = "[" + ", ".join(map(pretty, outcome.stack or [])) + "]"
            self.compare("stack", expect["stack"], outcome.stack, text, lambda v: [word(i) for i in v])
        if "memory" in expect:
            self.compare("memory", expect["memory"], outcome.memory, pretty_bytes(outcome.memory or b""), octets)
        if "logs" in expect:
            own = self.run.address
            text = pretty_logs(outcome.logs, own)
            self.compare("logs", expect["logs"], list(outcome.logs), text, self.read_logs)

    def read_logs(self, value):
        return [
            (
                address(log["address"]) if "address" in log else self.run.address,
                [word(topic) for topic in log.get("topics") or []],
                octets(log.get("data", Leaf("0x"))),
            )
            for log in value
        ]

    def world(self, expect, world):
        if "storage" in expect:
            actual = world.storage(self.run.address)
            self.compare("storage", expect["storage"], actual, pretty_storage(actual), self.read_storage)
        for name, wanted in (expect.get("accounts") or {}).items():
            actual = world.account(address(name))
            if self.run.fork not in ("Frontier", "Homestead", "EIP150"):
                if wanted is None and actual == NOTHING:
                    actual = None
                elif wanted is not None and actual is None:
                    actual = NOTHING
            if isinstance(wanted, Leaf) and wanted.is_blank:
                self.filled[(wanted.start, wanted.end)] = "~" if actual is None else pretty_account(actual)
            elif wanted is None or actual is None:
                if (wanted is None) != (actual is None):
                    found = "no account" if actual is None else pretty_account(actual)
                    self.differences.append(f"account {name}: suite {wanted}, specification {found}")
            else:
                self.account(name, wanted, actual)

    def account(self, name, wanted, actual):
        for key, value in wanted.items():
            field = "code" if key == "hex" else key
            text = pretty(actual[field]) if key in ("balance", "nonce") else (
                pretty_storage(actual[field]) if key == "storage" else "0x" + actual[field].hex()
            )
            read_value = self.read_storage if key == "storage" else lambda v, k=key: account({k: v})[
                "code" if k == "hex" else k
            ]
            self.compare(f"account {name} {key}", value, actual[field], text, read_value)

    @staticmethod
    def read_storage(value):
        return {word(k): word(v) for k, v in (value or {}).items() if word(v)}

    def everything(self, leaf, outcome, world):
        """A blank in place of a whole `expect`."""
        parts, ended = [], outcome.statuses[0] in ("success", "revert")
        if outcome.statuses[0] != "success":
            parts.append(f"status: {outcome.statuses[0]}")
        if outcome.output:
            parts.append(f"output: {pretty_bytes(outcome.output)}")
        if self.run.scaffold_gas is not None and ended:
            parts.append(f"operation-gas: {outcome.gas_used - self.run.scaffold_gas}")
        elif ended or self.run.transactions:
            parts.append(f"gas-used: {outcome.gas_used}")
        if outcome.refund and self.run.message:
            parts.append(f"refund: {pretty(outcome.refund)}")
        if outcome.logs:
            parts.append(f"logs: {pretty_logs(outcome.logs, self.run.address)}")
        if self.run.message and (slots := world.storage(self.run.address)):
            parts.append(f"storage: {pretty_storage(slots)}")
        self.filled[(leaf.start, leaf.end)] = "{" + ", ".join(parts) + "}"

    def carry_out(self):
        world, outcomes = carry_out(self.run)
        expect = self.run.expect
        if isinstance(expect, Leaf):
            if not expect.is_blank:
                raise SuiteError("'expect' is not a mapping", expect)
            self.everything(expect, outcomes[0], world)
            return
        for wish, outcome in zip(self.run.transactions or (), outcomes):
            if isinstance(wish["expect"], Leaf) and wish["expect"].is_blank:
                self.everything(wish["expect"], outcome, world)
            elif wish["expect"] is not None:
                self.outcome(wish["expect"], outcome)
        if self.run.message or self.run.transactions[0]["expect"] is None and len(outcomes) == 1:
            self.outcome(expect, outcomes[0])
        self.world(expect, world)


def check_file(path):
    """(path, cases run, without oracle, differences, blanks, error) of one suite."""
    run_count = skipped = 0
    differences, filled, cases = [], {}, set()
    try:
        for run in read(path):
            cases.add(run.place)
            if not run.oracle:
                skipped += 1
                continue
            run_count += 1
            check = Check(run)
            try:
                check.carry_out()
            except (SuiteError, AssertionError, KeyError) as error:
                differences.append(f"{path}:{run.place.line}: {run.name}: {error!r}")
                continue
            differences += [f"{path}:{run.place.line}: {run.name}: {d}" for d in check.differences]
            for where, value in check.filled.items():
                if filled.setdefault(where, value) not in (value, None):
                    differences.append(
                        f"{path}:{run.place.line}: {run.name}: blank would be {value} here and "
                        f"{filled[where]} before: give it a column"
                    )
                    filled[where] = None  # stays a blank
    except SuiteError as error:
        return path, len(cases), run_count, skipped, differences, filled, str(error)
    return path, len(cases), run_count, skipped, differences, filled, None


def with_deep_stack(work):
    """Runs `work` where call chains 1,024 deep fit: EELS recurses natively."""
    sys.setrecursionlimit(200_000)
    threading.stack_size(1 << 29)
    result = []
    thread = threading.Thread(target=lambda: result.append(work()))
    thread.start()
    thread.join()
    return result[0] if result else None


def check_file_deep(path):
    return with_deep_stack(lambda: check_file(path))


def suites_under(paths):
    for path in paths:
        yield from sorted(path.rglob("*.yaml")) if path.is_dir() else [path]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("paths", nargs="*", type=Path, default=[ROOT / "spec-fixtures"])
    parser.add_argument("--fill", action="store_true", help="replace blanks (`_`) by the specification's values")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--verbose", action="store_true", help="a line for each suite")
    options = parser.parse_args()
    started, total_cases, total, without, bad, unreadable, left = time.time(), 0, 0, 0, 0, 0, 0
    paths = list(suites_under(options.paths))
    with multiprocessing.Pool(options.jobs) as pool:
        for path, cases, run, skipped, differences, filled, error in pool.imap(check_file_deep, paths):
            total_cases += cases
            total += run
            without += skipped
            bad += len(differences)
            for line in differences[:20]:
                print(line)
            if len(differences) > 20:
                print(f"{path}: {len(differences) - 20} more")
            if error:
                unreadable += 1
                print(error)
            known = {where: value for where, value in filled.items() if value is not None}
            if known and options.fill and not error:
                path.write_text(blanks.align(blanks.fill(path.read_text(), known)))
                filled = filled.keys() - known.keys()
            if filled:
                left += len(filled)
                print(f"{path}: {len(filled)} blanks")
            if options.verbose:
                print(f"{path}: {cases} cases, {run} runs")
    print(
        f"{len(paths)} suites, {total_cases} cases, {total} runs compared with the specification, {without} without it, "
        f"{bad} differences, {unreadable} unreadable, {left} blanks, {time.time() - started:.0f} s"
    )
    return 2 if unreadable else 1 if bad or left else 0


if __name__ == "__main__":
    sys.exit(main())
