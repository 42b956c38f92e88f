"""A mail or an SMS to oneself, to see what the mail server or the gateway says."""

from uuid import UUID, uuid4

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.refusals import Invalid, NotFound
from tenants.store.operator.mail_tests import MailTest
from tenants.use_cases.operator import mail_tests
from webapp import current
from webapp.render import render
from webapp.sessions import operator_sessions

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
        with current.transaction() as tx:
            mail_tests.begin(tx, test_id, address, current.now())
    except Invalid as invalid:
        return _page(422, address=address, errors=invalid.errors)
    return make_response(redirect(url_for("operator.mail_tests.show", test_id=test_id), 303))


@bp.post("/sms-tests")
@operator_sessions.required
def create_sms() -> Response:
    phone = request.form.get("phone", "")
    test_id = request.form.get("test_id", type=UUID) or uuid4()
    if not current.settings().sms_url:
        raise NotFound
    try:
        with current.transaction() as tx:
            mail_tests.begin_sms(tx, test_id, phone, current.now())
    except Invalid as invalid:
        return _page(422, phone=phone, errors=invalid.errors)
    return make_response(redirect(url_for("operator.mail_tests.show", test_id=test_id), 303))


@bp.get("/mail-tests/<uuid:test_id>")
@operator_sessions.required
def show(test_id: UUID) -> Response:
    with current.transaction() as tx:
        test = mail_tests.result(tx, test_id)
    sms = test.channel == "sms"
    return _page(test=test, address="" if sms else test.address, phone=test.address if sms else "")


def _page(
    status: int = 200,
    test: MailTest | None = None,
    address: str = "",
    phone: str = "",
    errors: dict[str, str] | None = None,
) -> Response:
    return render(
        "operator/mail_test.html",
        "mail_answer",
        status=status,
        test=test,
        address=address,
        phone=phone,
        errors=errors or {},
        new_ids={"mail": uuid4(), "sms": uuid4()},
        mail_from=current.settings().mail_from,
        sms_from=current.settings().sms_from,
    )
