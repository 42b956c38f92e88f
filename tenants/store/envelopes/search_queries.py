"""Envelopes by words and filters: what was typed becomes a query of lexemes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.envelopes.listing import search
from core.envelopes.listing.filters import Filters
from tenants.store.envelopes.list_pages import Viewer
from tenants.store.rows import Rows

WORDS_AT_ONCE = 8
COMPLETIONS = 10
SIMILAR = 0.33
# Words are read in order from where they begin as typed; a letter or two begin so many words
# that only the frequent ones are looked at.
COMPLETE = """
    select t.place, w.word from unnest(%s::text[]) with ordinality as t (typed, place)
    cross join lateral (
        (select v.word, v.count from (
            select word, count from vocabulary
            where length(t.typed) > 2 and word >= t.typed and word < t.typed || %s
            order by word limit 2000
        ) v order by v.word = t.typed desc, v.count desc limit %s)
        union
        (select v.word, v.count from (
            select word, count from vocabulary where length(t.typed) <= 2
            order by count desc, word limit 3000
        ) v where starts_with(v.word, t.typed) limit %s)
        union
        (select word, count from vocabulary where word = t.typed)
    ) w
"""
FOUND = """
    select f.number, e.id, e.name, e.status, e.status_at, e.version, e.folder_id, e.sender_id,
        e.starts_at, e.paused_at, e.created_at, e.sent_at, e.expires_at, e.template_id,
        e.bulk_send_id
    from found_envelopes(%(wanted)s::tsquery, %(before)s, %(most)s, %(since)s, %(until)s) f
    left join envelopes e on e.id = f.envelope_id and e.box <> 'deleted'
        and (%(status)s::text is null or e.status = %(status)s)
        and (%(box)s::text is null or e.box = %(box)s)
        and (%(sender)s::uuid is null or e.sender_id = %(sender)s)
        and (%(folder)s::uuid is null or e.folder_id = %(folder)s)
        and (not %(mine)s or exists (select from recipients r where r.envelope_id = e.id
            and r.status in ('sent', 'delivered') and r.folded_email = lower(%(email)s)))
        and (%(sees_all)s or e.sender_id = %(person)s or e.visibility = 'all'
            or (e.visibility = 'team' and exists (select from team_members t
                where t.team_id = e.team_id and t.person_id = %(person)s))
            or exists (select from envelope_shares s
                where s.envelope_id = e.id and s.person_id = %(person)s)
            or exists (select from recipients r where r.envelope_id = e.id
                and r.status <> 'created' and r.folded_email = lower(%(email)s)))
    order by f.number desc
"""
LAST = 2**62


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """The query, and the words that were read as others because nothing has them."""

    wanted: str
    read_as: dict[str, list[str]]


class SearchQueries:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def parse(self, viewer: Viewer, filters: Filters) -> ParsedQuery | None:
        """None when a word was typed that nothing here is like."""
        typed = search.words(filters.search)[:WORDS_AT_ONCE]
        if filters.search and not typed:
            return None
        complete = self._completions(typed) if typed else {}
        seen = [] if viewer.sees_all else [search.any_of(self._seen_by(viewer))]
        read_as: dict[str, list[str]] = {}
        for word in typed:
            if not self._is_seen(complete.get(word, []), seen):
                similar = [w for w in self._similar(word) if self._is_seen([w], seen)]
                read_as[word] = complete[word] = similar
            if not complete[word]:
                return None
        terms = [search.any_of(complete[word]) for word in typed]
        terms += [search.any_of([lexeme]) for lexeme in _facets(viewer, filters)]
        terms += seen
        everything = search.any_of([f"o/{self._rows.organization_id}"])
        return ParsedQuery(search.all_of(terms or [everything]), read_as)

    def page(
        self,
        viewer: Viewer,
        filters: Filters,
        wanted: str,
        span: Sequence[datetime | None],
        before: int | None,
        most: int,
    ) -> list[dict[str, Any]]:
        """
        The newest that match, up to `most`, numbered below `before`.

        What the index is late about, a second or so, is looked up again: id is None for an envelope
        that no longer belongs here.
        """
        box = filters.box if filters.box not in ("all", "inbox") else None
        names = {
            "wanted": wanted, "before": before or LAST, "most": most,
            "since": span[0], "until": span[1], "status": filters.status, "box": box,
            "sender": filters.sender, "folder": filters.folder, "mine": filters.box == "inbox",
            "email": viewer.email, "person": viewer.person_id,
            "sees_all": viewer.sees_all,
        }  # fmt: skip
        return self._rows.named(FOUND, names)

    def _completions(self, typed: list[str]) -> dict[str, list[str]]:
        rows = self._rows.all(COMPLETE, typed, "\U0010ffff", COMPLETIONS, COMPLETIONS)
        found: dict[str, list[str]] = {}
        for row in rows:
            found.setdefault(typed[row["place"] - 1], []).append(row["word"])
        return found

    def _is_seen(self, words: list[str], seen: list[str]) -> bool:
        """
        Whether one of these words is in an envelope that this member may see.

        `seen`: the terms by which they see envelopes.

        The vocabulary is that of the whole organization. What stands in the drafts of others is
        answered as if no one had written it.
        """
        if not words or not seen:
            return bool(words)
        wanted = search.all_of([search.any_of(words), *seen])
        found = "select from found_envelopes(%s::tsquery, %s, 1, null, null) limit 1"
        return self._rows.one_or_none(found, wanted, LAST) is not None

    def _similar(self, word: str) -> list[str]:
        rows = self._rows.all("select word, likeness from similar_words(%s, 5)", word)
        near = [row for row in rows if row["likeness"] >= SIMILAR]
        return [r["word"] for r in near if r["likeness"] >= near[0]["likeness"] - 0.1][:3]

    def _seen_by(self, viewer: Viewer) -> list[str]:
        """By which lexemes a member finds what they may see, and nothing else."""
        teams = self._rows.all(
            "select team_id from team_members where person_id = %s", viewer.person_id
        )
        return [
            search.facet("see", "all"),
            search.facet("see", viewer.person_id),
            search.facet("got", viewer.email.lower()),
            *(search.facet("team", row["team_id"]) for row in teams),
        ]


def _facets(viewer: Viewer, filters: Filters) -> list[str]:
    lexemes = [
        search.facet(kind, value)
        for kind, value in (
            ("status", filters.status),
            ("sender", filters.sender),
            ("folder", filters.folder),
            ("tag", filters.tag),
            ("bulk", filters.bulk),
        )
        if value
    ]
    if filters.box == "inbox":
        lexemes += search.waiting("", viewer.email)
    elif filters.box != "all":
        lexemes.append(search.facet("box", filters.box))
    return lexemes + search.waiting(filters.waiting, "")
