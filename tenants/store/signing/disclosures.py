"""Disclosures: the versions that an organization published, and the texts that were accepted."""

from collections.abc import Sequence
from typing import Any

from psycopg.types.json import Jsonb

from core.signing.disclosures.disclosure import Disclosure
from core.signing.disclosures.own_disclosure import (
    DisclosurePurpose,
    DisclosureVersion,
    DisclosureWords,
)
from tenants.store.rows import Rows

COLUMNS = "purpose, language, number, words, published_at"
NEWEST = "order by number desc limit 1"


class Disclosures:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def newest(self, purpose: DisclosurePurpose, language: str) -> DisclosureVersion | None:
        """The one that counts; None where nothing was ever published."""
        row = self._rows.one_or_none(
            f"select {COLUMNS} from disclosure_versions"  # noqa: S608 - our own words
            f" where purpose = %s and language = %s {NEWEST}",
            *(purpose, language),
        )
        return _version(row) if row else None

    def of_each(self) -> tuple[DisclosureVersion, ...]:
        """The newest of each purpose and language."""
        rows = self._rows.all(
            f"select distinct on (purpose, language) {COLUMNS} from disclosure_versions"  # noqa: S608
            " order by purpose, language, number desc"
        )
        return tuple(map(_version, rows))

    def versions(
        self, purpose: DisclosurePurpose, language: str, limit: int
    ) -> tuple[DisclosureVersion, ...]:
        """The newest first."""
        rows = self._rows.all(
            f"select {COLUMNS} from disclosure_versions"  # noqa: S608 - our own words
            " where purpose = %s and language = %s order by number desc limit %s",
            *(purpose, language, limit),
        )
        return tuple(map(_version, rows))

    def version(self, purpose: DisclosurePurpose, language: str, number: int) -> DisclosureVersion:
        """Raises NotFound."""
        row = self._rows.one(
            f"select {COLUMNS} from disclosure_versions"  # noqa: S608 - our own words
            " where purpose = %s and language = %s and number = %s",
            *(purpose, language, number),
        )
        return _version(row)

    def add(self, version: DisclosureVersion) -> None:
        words = version.words
        written = {"title": words.title, "paragraphs": words.paragraphs} if words else None
        self._rows.run(
            "insert into disclosure_versions (organization_id, purpose, language, number, words,"
            " published_at) values (%s, %s, %s, %s, %s, %s)",
            *(self._rows.organization_id, version.purpose, version.language, version.number),
            *(Jsonb(written) if written else None, version.published_at),
        )

    def keep(self, shown: Disclosure) -> None:
        """The text that someone accepts, once."""
        self._rows.run(
            "insert into disclosure_texts (organization_id, sha256, version, language, text)"
            " values (%s, %s, %s, %s, %s) on conflict do nothing",
            *(self._rows.organization_id, shown.sha256, shown.version, shown.language, shown.text),
        )

    def texts(self, hashes: Sequence[str]) -> dict[str, str]:
        """What was accepted, by its SHA-256 in hex."""
        rows = self._rows.all(
            "select sha256, text from disclosure_texts where sha256 = any(%s)", list(hashes)
        )
        return {row["sha256"]: row["text"] for row in rows}


def _version(row: dict[str, Any]) -> DisclosureVersion:
    words: dict[str, Any] | None = row["words"]
    return DisclosureVersion(
        DisclosurePurpose(row["purpose"]),
        row["language"],
        row["number"],
        DisclosureWords(words["title"], tuple((head, text) for head, text in words["paragraphs"]))
        if words
        else None,
        row["published_at"],
    )
