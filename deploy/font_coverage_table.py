"""Writes core/text/font_coverage.py, the letters that can be drawn, from the fonts that draw them.

Run it as `python -m deploy.font_coverage_table` when a font or MuPDF has changed; a test says when.
"""

import sys
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from textwrap import wrap

from actors.pdf.typesetting import font_faces
from tenants.use_cases.signing.typed_signature import FONTS, UPRIGHT

TABLE = Path(__file__).parents[1] / "core" / "text" / "font_coverage.py"
SURROGATES, PRIVATE = range(0xD800, 0xE000), range(0xE000, 0xF900)
LAST = 0x3FFFF
HEAD = '''"""Which letters the fonts have: ranges of code points, first and last, in hexadecimal.

Made by deploy/font_coverage_table.py from the fonts of stamps and certificates (PRINTED) and from
those of typed signatures (HANDWRITTEN). Do not edit: a test compares it with the fonts.
"""

'''


def main() -> None:
    TABLE.write_text(HEAD + "".join(_lines()))
    sys.stdout.write(f"{TABLE} has {len(TABLE.read_text())} bytes\n")


def _lines() -> Iterator[str]:
    yield _literal("PRINTED = ", ranges(font_faces.anything_draws), "")
    yield "\nHANDWRITTEN = {\n"
    for name, file in (FONTS | UPRIGHT).items():
        yield _literal(f'    "{name}": ', ranges(_has(file)), "    ", ",")
    yield "}\n"


def ranges(drawn: Callable[[str], bool]) -> str:
    """`20-7e a0-17f …` of all code points for which the function says yes."""
    codes = [code for code in range(0x20, LAST) if _is_letter(code) and drawn(chr(code))]
    # in a row of neighbours, the distance to their place in the list stays the same
    rows = groupby(enumerate(codes), lambda numbered: numbered[1] - numbered[0])
    lists = [[code for _, code in row] for _, row in rows]
    return " ".join(_range(row[0], row[-1]) for row in lists)


def _range(first: int, last: int) -> str:
    return f"{first:x}" if first == last else f"{first:x}-{last:x}"


def _is_letter(code: int) -> bool:
    return code not in SURROGATES and code not in PRIVATE and not 0x7F <= code < 0xA0


def _has(file: str) -> Callable[[str], bool]:
    font = font_faces.own(file)
    return lambda letter: font_faces.has(font, letter)


def _literal(start: str, text: str, indent: str, end: str = "") -> str:
    lines = "\n".join(
        f'{indent}    "{line} "' for line in wrap(text, 88 - len(indent), break_on_hyphens=False)
    )
    return f"{start}(\n{lines}\n{indent}){end}\n"


if __name__ == "__main__":
    main()
