"""What is going on: counts, what waits for whom, how long it takes, who sends what."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request

from core import period
from core.access import Permission
from core.period import Period
from core.refusals import Invalid
from core.text import spreadsheet
from tenants.member import Member
from tenants.use_cases.organizations import dashboard_figures, quotas
from tenants.use_cases.organizations.dashboard_figures import DAILY, Dashboard
from webapp import current
from webapp.forms import request_values
from webapp.pages.organizations import charts
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("dashboard", __name__)
PRESETS = {"30": 30, "90": 90, "365": 365}
USUAL = "30"


@bp.get("/dashboard")
@member_sessions.required(Permission.READ_REPORTS)
def show() -> Response:
    typed = {name: request.args.get(name, "") for name in ("days", "first", "last", "sender")}
    try:
        time, errors, status = _period(typed), {}, 200
    except Invalid as invalid:
        time, errors, status = period.up_to(_today(), PRESETS[USUAL]), invalid.errors, 422
    with current.transaction() as tx:
        found = dashboard_figures.dashboard(tx, time, request_values.uuid_or_none(typed["sender"]))
        near = quotas.nearly_exhausted(tx, current.now())
    return render(
        "organizations/dashboard/show.html",
        status=status,
        found=found,
        typed=typed if errors else _shown(typed, time),
        errors=errors,
        presets={
            "30": gettext("30 days"),
            "90": gettext("90 days"),
            "365": gettext("12 months"),
        },
        columns=charts.columns([[s.sent for s in found.steps], [s.completed for s in found.steps]]),
        funnel=_funnel(found),
        address=_address(typed, time),
        near=near,
    )


@bp.get("/dashboard/figures.csv")
@member_sessions.required(Permission.READ_REPORTS)
def figures() -> Response:
    """One line for each day and sender. Raises Invalid, NotFound before the first byte."""
    typed = {name: request.args.get(name, "") for name in ("days", "first", "last", "sender")}
    time, sender_id = _period(typed), request_values.uuid_or_none(typed["sender"])
    rows = _days(current.member(), time, sender_id)
    response = Response(_lines(_first_of(rows)), mimetype="text/csv")
    name = f"countersign-{time.first}-{time.last}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


Row = tuple[date, str, dict[str, int]]


def _days(member: Member, time: Period, sender_id: UUID | None) -> Iterator[Row]:
    """Month by month, a transaction each."""
    for month in dashboard_figures.months(time):
        with member.transaction() as tx:
            yield from dashboard_figures.days(tx, month, sender_id)


def _first_of(rows: Iterator[Row]) -> Iterator[Row]:
    """Begin to read at once, so that a refusal is answered as one."""
    first = next(rows, None)

    def all_of_them() -> Iterator[Row]:
        if first is not None:
            yield first
            yield from rows

    return all_of_them()


def _lines(rows: Iterator[Row]) -> Iterator[str]:
    words = {
        "created": gettext("Created"),
        "sent": gettext("Sent"),
        "opened": gettext("Opened (of those sent that day)"),
        "signed": gettext("Signed by everyone (of those sent that day)"),
        "finished": gettext("Completed (of those sent that day)"),
        "completed": gettext("Completed"),
        "declined": gettext("Declined"),
        "voided": gettext("Voided"),
        "expired": gettext("Expired"),
    }
    head = spreadsheet.line([gettext("Day"), gettext("Sender"), *(words[n] for n in DAILY)])

    def lines() -> Iterator[str]:
        # Spreadsheets take what does not begin so for another alphabet.
        yield "\ufeff" + head
        for day, name, figures in rows:
            yield spreadsheet.line([day.isoformat(), name, *(figures.get(n, 0) for n in DAILY)])

    return lines()


def _period(typed: dict[str, str]) -> Period:
    if typed["first"] or typed["last"]:
        return period.between(typed["first"], typed["last"])
    return period.up_to(_today(), PRESETS.get(typed["days"], PRESETS[USUAL]))


def _shown(typed: dict[str, str], time: Period) -> dict[str, str]:
    chosen = typed["days"] if typed["days"] in PRESETS else USUAL
    own = bool(typed["first"] or typed["last"])
    days = {"first": time.first.isoformat(), "last": time.last.isoformat()}
    return typed | {"days": "" if own else chosen} | days


def _address(typed: dict[str, str], time: Period) -> dict[str, str]:
    """What leads to the same figures again."""
    days = {"first": time.first.isoformat(), "last": time.last.isoformat()}
    return days | ({"sender": typed["sender"]} if typed["sender"] else {})


def _today() -> date:
    member = current.member()
    try:
        zone = ZoneInfo(member.time_zone)
    except (KeyError, ValueError):
        return current.now().date()
    return datetime.now(zone).date()


def _funnel(found: Dashboard) -> list[tuple[str, int, int]]:
    """How far those sent in this time came: a word, how many, and hundredths of all sent."""
    words = {
        "sent": gettext("Sent"),
        "opened": gettext("Opened"),
        "signed": gettext("Signed by everyone"),
        "finished": gettext("Completed"),
    }
    sent = found.figures["sent"]
    return [
        (word, found.figures[name], round(100 * found.figures[name] / sent) if sent else 0)
        for name, word in words.items()
    ]
