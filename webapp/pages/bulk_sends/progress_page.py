"""The pages of a bulk send whose rows were checked, and of one that sends."""

from uuid import UUID

from flask import Response, request

from core.bulk_sends import bulk_send
from core.bulk_sends.bulk_send import BulkSend, BulkState, RowState
from core.bulk_sends.target import TargetKind
from core.bulk_sends.uploaded_table import why
from tenants.use_cases.bulk_sends import row_pages
from webapp import current
from webapp.forms.request_values import number_of
from webapp.pages.bulk_sends import row_files, target_words
from webapp.render import render, unchanged

FILTERS: dict[str, tuple[RowState, ...]] = {
    "all": tuple(RowState),
    "failed": (RowState.FAILED,),
    "waiting": (RowState.READY, RowState.PREPARING),
    "sent": (RowState.SENT,),
    "left": (RowState.WRONG, RowState.SKIPPED, RowState.CANCELLED),
}


def show_checked(
    bulk_id: UUID, errors: dict[str, str] | None = None, status: int = 200
) -> Response:
    """What is wrong with which rows, and the button that sends the others."""
    after = number_of(request.args.get("after", ""))
    with current.transaction() as tx:
        page = row_pages.checked(tx, bulk_id, after, current.now())
    bulk = page.bulk
    good = page.counts.get(RowState.READY, 0) + page.counts.get(RowState.SKIPPED, 0)
    wrong = page.counts.get(RowState.WRONG, 0)
    return render(
        "bulk_sends/checked.html",
        status=status,
        page=page,
        bulk=bulk,
        good=good,
        wrong=wrong,
        after=after,
        words={t.key: target_words.full_word(t) for t in page.targets},
        name_of=lambda row: page.cell(TargetKind.NAME, row),
        email_of=lambda row: page.cell(TargetKind.EMAIL, row),
        with_xlsx=wrong * len(page.headings) <= row_files.CELLS_LIMIT,
        problem=why(bulk.problem, bulk.problem_number) if bulk.problem else "",
        typed=request.form,
        errors=errors or {},
    )


def show(bulk: BulkSend, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    """How far it has come, and what became of each row."""
    after = number_of(request.args.get("after", ""))
    shown = request.args.get("rows", "")
    shown = shown if shown in FILTERS else "all"
    with current.transaction() as tx:
        page = row_pages.of(tx, bulk.id, FILTERS[shown], after)
    bulk, counts = page.bulk, page.counts
    done = bulk_send.settled(counts)
    version = f"{bulk.state}-{bulk.rate}-{sorted(counts.items())}"
    return unchanged(version) or render(
        "bulk_sends/show.html",
        "bulk_progress",
        "bulk_rows",
        status=status,
        page=page,
        bulk=bulk,
        counts={state.value: counts.get(state, 0) for state in RowState},
        done=done,
        all=done + sum(counts.get(s, 0) for s in FILTERS["waiting"]),
        shown=shown,
        after=after,
        version=version,
        running=bulk.state is BulkState.RUNNING,
        limit=current.settings().rate_bulk_rows,
        states=target_words.state_words(),
        row_words=target_words.row_words(),
        words={t.key: target_words.full_word(t) for t in page.targets},
        name_of=lambda row: page.cell(TargetKind.NAME, row),
        email_of=lambda row: page.cell(TargetKind.EMAIL, row),
        errors=errors or {},
    )
