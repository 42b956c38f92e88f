"""The public page that says whether an e-mail is one of ours."""

from flask import Blueprint, Response, request

from tenants.openers import mail_check
from webapp import current
from webapp.http.rate_limits import limiter
from webapp.render import render

bp = Blueprint("mail_checks", __name__)


@bp.get("/check")
def new() -> Response:
    return render("signing/mail_check.html", typed="", found=None, asked=False)


@bp.post("/check")
@limiter.limit("10 per minute; 100 per day")
def create() -> Response:
    typed = request.form.get("code", "")[:60]
    if not typed.strip():
        return render("signing/mail_check.html", status=422, typed="", found=None, asked=True)
    found = mail_check.find(current.installation(), typed, current.host_organization())
    status = 200 if found else 404
    return render("signing/mail_check.html", status=status, typed=typed, found=found, asked=True)
