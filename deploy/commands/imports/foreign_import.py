"""One run of an import: what is here already, what is taken over, and the report of both."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.exchange.refusals import ExchangeInvalid
from core.exchange.translated import PageSizes
from core.refusals import Invalid, Refusal
from deploy.commands.imports import foreign_bundle
from deploy.commands.imports.acting import CommandMember
from deploy.commands.imports.foreign_bundle import ForeignItem, ImportedMeanwhile
from deploy.commands.imports.import_report import ImportReport


@dataclass(slots=True)
class ForeignImport:
    """`source` names the installation, so that nothing of it comes twice. `pages` measures."""

    member: CommandMember
    report: ImportReport
    pages: Callable[[bytes], PageSizes]
    now: Callable[[], datetime]
    source: str = ""

    def is_there(self, kind: str, source_id: str) -> bool:
        """Whether an earlier run has brought it; the report counts it then."""
        with self.member.transaction() as tx:
            known = tx.imported_items.known(self.source, kind, [source_id])
        if known:
            self.report.there[kind] += 1
        return bool(known)

    def take(
        self,
        kind: str,
        source_kind: str,
        source_id: str,
        name: str,
        item: dict[str, Any],
        files: Mapping[str, bytes],
        left_out: Sequence[str],
    ) -> None:
        """A refusal is told in the report, and the next thing has its turn."""
        named = _named_files(item)
        used = {path: data for path, data in files.items() if path in named}
        foreign = ForeignItem(kind, item, used, self.source, source_kind, source_id)
        left = list(dict.fromkeys(left_out))
        try:
            made = foreign_bundle.take_over(self.member, foreign, left, self.now())
        except ImportedMeanwhile:
            self.report.there[source_kind] += 1
        except ExchangeInvalid as invalid:
            why = [f"{p['pointer']}: {p['detail']}" for p in invalid.problems]
            self.report.pass_over(source_kind, source_id, name, *why)
        except (Refusal, Invalid) as refusal:
            self.report.pass_over(source_kind, source_id, name, refusal.message)
        else:
            self.report.add(made.kind, source_id, made.name, made.id, left)


def _named_files(item: Mapping[str, Any]) -> set[str]:
    parts = (*item.get("documents", ()), *item.get("files", ()))
    return {part["file"] for part in parts}
