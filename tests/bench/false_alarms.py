"""
How many ordinary PDFs intake refuses, or calls ambiguous: `python -m tests.bench.false_alarms`.

Prints JSON; takes a minute or two. The exit code is 1 when a file is refused or called ambiguous
that has its fonts inside. What only names its fonts may be called so: each viewer has its own.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Iterable
from typing import Any

from actors.pdf.intake import intake
from core.documents.refusals import UnusableFile
from tests.bench import ordinary_pdfs


def main() -> int:
    found = counted(ordinary_pdfs.all_of_them())
    print(json.dumps(found, indent=2))
    return int(bool(found["refused"] or found["ambiguous"].keys() - ordinary_pdfs.ONLY_NAMED))


def counted(files: Iterable[tuple[str, bytes]]) -> dict[str, Any]:
    """How many there are; the names of those refused and called ambiguous; all other notes."""
    began, number = time.process_time(), 0
    refused: dict[str, str] = {}
    ambiguous: dict[str, str] = {}
    notes: Counter[str] = Counter()
    for name, pdf in files:
        number += 1
        try:
            accepted = intake.accept(pdf)
        except UnusableFile as refusal:
            refused[name] = refusal.code
            continue
        for note in accepted.notes:
            if note.startswith(intake.AMBIGUOUS):
                ambiguous[name] = note
            else:
                notes[note] += 1
    return {
        "files": number,
        "refused": refused,
        "ambiguous": ambiguous,
        "notes": dict(notes.most_common()),
        "processor_seconds": round(time.process_time() - began, 1),
    }


if __name__ == "__main__":
    sys.exit(main())
