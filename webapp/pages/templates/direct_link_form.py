"""The settings of a direct link, as a form gives them."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import request

from core.refusals import Invalid, sentence
from core.templates.direct_link import QUESTIONS_LIMIT, DirectLink, Question, QuestionKind
from core.text.printable import cleaned
from webapp import current

BLANK = 2  # questions offered beside those that there are
DAY = sentence("Enter a day, such as 2026-12-31.")
MOST_USES = sentence("Enter a number from 1 to 100,000, or leave it empty.")


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question as it is typed; the words of a choice are separated by commas."""

    label: str = ""
    kind: str = QuestionKind.TEXT
    options: str = ""
    required: bool = False
    field: str = ""


def read(template_id: UUID) -> DirectLink:
    """Its id is none yet. Raises Invalid by input."""
    form = request.form
    return DirectLink(
        UUID(int=0),
        template_id,
        form.get("role_name", ""),
        tuple(map(_question, typed())),
        form.get("active") == "yes",
        _number(form.get("max_uses", "")),
        0,
        _day(form.get("expires_on", "")),
        form.get("immediate") == "yes",
    )


def typed() -> list[QuestionRow]:
    """Rows with nothing in them are left out."""
    rows = map(_row, request.form.getlist("question")[:QUESTIONS_LIMIT])
    return [row for row in rows if row.label or row.options]


def stored(questions: tuple[Question, ...]) -> list[QuestionRow]:
    return [
        QuestionRow(q.label, q.kind, ", ".join(q.options), q.required, q.field) for q in questions
    ]


def offered(rows: list[QuestionRow]) -> list[QuestionRow]:
    """With some blank ones to fill in."""
    return [*rows, *[QuestionRow()] * min(BLANK, QUESTIONS_LIMIT - len(rows))]


def day_of(at: datetime | None) -> str:
    """The last day, as an input of the kind date has it."""
    if at is None:
        return ""
    return f"{(at - timedelta(seconds=1)).astimezone(_zone()).date()}"


def _row(number: str) -> QuestionRow:
    form = request.form
    return QuestionRow(
        cleaned(form.get(f"label-{number}", "")),
        form.get(f"kind-{number}", ""),
        cleaned(form.get(f"options-{number}", "")),
        form.get(f"required-{number}") == "yes",
        cleaned(form.get(f"field-{number}", "")),
    )


def _question(row: QuestionRow) -> Question:
    kind = QuestionKind(row.kind) if row.kind in set(QuestionKind) else QuestionKind.TEXT
    options = filter(None, (cleaned(option) for option in row.options.split(",")))
    return Question(row.label, kind, tuple(options), row.required, row.field)


def _number(text: str) -> int | None:
    if not text.strip():
        return None
    if not text.strip().isdecimal() or len(text.strip()) > 9:
        raise Invalid(max_uses=MOST_USES)
    return int(text)


def _day(text: str) -> datetime | None:
    """The end of that day where the organization is."""
    if not text.strip():
        return None
    try:
        day = datetime.fromisoformat(text.strip()).date() + timedelta(days=1)
    except (ValueError, OverflowError):
        raise Invalid(expires_on=DAY) from None
    return datetime.combine(day, time(), _zone())


def _zone() -> ZoneInfo:
    return ZoneInfo(current.member().principal.time_zone)
