"""The page on which columns are chosen, with any row as the envelope it would become."""

from collections.abc import Mapping
from uuid import UUID

from flask import Response, request

from core.bulk_sends.column_mapping import NOWHERE, ColumnMapping
from tenants.use_cases.bulk_sends import row_checking
from webapp import current
from webapp.forms.request_values import number_of
from webapp.pages.bulk_sends import target_words
from webapp.render import render

COLUMN = "column-"


def show(
    bulk_id: UUID,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    place = max(number_of(request.values.get("row", ""), 1), 1)
    with current.transaction() as tx:
        found = row_checking.choice(tx, bulk_id, place - 1)
    bulk = found.bulk
    errors = dict(errors or {})
    return render(
        "bulk_sends/columns.html",
        "bulk_preview",
        status=status,
        found=found,
        bulk=bulk,
        place=min(place, bulk.total) if bulk.total else 0,
        groups=tuple(target_words.groups(found.known.targets)),
        word=target_words.word,
        full_words={t.key: target_words.full_word(t) for t in found.known.targets},
        columns={str(n): name for n, name in enumerate(found.headings)},
        recipients={r.id: r for r in found.known.content.recipients},
        readings=found.readings,
        errors=errors,
    )


def typed() -> ColumnMapping:
    """As the form says."""
    form = request.form
    columns = {
        name.removeprefix(COLUMN): number_of(value, NOWHERE)
        for name, value in form.items()
        if name.startswith(COLUMN)
    }
    return ColumnMapping(
        "header" in form,
        {key: place for key, place in columns.items() if place != NOWHERE},
        form.get("name", "").strip()[:2_000],
        form.get("message", "").replace("\r\n", "\n").strip()[:10_000],
    )
