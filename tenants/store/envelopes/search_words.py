"""The words of each envelope, and what it is filtered by: one row of lexemes for the search."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from core.envelopes.envelope import Envelope
from core.envelopes.listing import search
from core.envelopes.recipient import RecipientStatus
from tenants.store.rows import Rows

REASONS_TO_SEE = """
    select e.box, e.sender_id, e.visibility, e.team_id, e.folder_id,
        array(select tag_id from envelope_tags t where t.envelope_id = e.id) as tags,
        array(select person_id from envelope_shares s where s.envelope_id = e.id) as shared
    from envelopes e where e.id = %s
"""
# Counted only while it is worth it: the words that all have are not written each time.
LEARN = """
    insert into vocabulary (organization_id, word)
    select %s, w from unnest(%s::text[]) as w
    where not exists (select from vocabulary v where v.word = w and v.count >= 1000)
    order by w
    on conflict (organization_id, word) do update set count = vocabulary.count + 1
"""


class EnvelopeWords:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def version(self, envelope_id: UUID) -> int:
        """Which version of the envelope is indexed; 0: none."""
        row = self._rows.one_or_none(
            "select version from envelope_words where envelope_id = %s", envelope_id
        )
        return int(row["version"]) if row else 0

    def write(self, envelope: Envelope, version: int, words: Iterable[str]) -> None:
        """Index an envelope anew, unless a later version is. The caller is alone at "indexing"."""
        known, number = self._stored(envelope.id)
        words = set(words)
        lexemes = words | self._facets(envelope) | self._windows(number)
        self._rows.run(
            "insert into envelope_words"
            " (organization_id, envelope_id, number, created_at, version, words)"
            " values (%s, %s, %s, %s, %s, array_to_tsvector(%s::text[]))"
            " on conflict (organization_id, envelope_id) do update"
            " set version = excluded.version, words = excluded.words"
            " where envelope_words.version <= excluded.version",
            *(self._rows.organization_id, envelope.id, number, envelope.created_at, version),
            sorted(lexemes),
        )
        self._rows.run(LEARN, self._rows.organization_id, sorted(words - known))

    def refresh(self, envelope: Envelope) -> None:
        """Filter it by what it is now; its words stay. Nothing when it is not indexed yet."""
        known, number = self._stored(envelope.id)
        words = {lexeme for lexeme in known if "/" not in lexeme}
        self._rows.run(
            "update envelope_words set words = array_to_tsvector(%s::text[])"
            " where envelope_id = %s",
            sorted(words | self._facets(envelope) | self._windows(number)),
            envelope.id,
        )

    def move(self, folders: Mapping[UUID, UUID | None], before: Iterable[UUID | None]) -> None:
        """Find envelopes in their new folders, and no more in those where they lay."""
        lexemes = [search.facet("folder", id) if id else None for id in folders.values()]
        self._rows.run(
            "update envelope_words w set words = ts_delete(w.words, %s::text[])"
            " || array_to_tsvector(array_remove(array[f.lexeme], null))"
            " from unnest(%s::uuid[], %s::text[]) as f (id, lexeme) where w.envelope_id = f.id",
            *([search.facet("folder", id) for id in set(before) if id], list(folders), lexemes),
        )

    def tag(self, envelope_ids: Sequence[UUID], tag_id: UUID) -> None:
        self._rows.run(
            "update envelope_words set words = words || array_to_tsvector(%s::text[])"
            " where envelope_id = any(%s)",
            *([search.facet("tag", tag_id)], list(envelope_ids)),
        )

    def untag(self, envelope_ids: Sequence[UUID], tag_id: UUID) -> None:
        self._rows.run(
            "update envelope_words set words = ts_delete(words, %s::text[])"
            " where envelope_id = any(%s)",
            *([search.facet("tag", tag_id)], list(envelope_ids)),
        )

    def empty(self, envelope: Envelope) -> None:
        """Without words, in its place, until it is indexed anew; rare ones are forgotten."""
        self._rows.lock_exclusive("indexing")
        known, number = self._stored(envelope.id)
        self._rows.run(
            "update envelope_words set version = 0, words = array_to_tsvector(%s::text[])"
            " where envelope_id = %s",
            sorted(self._facets(envelope) | self._windows(number)),
            envelope.id,
        )
        self._forget_rare(known)

    def delete(self, envelope_id: UUID) -> None:
        """Its words, and those that no other envelope has."""
        self._rows.lock_exclusive("indexing")
        known, _ = self._stored(envelope_id)
        self._rows.run("delete from envelope_words where envelope_id = %s", envelope_id)
        self._forget_rare(known)

    def forget_done_jobs(self, envelope_id: UUID) -> None:
        """Jobs of this envelope that were done: of those there are many."""
        self._rows.run("select forget_done_indexing(%s)", envelope_id)

    def page_lines(
        self, document_id: UUID, width: int, first: int, most: int
    ) -> list[dict[str, Any]]:
        """The encrypted text of some pages, from the first on."""
        return self._rows.all(
            "select i.number, i.lines, d.files_id from page_images i"
            " join documents d on d.id = i.document_id"
            " where i.document_id = %s and i.width = %s"
            " and i.number between %s and %s order by i.number",
            *(document_id, width, first, first + most - 1),
        )

    def _forget_rare(self, lexemes: Iterable[str]) -> None:
        words = [lexeme for lexeme in lexemes if "/" not in lexeme]
        rare = self._rows.all(
            "select word from vocabulary where word = any(%s) and count < 100", words
        )
        self._rows.run("select forget_words(%s)", [row["word"] for row in rare])

    def _stored(self, envelope_id: UUID) -> tuple[set[str], int]:
        """Its lexemes and its number; the next number for one that is new."""
        row = self._rows.one_or_none(
            "select number, tsvector_to_array(words) as lexemes from envelope_words"
            " where envelope_id = %s",
            envelope_id,
        )
        if row:
            return set(row["lexemes"]), row["number"]
        last = self._rows.one("select coalesce(max(number), -1) as number from envelope_words")
        return set(), last["number"] + 1

    def _windows(self, number: int) -> set[str]:
        return set(search.windows(self._rows.organization_id, number))

    def _facets(self, envelope: Envelope) -> set[str]:
        row = self._rows.one(REASONS_TO_SEE, envelope.id)
        facets = {
            search.facet("box", row["box"]),
            search.facet("status", envelope.status),
            search.facet("sender", row["sender_id"]),
            search.facet("see", row["sender_id"]),
            *(search.facet("tag", tag) for tag in row["tags"]),
            *(search.facet("see", person) for person in row["shared"]),
        }
        if row["visibility"] == "all":
            facets.add(search.facet("see", "all"))
        if row["visibility"] == "team" and row["team_id"]:
            facets.add(search.facet("team", row["team_id"]))
        if envelope.bulk_send_id:
            facets.add(search.facet("bulk", envelope.bulk_send_id))
        if row["folder_id"]:
            facets.add(search.facet("folder", row["folder_id"]))
        return facets | _of_recipients(envelope)


def _of_recipients(envelope: Envelope) -> set[str]:
    asked = [r for r in envelope.recipients if r.status is not RecipientStatus.CREATED]
    facets = {search.facet("got", r.email.lower()) for r in asked}
    if envelope.status.open:
        for r in asked:
            if r.status in (RecipientStatus.SENT, RecipientStatus.DELIVERED):
                facets |= set(search.waiting(r.name, r.email))
    return facets
