"""What an import did: what was made, what was there already, and what has no counterpart."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(slots=True)
class ImportReport:
    """
    `made` are the things that are here now, each with what was left out of it. `not_taken` are
    those that were passed over, and why; `there` counts what an earlier run has brought.
    """

    source: str
    made: list[dict[str, Any]] = field(default_factory=list)
    not_taken: list[dict[str, Any]] = field(default_factory=list)
    there: Counter[str] = field(default_factory=Counter)

    def add(
        self, kind: str, source_id: str, name: str, id: object, left_out: Sequence[str] = ()
    ) -> None:
        made = {"kind": kind, "source_id": source_id, "name": name, "id": str(id)}
        self.made.append(made | {"left_out": list(left_out)})

    def pass_over(self, kind: str, source_id: str, name: str, *why: str) -> None:
        found = {"kind": kind, "source_id": source_id, "name": name, "why": list(why)}
        self.not_taken.append(found)

    def as_json(self) -> dict[str, Any]:
        return {
            "source": self.source,
            "imported": self.made,
            "not_imported": self.not_taken,
            "imported_before": dict(self.there),
        }

    def write(self, path: str) -> None:
        text = json.dumps(self.as_json(), indent=1, ensure_ascii=False)
        Path(path).write_text(f"{text}\n")

    def lines(self) -> list[str]:
        """For people: the counts, then what each thing lacks."""
        counts = Counter(made["kind"] for made in self.made)
        told = [f"{self.source}: {_counted(counts) or 'nothing new'} imported."]
        if self.there:
            told.append(f"Imported before: {_counted(self.there)}.")
        for made in self.made:
            if made["left_out"]:
                told.append(f"{_called(made)}: without a counterpart here:")
                told += [f"    {each}" for each in made["left_out"]]
        for passed in self.not_taken:
            told.append(f"{_called(passed)}: not imported: {'; '.join(passed['why'])}")
        return told


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{n} {kind.replace('_', ' ')}" for kind, n in sorted(counts.items()) if n)


def _called(each: dict[str, Any]) -> str:
    return f"{each['kind'].replace('_', ' ')} {each['source_id']} “{each['name']}”"
