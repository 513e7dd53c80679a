"""Checks the checker: python3 -m unittest discover Tools."""

import tempfile
import unittest
from pathlib import Path

from check_suites import blanks, check_file
from suites.assembler import assemble, operation
from suites.reader import SuiteError, read
from suites.values import Leaf, forks, octets, pretty, word

HEAD = "suite: T\ndefaults: {fork: Osaka}\ncases:\n"


def check(text):
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(HEAD + text)
        file.flush()
        _, _, runs, _, differences, filled, error = check_file(Path(file.name))
    return runs, differences, filled, error


class Values(unittest.TestCase):
    def test_numbers(self):
        for text, value in {"1_000": 1000, "0xff": 255, "2^64-1": 2**64 - 1, "-2^64+1": 2**256 - 2**64 + 1}.items():
            self.assertEqual(word(text), value)
        for text in ("", "1.5", "2^257", "0x", "one", "--1", "2^256+1"):
            with self.assertRaises(SuiteError):
                word(Leaf(text))

    def test_a_number_reads_back(self):
        for value in (0, 5, 2**20, 2**64 + 1, 2**256 - 1, 2**256 - 2**64, 2**255, 12345678901234567890):
            self.assertEqual(word(pretty(value)), value)

    def test_bytes_are_digits_or_words(self):
        self.assertEqual(octets("0x01 02"), b"\1\2")
        self.assertEqual(octets(["1"]), b"\0" * 31 + b"\1")

    def test_ranges_of_forks(self):
        self.assertEqual(forks(["..Homestead", "bpo1.."]), ["Frontier", "Homestead", "BPO1", "BPO2"])


class Assembly(unittest.TestCase):
    def test_labels_and_pushes(self):
        code = "PUSH 0 push 256 loop: @loop jump PUSH1 @loop .data: raw 0x5b ; end"
        self.assertEqual(assemble(code).hex(), "6000610100" + "5b" + "610005" + "56" + "6005" + "5b")

    def test_what_does_not_assemble(self):
        for code in ("PUSH", "PUSH1 256", "PUSH 2^256", "PUSH31 -1", "@nowhere", "a: a:", "ADDD", "raw 0x1"):
            with self.assertRaises(SuiteError):
                assemble(Leaf(code))

    def test_an_operation_has_the_scaffold_of_the_page(self):
        code, data, gas = operation("SUB 7 3", dynamic=False)
        self.assertEqual((code.hex(), data, gas), ("6003600703" + "60005260206000f3", b"", 21))
        code, data, gas = operation("POP 7", dynamic=True)
        self.assertEqual((code.hex(), data[-1], gas), ("6000355000", 7, 6))


class Checking(unittest.TestCase):
    def test_a_right_expectation_agrees(self):
        self.assertEqual(check("  - {name: a, code: PUSH 1, expect: {stack: [1]}}\n")[:2], (1, []))

    def test_a_wrong_one_is_a_difference(self):
        for expect in ("stack: [2]", "gas-used: 4", "status: revert", "output: 0x00", "storage: {1: 1}",
                       "memory: [0]", "logs: [{}]", "refund: 1", "accounts: {0xc0de: {nonce: 1}}"):  # fmt: skip
            runs, differences, _, error = check("  - {name: a, code: PUSH 1, expect: {%s}}\n" % expect)
            self.assertEqual((runs, len(differences), error), (1, 1, None), expect)

    def test_a_blank_gets_the_value(self):
        text = HEAD + "  - {name: a, operation: ADD 1 2, expect: {output: [_]}}\n"
        filled = check(text.removeprefix(HEAD))[2]
        self.assertIn("output: [3]", blanks.fill(text, filled))

    def test_a_blank_with_two_values_stays(self):
        runs, differences, filled, _ = check(
            "  - name: a\n    fork: [Frontier, Osaka]\n    code: PUSH 0 SLOAD\n    expect: {gas-used: _}\n"
        )
        self.assertEqual((runs, len(differences), list(filled.values())), (2, 1, [None]))

    def test_bad_suites_are_refused(self):
        for case in ("{name: a, code: STOP}", "{name: a, expect: {}}", "{code: STOP, expect: {}}",
                     "{name: a, code: STOP, hex: 0x, expect: {}}", "{name: a, kode: STOP, expect: {}}",
                     "{name: a, code: STOP, fork: Berlim, expect: {}}", "{name: a, code: $x, expect: {}}",
                     "{name: a, code: STOP, expect: {}, parameters: [[x], [1]]}",
                     "{name: a, code: STOP, expect: {}, oracle: none}"):  # fmt: skip
            self.assertIsNotNone(check(f"  - {case}\n")[3], case)


if __name__ == "__main__":
    unittest.main()
