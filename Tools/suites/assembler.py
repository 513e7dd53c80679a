"""A second assembler for the suites' assembly, independent of the one in Swift."""

import re

from .values import Leaf, SuiteError, integer, octets

# opcode: (name, words taken, words left)
TABLE = {}
for line in """
00 STOP 0 0|01 ADD 2 1|02 MUL 2 1|03 SUB 2 1|04 DIV 2 1|05 SDIV 2 1|06 MOD 2 1|07 SMOD 2 1|08 ADDMOD 3 1
09 MULMOD 3 1|0a EXP 2 1|0b SIGNEXTEND 2 1|10 LT 2 1|11 GT 2 1|12 SLT 2 1|13 SGT 2 1|14 EQ 2 1|15 ISZERO 1 1
16 AND 2 1|17 OR 2 1|18 XOR 2 1|19 NOT 1 1|1a BYTE 2 1|1b SHL 2 1|1c SHR 2 1|1d SAR 2 1|1e CLZ 1 1
20 KECCAK256 2 1|30 ADDRESS 0 1|31 BALANCE 1 1|32 ORIGIN 0 1|33 CALLER 0 1|34 CALLVALUE 0 1
35 CALLDATALOAD 1 1|36 CALLDATASIZE 0 1|37 CALLDATACOPY 3 0|38 CODESIZE 0 1|39 CODECOPY 3 0|3a GASPRICE 0 1
3b EXTCODESIZE 1 1|3c EXTCODECOPY 4 0|3d RETURNDATASIZE 0 1|3e RETURNDATACOPY 3 0|3f EXTCODEHASH 1 1
40 BLOCKHASH 1 1|41 COINBASE 0 1|42 TIMESTAMP 0 1|43 NUMBER 0 1|44 PREVRANDAO 0 1|45 GASLIMIT 0 1
46 CHAINID 0 1|47 SELFBALANCE 0 1|48 BASEFEE 0 1|49 BLOBHASH 1 1|4a BLOBBASEFEE 0 1|50 POP 1 0|51 MLOAD 1 1
52 MSTORE 2 0|53 MSTORE8 2 0|54 SLOAD 1 1|55 SSTORE 2 0|56 JUMP 1 0|57 JUMPI 2 0|58 PC 0 1|59 MSIZE 0 1
5a GAS 0 1|5b JUMPDEST 0 0|5c TLOAD 1 1|5d TSTORE 2 0|5e MCOPY 3 0|5f PUSH0 0 1|f0 CREATE 3 1|f1 CALL 7 1
f2 CALLCODE 7 1|f3 RETURN 2 0|f4 DELEGATECALL 6 1|f5 CREATE2 4 1|fa STATICCALL 6 1|fd REVERT 2 0
fe INVALID 0 0|ff SELFDESTRUCT 1 0
""".replace("\n", "|").split("|"):
    if line:
        byte, mnemonic, taken, left = line.split()
        TABLE[mnemonic] = (int(byte, 16), int(taken), int(left))
for n in range(1, 33):
    TABLE[f"PUSH{n}"] = (0x5F + n, 0, 1)
for n in range(1, 17):
    TABLE[f"DUP{n}"] = (0x7F + n, n, n + 1)
    TABLE[f"SWAP{n}"] = (0x8F + n, n + 1, n + 1)
for n in range(5):
    TABLE[f"LOG{n}"] = (0xA0 + n, n + 2, 0)
TABLE["SHA3"], TABLE["DIFFICULTY"] = TABLE["KECCAK256"], TABLE["PREVRANDAO"]

PLACE = re.compile(r"[A-Za-z0-9_-]+$")


def push(value, width=None):
    """PUSH of an unsigned value, of the shortest width if none is given."""
    width = width or max(1, (value.bit_length() + 7) // 8)
    return bytes([0x5F + width]) + value.to_bytes(width, "big")


def number(text, width, at):
    value = integer(Leaf.at(text, at))
    if value < 0 and width in (None, 32):
        value += 1 << 256
    if not 0 <= value < 1 << 8 * (width or 32):
        raise SuiteError(f"{text} does not fit PUSH{width or 32}", at)
    return value


def assemble(text):
    words = [w for line in text.split("\n") for w in re.split(r"[;#]", line)[0].split()]
    code, places, uses = bytearray(), {}, []

    def place(name):
        if not PLACE.match(name.removeprefix(".")):
            raise SuiteError(f"'{name}' is not a label's name", text)
        return name

    def use(name, width):
        code.append(0x5F + width)
        uses.append((len(code), width, place(name)))
        code.extend(bytes(width))

    position = 0
    while position < len(words):
        token = words[position]
        position += 1
        upper = token.upper()
        if token.endswith(":"):
            name = place(token[:-1])
            if name in places:
                raise SuiteError(f"label '{name}' stands twice", text)
            places[name] = len(code)
            if not name.startswith("."):
                code.append(0x5B)
        elif token.startswith("@"):
            use(token[1:], 2)
        elif upper == "RAW" or upper == "PUSH" or re.fullmatch(r"PUSH([1-9]|[12]\d|3[0-2])", upper):
            if position == len(words):
                raise SuiteError(f"'{token}' lacks its operand", text)
            operand = words[position]
            position += 1
            width = int(upper[4:]) if upper not in ("RAW", "PUSH") else None
            if upper == "RAW":
                code += octets(Leaf.at(operand, text))
            elif operand.startswith("@"):
                use(operand[1:], width or 2)
            else:
                code += push(number(operand, width, text), width)
        elif upper in TABLE:
            code.append(TABLE[upper][0])
        else:
            raise SuiteError(f"'{token}' is not an instruction", text)
    for at, width, name in uses:
        if name not in places:
            raise SuiteError(f"no label '{name}'", text)
        if places[name] >= 1 << 8 * width:
            raise SuiteError(f"the place of '{name}' does not fit PUSH{width}", text)
        code[at : at + width] = places[name].to_bytes(width, "big")
    return bytes(code)


def operation(text, dynamic):
    """Code, call data and gas of the scaffold for one instruction with operands."""
    mnemonic, *operands = text.split()
    if mnemonic.upper() not in TABLE or re.match(r"PUSH\d|DUP|SWAP|JUMPDEST", mnemonic.upper()):
        raise SuiteError(f"'{mnemonic}' cannot be an operation", text)
    if len(operands) > 8:
        raise SuiteError("an operation has at most eight operands", text)
    byte, _, left = TABLE[mnemonic.upper()]
    values = [number(operand, None, text) for operand in operands]
    code = b""
    for index in reversed(range(len(values))):
        code += bytes([0x60, 32 * index, 0x35]) if dynamic else push(values[index])
    code += bytes([byte]) + (bytes.fromhex("60005260206000f3") if left else b"\0")
    data = b"".join(value.to_bytes(32, "big") for value in values) if dynamic else b""
    return code, data, len(values) * (6 if dynamic else 3) + (15 if left else 0)
