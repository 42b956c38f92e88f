"""The log of all that operators do."""

from flask import Blueprint, Response, request

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
    nobody = gettext("The command line")
    return render(
        "operator/log.html",
        found=found,
        lines=[
            (
                entry,
                admin_log_sentences.sentence(entry, names, nobody),
                admin_log_sentences.own_words(entry),
            )
            for entry in found.entries
        ],
        before=before,
        next=found.entries[-1].sequence if found.more else None,
    )
