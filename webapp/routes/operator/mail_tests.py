"""A mail to an address of one's own, to see what the mail server says."""

from uuid import UUID, uuid4

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.refusals import Invalid
from tenants.use_cases import testing_mail
from tenants.use_cases.testing_mail import MailTest
from webapp import current, operator_sessions
from webapp.render import render

bp = Blueprint("mail_tests", __name__)


@bp.get("/mail-tests")
@operator_sessions.required
def new() -> Response:
    return _page()


@bp.post("/mail-tests")
@operator_sessions.required
def create() -> Response:
    address = request.form.get("email", "")
    test_id = request.form.get("test_id", type=UUID) or uuid4()
    try:
        testing_mail.begin(operator_sessions.operator(), test_id, address, current.now())
    except Invalid as invalid:
        return _page(422, address=address, errors=invalid.errors)
    return make_response(redirect(url_for("operator.mail_tests.show", test_id=test_id), 303))


@bp.get("/mail-tests/<uuid:test_id>")
@operator_sessions.required
def show(test_id: UUID) -> Response:
    test = testing_mail.result(operator_sessions.operator(), test_id)
    return _page(test=test, address=test.address)


def _page(
    status: int = 200,
    test: MailTest | None = None,
    address: str = "",
    errors: dict[str, str] | None = None,
) -> Response:
    return render(
        "operator/mail_test.html",
        "mail_answer",
        status=status,
        test=test,
        address=address,
        errors=errors or {},
        new_id=uuid4(),
        mail_from=current.settings().mail_from,
    )
