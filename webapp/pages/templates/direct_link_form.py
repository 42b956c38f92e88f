"""The settings of a direct link, as a form gives them."""

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
MOST_USES = sentence("Enter a number from 1 to 100,000, or nothing.")


def read(template_id: UUID) -> DirectLink:
    """Its id is none yet. Raises Invalid by input."""
    form = request.form
    return DirectLink(
        UUID(int=0),
        template_id,
        form.get("role_name", ""),
        tuple(q for q in map(_question, form.getlist("question")[:QUESTIONS_LIMIT]) if q.label),
        form.get("active") == "yes",
        _number(form.get("max_uses", "")),
        0,
        _day(form.get("expires_on", "")),
    )


def offered(questions: tuple[Question, ...]) -> list[Question]:
    """With some blank ones to fill in."""
    blank = min(BLANK, QUESTIONS_LIMIT - len(questions))
    return [*questions, *[Question("")] * blank]


def day_of(at: datetime | None) -> str:
    """The last day, as an input of the kind date has it."""
    if at is None:
        return ""
    return f"{(at - timedelta(seconds=1)).astimezone(_zone()).date()}"


def _question(number: str) -> Question:
    form = request.form
    kind = form.get(f"kind-{number}", "")
    options = [cleaned(option) for option in form.get(f"options-{number}", "").split(",")]
    return Question(
        cleaned(form.get(f"label-{number}", "")),
        QuestionKind(kind) if kind in set(QuestionKind) else QuestionKind.TEXT,
        tuple(filter(None, options)),
        form.get(f"required-{number}") == "yes",
        cleaned(form.get(f"field-{number}", "")),
    )


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
