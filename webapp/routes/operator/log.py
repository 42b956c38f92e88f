"""The log of all that operators do."""

from flask import Blueprint, Response, request

from core.evidence.audit import Entry
from tenants.use_cases.operator import operator_log
from webapp import current
from webapp.pages.organizations import admin_log_sentences
from webapp.render import render
from webapp.sessions import operator_sessions
from webapp.text.translation import gettext

bp = Blueprint("log", __name__)


@bp.get("/log")
@operator_sessions.required
def index() -> Response:
    before = request.args.get("before", type=int)
    with current.transaction() as tx:
        found = operator_log.log(tx, before)
    names = found.names | {f"organization:{id}": name for id, name in found.organizations.items()}
    return render(
        "operator/log.html",
        found=found,
        days=admin_log_sentences.by_day([(e, _said(e, names)) for e in found.entries]),
        before=before,
        next=found.entries[-1].sequence if found.more else None,
    )


def _said(entry: Entry, names: dict[str, str]) -> tuple[str, str]:
    sentence = admin_log_sentences.sentence(entry, names, gettext("The command line"))
    return sentence, admin_log_sentences.remark(entry, sentence)
