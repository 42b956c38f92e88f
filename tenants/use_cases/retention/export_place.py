"""Where the making of an export stands: which table or section comes next, after which key."""

from dataclasses import dataclass, replace

from core.retention import export
from tenants.store.retention import export_tables
from tenants.store.retention.organization_exports import ExportProgress


@dataclass(frozen=True, slots=True)
class ExportPlace:
    """Where an export stands: what comes next, after which key, and what was done so far."""

    section: str
    after: tuple[str, ...]
    files: int
    done: int
    size: int = 0
    table: str = ""
    address: str = ""  # of the one person it is about

    def onwards(self, after: list[str], envelopes: int = 0) -> "ExportPlace":
        return replace(self, after=tuple(after), files=self.files + 1, done=self.done + envelopes)

    def ended(self) -> "ExportPlace":
        """The next table, or the next section."""
        tables = export_tables.tables(bool(self.address))
        if self.section == "data" and self.table != tables[-1]:
            table = tables[tables.index(self.table) + 1]
            return replace(self, table=table, after=(), files=0)
        section = export.following(self.section, bool(self.address))
        return replace(self, section=section, table="", after=(), files=0)


def place_of(found: ExportProgress) -> ExportPlace:
    table, *after = found.after or ("",)
    if found.section == "data" and not table:
        table = export_tables.tables(bool(found.address))[0]
    place = ExportPlace(found.section, tuple(after), found.files, found.done, found.size)
    return replace(place, table=table, address=found.address)
