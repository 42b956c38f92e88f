"""Things of another product as if they came in an archive of ours: the same rules check them."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.exchange.refusals import ExchangeInvalid
from core.refusals import Refusal
from deploy.commands.imports.acting import CommandMember
from tenants.exchange import exchange_problems
from tenants.exchange.archive_models import FORMAT, VERSION, Exchange
from tenants.files import incoming_file
from tenants.files.incoming_file import IncomingFile
from tenants.openers import exchange_import
from tenants.transaction import Transaction
from tenants.use_cases.exchange.importing import ImportedItem

FIELD = re.compile(r"^#/[a-z_]+/0/fields/(\d+)(/|$)")
TRIES = 4


class ImportedMeanwhile(Exception):
    """Another run has brought it since this one looked."""


@dataclass(frozen=True, slots=True)
class ForeignBundle:
    exchange: Exchange
    files: Mapping[str, bytes]

    def open(self, path: str) -> IncomingFile:
        return incoming_file.of_bytes(self.files[path])


@dataclass(frozen=True, slots=True)
class ForeignItem:
    """`kind` is a member of the format: templates, envelopes or archived_records."""

    kind: str
    item: dict[str, Any]
    files: Mapping[str, bytes]
    source: str
    source_kind: str
    source_id: str


def take_over(
    member: CommandMember, foreign: ForeignItem, left_out: list[str], now: datetime
) -> ImportedItem:
    """
    A field that the rules refuse is left out by name. Raises Refusal for anything else, and
    ImportedMeanwhile.
    """
    item = dict(foreign.item)
    for _ in range(TRIES):
        try:
            return _take_over(member, foreign, item, now)
        except ExchangeInvalid as invalid:
            numbers = {int(m[1]) for e in invalid.problems if (m := FIELD.match(e["pointer"]))}
            if not numbers or any(not FIELD.match(e["pointer"]) for e in invalid.problems):
                raise
            for each in invalid.problems:
                left_out.append(f"{_field_name(item, each['pointer'])}: {each['detail']}")
            kept = [f for n, f in enumerate(item["fields"]) if n not in numbers]
            item = item | {"fields": kept}
    raise Refusal


def _take_over(
    member: CommandMember, foreign: ForeignItem, item: dict[str, Any], now: datetime
) -> ImportedItem:
    listed = [
        {"path": path, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        for path, data in foreign.files.items()
    ]
    said = {"format": FORMAT, "version": VERSION, foreign.kind: [item], "files": listed}
    exchange = exchange_problems.read(json.dumps(said).encode())
    bundle = ForeignBundle(exchange, foreign.files)

    def noted(tx: Transaction, made: list[ImportedItem]) -> None:
        whose = (foreign.source, foreign.source_kind, foreign.source_id)
        if not tx.imported_items.add(*whose, made[0].id, now):
            raise ImportedMeanwhile

    return exchange_import.take_over(member, bundle, now, noted)[0]


def _field_name(item: dict[str, Any], pointer: str) -> str:
    found = FIELD.match(pointer)
    field = item["fields"][int(found[1])] if found else {}
    return str(field.get("label") or field.get("kind") or pointer)
