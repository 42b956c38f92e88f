"""What people typed, who they are and what opens a door: none of it may come into any log."""

import io
import logging
import sys
from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
import structlog
from flask import Flask
from werkzeug.test import TestResponse

from actors import logs, worker  # noqa: F401 - importing the worker registers every actor
from actors.jobs import job
from core.access import MemberRole
from core.envelopes.recipient import Recipient
from core.jobs.job import Job
from core.principal import SYSTEM
from deploy.console import ROOT
from deploy.embedded.postgres import CONFIGURATION
from tenants.installation import Installation
from tenants.leased_job import LeasedJob
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading
from tenants.use_cases.people import inviting
from tests.ports import free_port
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW, PASSWORD
from tests.tenants.opening import run
from tests.webapp.senders import Sender
from tests.webapp.visitors import Signer

MARK = "planted"
ADDRESS = f"{MARK}-person@example.com"
NAME = f"{MARK} name of somebody"


class Heard(logging.Handler):
    """Everything that any library logs, with its traceback."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))
        self.lines: list[str] = []
        self.stream = io.StringIO()

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    def said(self) -> list[str]:
        return [*self.lines, *self.stream.getvalue().splitlines()]

    def told(self) -> list[str]:
        """Each line that says what must not be said."""
        return [line for line in self.said() if MARK in line or PASSWORD in line]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[Heard]:
    """As loud as it gets, of the web as of the jobs."""
    handler, root = Heard(), logging.getLogger()
    monkeypatch.setattr(sys, "stderr", handler.stream)
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    logs.configure("DEBUG")
    yield handler
    root.removeHandler(handler)
    root.setLevel(before)
    structlog.reset_defaults()


def test_what_people_type_into_the_portal_is_not_logged(
    app: Flask, sender: Sender, heard: Heard
) -> None:
    nobody = app.test_client()
    form = {"csrf_token": sender.token, "email": ADDRESS, "password": f"{MARK} password"}
    nobody.post("/sign-in", data=form)
    sender.post("/sign-in", **form)
    sender.post("/password-reset", email=ADDRESS)
    sender.get(f"/envelopes?search={MARK}&box=all")
    sender.get(f"/contacts?search={ADDRESS}")
    sender.get("/settings/erasures")
    sender.post("/settings/erasures/preview", address=ADDRESS)
    sender.post("/settings/erasures", id="x", address=ADDRESS, repeated=MARK, proof=MARK)
    sender.get(f"/s/{MARK}-token")
    sender.get(f"/password-reset/{MARK}-token")
    sender.get(f"/{MARK}?code={MARK}")

    assert heard.told() == []


def test_what_opens_a_signing_page_is_not_logged_whatever_goes_wrong(
    app: Flask, member: Member, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Links, embedded addresses, codes for a phone, sessions that pages carry."""
    signer = Signer(app, member, ceremonies.sent(member, NOW), 0)
    token, framed = f"{MARK}-{'t' * 36}", f"{signer.page}?session={MARK}-{'s' * 36}"
    places = [f"/s/{token}", f"/embedded/{token}", f"/phone/{token}", f"/start/{token}", framed]
    form = {"csrf_token": signer.token, "session": token}

    def ask() -> list[TestResponse]:
        asked = [signer.client.get(place) for place in places]
        asked.append(signer.client.post(f"{signer.page}/consent", data=form))
        return [*asked, signer.client.get(framed, headers={"X-Signing-Session": token})]

    def broken(**values: object) -> None:
        with member.organization.transaction(SYSTEM) as tx:
            tx.rows.run("select %s::uuid", f"{values} {token}")

    ordinary = ask()
    ends = ("signings.enter", "embedded_signings.enter", "phones.show", "direct_links.new")
    for name in (*ends, "signings.show"):
        monkeypatch.setitem(app.view_functions, name, broken)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    failing = ask()

    assert [a.status_code for a in ordinary] == [404, 404, 404, 404, 404, 403, 404]
    assert [a.status_code for a in failing] == [500, 500, 500, 500, 500, 403, 500]
    private = [*ordinary[:5], *failing[:5], failing[6]]
    assert {a.headers["Referrer-Policy"] for a in private} == {"no-referrer"}
    assert any("/embedded/<token>" in line for line in heard.said())
    assert heard.told() == []


def test_an_error_of_the_database_is_logged_without_what_it_quotes(
    app: Flask,
    sender: Sender,
    heard: Heard,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def failing(*_: object) -> None:
        with sender.member.organization.transaction(SYSTEM) as tx:
            for _ in range(2):
                tx.rows.run(
                    "insert into teams (organization_id, id, name) values (%s, %s, %s)",
                    *(tx.organization_id, uuid4(), NAME),
                )
            tx.rows.run("select %s::uuid", ADDRESS)

    monkeypatch.setitem(app.view_functions, "dashboard.show", failing)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)

    answer = sender.get(f"/dashboard?name={MARK}")

    told = heard.told()
    assert answer.status_code == 500
    assert MARK not in answer.text
    assert any("dashboard" in line for line in heard.lines)
    assert told == []


def test_jobs_that_fail_say_nothing_of_whom_they_are_about(
    installation: Installation,
    member: Member,
    heard: Heard,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nobody = f"smtp://{MARK}:{MARK}@127.0.0.1:{free_port()}"
    monkeypatch.setattr(installation, "settings", replace(installation.settings, smtp_url=nobody))
    organization = member.organization
    draft = ceremonies.draft_with_document(member, NOW)
    run(member, drafting.rename, draft.id, f"{MARK} subject", f"{MARK} message", NOW)
    run(member, drafting.name_recipients, draft.id, [Recipient(uuid4(), NAME, ADDRESS)], NOW)
    run(member, inviting.invite, ADDRESS, MemberRole.VIEWER, NOW)
    (recipient,) = run(member, reading.envelope, draft.id).recipients
    jobs = [
        Job("mail_ending", {"envelope_id": str(draft.id), "recipient_id": str(recipient.id)}),
        Job("mail_ending", {"envelope_id": str(draft.id), "recipient_id": MARK}),
        Job("expire_envelope", {"envelope_id": str(draft.id), "by": ADDRESS}),
    ]

    def quoting(leased: LeasedJob) -> None:
        with leased.organization.transaction(SYSTEM) as tx:
            tx.rows.run("select %s::uuid", str(leased.arguments["by"]))

    monkeypatch.setitem(job.ACTORS, "expire_envelope", quoting)
    with organization.transaction(SYSTEM) as tx:
        tx.jobs.add(organization.id, jobs)
        open_jobs = tx.rows.all(
            "select id from outbox where state = 'open'"
            " and kind in ('mail_ending', 'mail_account', 'expire_envelope')"
        )
    for row in open_jobs:
        job.run(installation, organization.id, row["id"])

    with organization.transaction(SYSTEM) as tx:
        errors = [row["last_error"] for row in tx.rows.all("select last_error from outbox")]
    assert sum(bool(error) for error in errors) == len(open_jobs)
    assert not any(MARK in error for error in errors)
    assert any("could not be done" in line for line in heard.said())
    assert heard.told() == []


def test_nobody_logs_requests_or_the_rows_that_a_constraint_quotes() -> None:
    # The addresses of requests carry what was searched for, and links that open envelopes.
    assert "--access-log" not in (ROOT / "Procfile").read_text()
    assert CONFIGURATION["log_error_verbosity"] == "terse"
    assert CONFIGURATION["log_parameter_max_length_on_error"] == "0"
