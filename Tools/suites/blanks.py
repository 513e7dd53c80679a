"""Fills blanks: puts values into a suite's text and straightens the tables they stand in."""


import re

WIDEST = 80  # a column with wider cells is not padded
ROW = re.compile(r"^(\s*- )\[(.*)\](\s*(?:#.*)?)$")


def fill(text, replacements):
    """`text` with {(start, end): value} put in; tables that got a value are aligned anew."""
    for (start, end), value in sorted(replacements.items(), reverse=True):
        text = text[:start] + value + text[end:]
    return text


def cells(inner):
    """The cells of a flow sequence's inside; commas in brackets, braces and quotes do not part."""
    result, depth, quote, current = [], 0, "", ""
    for character in inner:
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"" and not current.strip():
            quote = character
        elif character in "[{":
            depth += 1
        elif character in "]}":
            depth -= 1
        if character == "," and not depth and not quote:
            result.append(current.strip())
            current = ""
        else:
            current += character
    return result + [current.strip()]


def align(text):
    """Every table of `- [a, b]` rows with its columns under one another."""
    lines, at = text.split("\n"), 0
    while at < len(lines):
        if not lines[at].strip().startswith("parameters:"):
            at += 1
            continue
        first = at = at + 1
        while at < len(lines) and ROW.match(lines[at]):
            at += 1
        matches = [ROW.match(line) for line in lines[first:at]]
        table = [cells(match[2]) for match in matches]
        if not table:
            continue
        widths = [max(len(r[i]) for r in table if i < len(r)) for i in range(max(map(len, table)))]
        for offset, (match, row) in enumerate(zip(matches, table)):
            padded = [
                f"{cell}," + " " * (widths[i] - len(cell) if widths[i] <= WIDEST else 0)
                for i, cell in enumerate(row[:-1])
            ]
            body = " ".join(padded + [row[-1]])
            lines[first + offset] = f"{match[1]}[{body}]{match[3]}"
    return "\n".join(lines)
