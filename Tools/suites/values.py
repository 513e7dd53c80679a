"""Numbers, addresses, bytes and forks as suites write them."""

import re

FORKS = (
    "Frontier Homestead EIP150 EIP158 Byzantium Constantinople ConstantinopleFix Istanbul Berlin "
    "London Paris Shanghai Cancun Prague Osaka BPO1 BPO2"
).split()
ALIASES = {
    "tangerinewhistle": "EIP150",
    "tangerine_whistle": "EIP150",
    "spuriousdragon": "EIP158",
    "spurious_dragon": "EIP158",
    "petersburg": "ConstantinopleFix",
    "merge": "Paris",
    "thegraymerge": "Paris",
}
MODULUS = 1 << 256


class SuiteError(Exception):
    """A suite that cannot be read: where, what was found, what was expected."""

    def __init__(self, message, leaf=None):
        place = f"{leaf.path}:{leaf.line}:{leaf.column}: " if leaf is not None else ""
        super().__init__(place + message)


class Leaf(str):
    """A YAML scalar that remembers where it stands."""

    path, line, column, start, end, plain = "", 0, 0, None, None, True

    @classmethod
    def at(cls, text, other):
        leaf = cls(text)
        leaf.__dict__.update(getattr(other, "__dict__", {}))
        return leaf

    @property
    def is_blank(self):
        return self == "_" and self.plain


def located(value):
    """The first leaf in a tree, to name a place by."""
    if isinstance(value, Leaf):
        return value
    for part in value if isinstance(value, (list, dict)) else ():
        if (found := located(part)) is not None:
            return found
    return None


NUMBER = re.compile(r"(-?)(?:0x([0-9a-fA-F]+)|2\^(\d+)|(\d+))(?:([+-])(\d+))?$")


def integer(text):
    """The integer that a number stands for, not yet reduced."""
    match = NUMBER.match(re.sub(r"(?<=[0-9a-fA-F])_(?=[0-9a-fA-F])", "", text))
    if not match or (match[3] and int(match[3]) > 256):
        raise SuiteError(f"'{text}' is not a number (decimal, 0x…, 2^n, 2^n-1, -2^n)", text)
    value = int(match[2], 16) if match[2] else 1 << int(match[3]) if match[3] else int(match[4])
    value = -value if match[1] else value
    if match[5]:
        value += int(match[6]) if match[5] == "+" else -int(match[6])
    if not -(MODULUS >> 1) <= value <= MODULUS:
        raise SuiteError(f"'{text}' does not fit 256 bits", text)
    return value


def word(text):
    return integer(text) % MODULUS


def count(text):
    value = integer(text)
    if not 0 <= value < 1 << 64:
        raise SuiteError(f"'{text}' is not between 0 and 2^64-1", text)
    return value


def address(text):
    if not re.fullmatch(r"0x[0-9a-fA-F]{1,40}", text):
        raise SuiteError(f"'{text}' is not an address (0x and up to 40 digits)", text)
    return bytes.fromhex(text[2:].rjust(40, "0"))


def octets(value):
    """Bytes: 0x…, or a list of words."""
    if isinstance(value, list):
        return b"".join(word(item).to_bytes(32, "big") for item in value)
    digits = re.sub(r"\s", "", value)
    if not re.fullmatch(r"0x([0-9a-fA-F]{2})*", digits):
        raise SuiteError(f"'{value}' is neither 0x… with whole bytes nor a list of words", value)
    return bytes.fromhex(digits[2:])


def fork(text):
    for name in FORKS:
        if name.lower() == text.lower():
            return name
    if text.lower() in ALIASES:
        return ALIASES[text.lower()]
    raise SuiteError(f"'{text}' is not a fork", text if isinstance(text, Leaf) else None)


def forks(value):
    """The forks that a name, a range or a list of them stands for, oldest first."""
    chosen = set()
    for item in value if isinstance(value, list) else [value]:
        first, dots, last = item.partition("..")
        start = FORKS.index(fork(Leaf.at(first, item))) if first else 0
        end = FORKS.index(fork(Leaf.at(last, item))) if last else len(FORKS) - 1 if dots else start
        if start > end:
            raise SuiteError(f"'{item}' is an empty range", item)
        chosen.update(FORKS[start : end + 1])
    return [name for name in FORKS if name in chosen]


def pretty(number):
    """A number as a person would write it."""
    if number < 1 << 20:
        return str(number)
    if MODULUS - number < 1 << 16:
        return f"-{MODULUS - number}"
    if number.bit_count() > 1 and (MODULUS - number).bit_count() == 1:
        return f"-2^{(MODULUS - number).bit_length() - 1}"
    for bits in range(24, 257):
        distance = number - (1 << bits)
        if abs(distance) <= 256:
            return f"2^{bits}{distance:+d}" if distance else f"2^{bits}"
    return f"0x{number:064x}" if number >> 192 else hex(number)


def pretty_bytes(data):
    if data and len(data) % 32 == 0 and len(data) <= 256:
        words = [int.from_bytes(data[at : at + 32], "big") for at in range(0, len(data), 32)]
        return "[" + ", ".join(map(pretty, words)) + "]"
    return "0x" + data.hex()
