"""Every kind of job, killed wherever its effect and its commit are apart, ends as if it had not."""

import smtplib
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import obstore
import psycopg
import pytest
from psycopg.types.json import Jsonb

from actors import worker  # noqa: F401 - importing the worker registers every actor
from actors.documents import intake_document
from actors.jobs import job
from actors.pdf.sandbox import sandbox
from actors.retention import export_values
from core.access import MemberRole
from core.envelopes.listing.bulk_action import BulkKind, BulkRequest
from core.envelopes.sharing import Visibility
from core.jobs.job import Job
from core.jobs.kinds import KINDS
from core.people.contact import ContactScope
from core.period import Period
from core.principal import SYSTEM
from core.retention.retention import BIN
from core.settings.settings import Settings
from deploy.bench import sample_envelopes
from tenants.files.object_store import Objects
from tenants.installation import Installation, Organization
from tenants.member import Member
from tenants.openers import document_upload, page_readers
from tenants.store.jobs.outbox import Outbox
from tenants.use_cases.bulk_sends import row_checking, running
from tenants.use_cases.envelopes import drafting, sharing, voiding
from tenants.use_cases.envelopes.listing import bulk_actions
from tenants.use_cases.operator import mail_tests
from tenants.use_cases.people import contact_imports, inviting, teams
from tenants.use_cases.retention import (
    field_value_export,
    organization_export,
    recycle_bin,
    retention_rules,
)
from tenants.use_cases.sign_in import account_inquiries
from tenants.use_cases.signing import uploaded_signatures
from tests.actors.conftest import Postman
from tests.actors.organizations.test_branding import picture
from tests.actors.pdf import pdfs
from tests.actors.pdf.uploaded_pictures.signature_pictures import signature
from tests.tenants import (
    attached_envelopes,
    bulk,
    ceremonies,
    journeys,
    operators,
    retention_requests,
)
from tests.tenants.conftest import PASSWORD, found_member
from tests.tenants.opening import run
from tests.tenants.people import colleague
from webapp.pages.documents import document_pages

PAST = datetime.now(UTC) - BIN - timedelta(days=1)
MOMENTS = 3  # of a job that has more of them, as many are tried
# What these do is killed as a whole, in the processes they run in.
ELSEWHERE = {
    "check_sealed_file": "tests/actors/test_worker_and_relay.py",
    "deliver_copies": "tests/actors/connectors/test_deliver_copies.py",
    "deliver_webhooks": "tests/actors/webhooks/test_deliver_webhooks.py",
    "check_domain": "tests/tenants/use_cases/organizations/test_domain_claims.py",
    "mail_archive": "tests/actors/delivery/test_archive_mail.py",
    # A code that is sent twice is the same code.
    "send_email_code": "tests/actors/delivery/test_proof_codes.py",
    "send_sms_code": "tests/actors/delivery/test_sms_codes.py",
    # No gateway knows an SMS again: killed between its answer and the commit, it is sent twice.
    "try_sms": "tests/actors/operator/test_try_sms.py",
}


class Killed(BaseException):
    """Nothing that runs in a worker survives it."""


class Life:
    """Ends at the moment of this number; 0: never."""

    def __init__(self) -> None:
        self.ends_at = self.moments = 0

    def moment(self) -> None:
        self.moments += 1
        if self.moments == self.ends_at:
            raise Killed


@pytest.fixture
def life(monkeypatch: pytest.MonkeyPatch) -> Life:
    """Moments come when something outside was done, and right before a job's commit."""
    found = Life()

    def then_a_moment(owner: type, name: str) -> None:
        real = getattr(owner, name)

        def done(*arguments: Any, **named: Any) -> Any:
            result = real(*arguments, **named)
            found.moment()
            return result

        monkeypatch.setattr(owner, name, done)

    for owner, name in (
        (Outbox, "done"),
        (Objects, "put"),
        (Objects, "delete"),
        (Objects, "delete_below"),
        (smtplib.SMTP, "data"),
    ):
        then_a_moment(owner, name)
    return found


@pytest.fixture(scope="module", autouse=True)
def child() -> Iterator[None]:
    sandbox.start(
        (
            "actors.pdf.intake.file_intake",
            "actors.pdf.seal.sealing_steps",
            "actors.pdf.seal.warm_up",
            "actors.pdf.uploaded_pictures.logo",
            "actors.pdf.rendering.page_views",
            "actors.pdf.uploaded_files.attached_file",
            "actors.pdf.uploaded_pictures.signature_picture",
            "actors.pdf.uploaded_tables.table_reading",
        )
    )
    yield
    sandbox.stop()


def _added(kind: str, **arguments: str | int) -> Callable[[Member], None]:
    """A job of an envelope that is out for signing, with the ids that are asked for."""

    def begin(member: Member) -> None:
        envelope = ceremonies.sent(member, PAST)
        ids = {"envelope_id": str(envelope.id), "recipient_id": str(envelope.recipients[0].id)}
        ids["about_id"] = ids["recipient_id"]
        wanted = {name: ids.get(name, said) for name, said in arguments.items()}
        _only(member.organization, Job(kind, wanted))

    return begin


def _only(organization: Organization, wanted: Job) -> None:
    with organization.transaction(SYSTEM) as tx:
        tx.rows.run("update outbox set state = 'dead' where kind = %s", wanted.kind)
        tx.jobs.add(tx.organization_id, [wanted])


def _voided(member: Member) -> UUID:
    envelope = ceremonies.sent(member, PAST)
    run(member, voiding.void, envelope.id, "Not needed", PAST)
    return envelope.id


def _left_behind(member: Member) -> None:
    ceremonies.sent(member, PAST)
    heir = colleague(member, MemberRole.ADMIN)
    of = {"old_id": str(member.person_id), "heir_id": str(heir.person_id)}
    _only(member.organization, Job("hand_over_envelopes", of))


def _without_team(member: Member) -> None:
    envelope, team_id = ceremonies.sent(member, PAST), run(member, teams.create, "Desk", PAST)
    run(member, sharing.show_to, envelope.id, Visibility.TEAM, team_id, PAST)
    run(member, teams.delete, team_id, PAST)


def _bulk(member: Member) -> None:
    ids = [ceremonies.sent(member, PAST).id for _ in range(2)]
    run(member, bulk_actions.start, uuid4(), BulkRequest(BulkKind.VOID, reason="all"), ids, PAST)


def _closing(member: Member) -> None:
    ceremonies.sent(member, PAST)
    retention_requests.close(member, member.slug, PASSWORD, PAST)


def _closed(member: Member) -> None:
    _closing(member)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update organizations set closes_at = %s", PAST)


def _erasing(member: Member) -> None:
    _voided(member)
    address = "one@example.com"
    retention_requests.ask_erasure(member, uuid4(), address, address, PASSWORD, True, PAST)


def _discarded(member: Member) -> None:
    export_id = uuid4()
    run(member, organization_export.start, export_id, PAST)
    member.organization.put(f"{organization_export.folder(export_id)}/part", b"part")
    run(member, organization_export.discard, export_id, PAST)


def _values(member: Member) -> None:
    ceremonies.sent(member, PAST)
    days = Period(date(2020, 1, 1), date(2020, 1, 31))
    run(member, field_value_export.start, uuid4(), days, "csv", PAST)


def _old_values(member: Member) -> None:
    _values(member)
    job = ceremonies.lease_open(member, "export_values")
    run(job, field_value_export.begin, job)
    export_values.keep(job, b"values")


def _contacts(member: Member) -> None:
    import_id = uuid4()
    rows = "".join(f"Person {n},person-{n}@example.com\n" for n in range(600))
    journeys.upload_contacts(member, import_id, "list.csv", rows.encode())
    run(member, contact_imports.choose, import_id, False, (0, -1, 1, -1), ContactScope.OWN, None)
    journeys.begin_import(member, import_id)


def _table(member: Member) -> None:
    data = bulk.csv(bulk.rows(600))
    bulk.upload(member, bulk.template(member, PAST), data, PAST)


def _rows_to_check(member: Member) -> None:
    bulk_id = bulk.uploaded(member, bulk.template(member, PAST), bulk.csv(bulk.rows(300)), PAST)
    run(member, row_checking.begin_checks, bulk_id)


def _rows_to_queue(member: Member) -> None:
    template_id = bulk.template(member, PAST)
    bulk_id = bulk.uploaded(member, template_id, bulk.csv(bulk.rows(600)), PAST)
    bulk.checked(member, bulk_id)
    run(member, running.start, bulk_id, 600, False, None, PAST)


def _rows_to_send(member: Member) -> None:
    bulk_id = bulk.uploaded(member, bulk.template(member, PAST), bulk.csv(bulk.rows(1)), PAST)
    bulk.checked(member, bulk_id)
    bulk.started(member, bulk_id, PAST)


def _old_rows(member: Member) -> None:
    _rows_to_send(member)
    bulk.work(member.organization, "send_bulk_row")


def _logo(member: Member) -> None:
    journeys.upload_logo(member, picture("PNG"))


def _overdue(member: Member) -> None:
    ceremonies.sent(member, PAST)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update envelopes set expires_at = now()")


def _planned(member: Member) -> None:
    envelope = ceremonies.sent(member, PAST)
    of = {"envelope_id": str(envelope.id), "starts_at": PAST.isoformat()}
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update envelopes set starts_at = %s", PAST)
        tx.rows.run("update recipients set status = 'created', sent_at = null")
        tx.jobs.add(tx.organization_id, [Job("start_step", of)])


def _about_to_expire(member: Member) -> None:
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update organizations set warn_days = 3")
    ceremonies.sent(member, PAST)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update envelopes set expires_at = now() + interval '1 day'")
        tx.rows.run("update outbox set due_at = now() where kind = 'warn_of_expiry'")


def _scheduled(member: Member) -> None:
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update organizations set remind_after = 1")
    ceremonies.sent(member, PAST)


def _file_of_nobody(member: Member) -> None:
    member.organization.put("branding/uploads/old", b"a picture")
    _only(member.organization, Job("delete_file", {"name": "branding/uploads/old"}))


def _in_bin(member: Member) -> None:
    run(member, recycle_bin.delete, _voided(member), PAST)


def _ruled(member: Member) -> None:
    _voided(member)
    run(member, retention_rules.change, 1, True, PAST)


def _uploaded(member: Member) -> None:
    run(member, uploaded_signatures.upload, "signature", None, signature("JPEG"), datetime.now(UTC))


def _attached(member: Member) -> None:
    attached_envelopes.uploaded(member, datetime.now(UTC))


def _document(member: Member) -> None:
    envelope_id = uuid4()
    run(member, drafting.create, envelope_id, "Lease", PAST)
    document_upload.upload(member, envelope_id, uuid4(), "lease.pdf", pdfs.contract(1), PAST)


def _taken_in(member: Member) -> None:
    _document(member)
    intake_document.intake_document(ceremonies.lease_open(member, "intake_document"))


def _signed(member: Member) -> None:
    sample_envelopes.to_seal(member, [pdfs.contract(1)])


def _looked_at(member: Member) -> None:
    envelope = ceremonies.completed(member, PAST, pdfs.contract(2))
    document_pages.pages(page_readers.MemberReader(member, envelope.id, PAST))


def _invited(member: Member) -> None:
    run(member, inviting.invite, f"{uuid4().hex}@example.com", MemberRole.VIEWER, PAST)


def _asked(member: Member) -> None:
    platform = member.organization.installation.platform
    platform.leave(
        account_inquiries.question(platform, account_inquiries.PASSWORD_RESET, member.email)
    )


def _tested(member: Member) -> None:
    owner = psycopg.conninfo.make_conninfo(OWNER["url"])
    operator = operators.enrolled(member.organization.installation, operators.add(owner))
    run(operator, mail_tests.begin, uuid4(), "someone@example.com", datetime.now(UTC))


OWNER: dict[str, str] = {}
OF_PLATFORM = ("answer_by_mail", "try_mail")
CASES: dict[str, Callable[[Member], None]] = {
    "seal_envelope": _signed,
    "intake_document": _document,
    "render_pages": _taken_in,
    "prepare_logo": _logo,
    "render_sealed_pages": _looked_at,
    "convert_signature": _uploaded,
    "check_attachment": _attached,
    "answer_by_mail": _asked,
    "mail_account": _invited,
    "mail_invitation": _added("mail_invitation", envelope_id="", recipient_id=""),
    "mail_completion": _added("mail_completion", envelope_id="", recipient_id=""),
    "mail_sender": _added("mail_sender", envelope_id="", notification="completed"),
    "mail_progress": _added("mail_progress", envelope_id="", about_id="", notification="opened"),
    "mail_reassigned": _added("mail_reassigned", envelope_id="", recipient_id="", about_id=""),
    "mail_ending": _added("mail_ending", envelope_id="", recipient_id=""),
    "mail_removal": _added("mail_removal", envelope_id="", recipient_id=""),
    "text_request": _added("text_request", envelope_id="", recipient_id="", letter="invitation"),
    "text_completion": _added(
        "text_completion", envelope_id="", recipient_id="", letter="completion"
    ),
    "mail_fields_changed": _added("mail_fields_changed", envelope_id="", recipient_id=""),
    "mail_expiry_warning": _added("mail_expiry_warning", envelope_id="", recipient_id=""),
    "warn_of_expiry": _about_to_expire,
    "mail_reminder": _added("mail_reminder", envelope_id="", recipient_id=""),
    "read_reports": _added("read_reports"),
    "try_mail": _tested,
    "import_contacts": _contacts,
    "expire_envelope": _overdue,
    "start_step": _planned,
    "remind_recipient": _scheduled,
    "fold_summaries": _added("fold_summaries"),
    "export_values": _values,
    "make_export": lambda member: run(member, organization_export.start, uuid4(), PAST),
    "delete_export": _discarded,
    "erase_person": _erasing,
    "close_organization": _closed,
    "notify_members": _closing,
    "delete_values_export": _old_values,
    "delete_file": _file_of_nobody,
    "erase_documents": _in_bin,
    "apply_retention": _ruled,
    "hand_over_envelopes": _left_behind,
    "end_sharing": _without_team,
    "run_bulk_action": _bulk,
    "read_bulk_table": _table,
    "check_bulk_rows": _rows_to_check,
    "queue_bulk_rows": _rows_to_queue,
    "send_bulk_row": _rows_to_send,
    "forget_bulk_values": _old_rows,
    "index_envelope": _added("index_envelope", envelope_id=""),
    "index_envelopes": _added("index_envelopes"),
}


def test_every_kind_has_a_case() -> None:
    assert set(CASES) | set(ELSEWHERE) == set(KINDS)
    assert not set(CASES) & set(ELSEWHERE)


@pytest.mark.usefixtures("mailing")
@pytest.mark.parametrize("kind", CASES)
def test_killed_at_any_moment_it_ends_complete_and_nothing_is_doubled(
    kind: str,
    life: Life,
    installation: Installation,
    postman: Postman,
    services: dict[str, str],
    settings: Settings,
) -> None:
    OWNER["url"] = services["DATABASE_OWNER_URL"]

    def lived(ends_at: int) -> tuple[Counter[str], int]:
        member = found_member(installation)
        organization = installation.platform if kind in OF_PLATFORM else member.organization
        life.ends_at = 0
        CASES[kind](member)
        before = _left(services, settings, organization)
        postman.letters.clear()
        _make_due(organization, kind)
        life.ends_at, life.moments = ends_at, 0
        if ends_at:
            with pytest.raises(Killed):
                _drain(organization, kind)
            life.ends_at = 0
        _drain(organization, kind)
        moments = life.moments
        _drain(organization, kind)
        # What a dead worker stored and nobody names goes after a day.
        _make_due(organization, "delete_file")
        _drain(organization, "delete_file")
        if kind == "make_export":
            # Parts of a dead worker lie in the folder of their export, and go with it.
            _make_due(organization, "delete_export")
            _drain(organization, "delete_export")
        left = _left(services, settings, organization)
        left.subtract(before)
        left["mails"] = len({letter["Message-ID"] for letter in postman.letters})
        return left, moments

    whole, moments = lived(0)
    tried = range(1, moments + 1, max(1, moments // MOMENTS))

    assert moments > 0
    assert whole[f"outbox {kind} done"] > 0
    for ends_at in tried:
        assert _told(lived(ends_at)[0]) == _told(whole), ends_at


@pytest.mark.parametrize("kind", CASES)
def test_what_names_nothing_is_dead_at_once_and_says_so(member: Member, kind: str) -> None:
    names = ("envelope_id", "recipient_id", "export_id", "erasure_id", "old_id", "bulk_id")
    absurd = dict.fromkeys(
        (
            *names,
            "document_id",
            "first",
            "last",
            "width",
            "import_id",
            "test_id",
            "upload_id",
            "sealed",
            "letter",
            "after",
            "team_id",
        ),
        "absurd",
    )
    for arguments in ({}, absurd):
        with member.organization.transaction(SYSTEM) as tx:
            tx.rows.run("update outbox set state = 'done', finished_at = now()")
            tx.jobs.add(tx.organization_id, [Job(kind)])
            (row,) = tx.rows.all("select id from outbox where state = 'open'")
            tx.rows.run(
                "update outbox set arguments = %s where id = %s", Jsonb(arguments), row["id"]
            )
        job.run(member.organization.installation, member.organization.id, row["id"])
        with member.organization.transaction(SYSTEM) as tx:
            after = tx.rows.one("select state, last_error from outbox where id = %s", row["id"])
        assert after["state"] in ("done", "dead"), after
        assert after["state"] == "done" or after["last_error"].startswith("The job does not say")


def test_what_it_was_about_being_gone_it_ends_after_a_few_looks(member: Member) -> None:
    of = {"envelope_id": str(uuid4()), "recipient_id": str(uuid4())}
    _only(member.organization, Job("mail_invitation", of))

    states = []
    for _ in range(job.LOOKS):
        _make_due(member.organization, "mail_invitation")
        _drain(member.organization, "mail_invitation")
        with member.organization.transaction(SYSTEM) as tx:
            row = tx.rows.one("select state, last_error from outbox where kind = 'mail_invitation'")
        states.append(row["state"])

    assert states == ["open", "open", "dead"]
    assert row["last_error"] == job.GONE


def test_a_job_of_an_organization_that_is_closed_is_given_up(member: Member) -> None:
    _closed(member)
    _make_due(member.organization, "close_organization")
    _drain(member.organization, "close_organization")
    _only(member.organization, Job("mail_account", {"sealed": "c2VhbGVk"}))

    for _ in range(job.LOOKS):
        _make_due(member.organization, "mail_account")
        _drain(member.organization, "mail_account")

    with member.organization.transaction(SYSTEM) as tx:
        row = tx.rows.one("select state, last_error from outbox where kind = 'mail_account'")
    assert row == {"state": "dead", "last_error": job.GONE}


def _make_due(organization: Organization, kind: str) -> None:
    with organization.transaction(SYSTEM) as tx:
        tx.rows.run("update outbox set due_at = now() where kind = %s and state = 'open'", kind)


def _drain(organization: Organization, kind: str) -> None:
    """What is due of a kind, and what that calls for; what a dead worker held is free again."""
    with organization.transaction(SYSTEM) as tx:
        tx.rows.run("update outbox set lease_until = null where kind = %s and state = 'open'", kind)
    tried: set[UUID] = set()
    while True:
        with organization.transaction(SYSTEM) as tx:
            rows = tx.rows.all(
                "select id from outbox where kind = %s and state = 'open' and due_at <= now()"
                " and not id = any(%s) order by id",
                *(kind, list(tried)),
            )
        if not rows:
            return
        for row in rows:
            tried.add(row["id"])
            job.run(organization.installation, organization.id, row["id"])


def _left(services: dict[str, str], settings: Settings, organization: Organization) -> Counter[str]:
    """How many rows, jobs and files an organization has, by what they are."""
    found: Counter[str] = Counter()
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        tables = superuser.execute(
            "select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid"
            " and a.attname = 'organization_id' where c.relkind = 'r'"
            " and c.relnamespace = any ('{directory,tenant}'::regnamespace[])"
            " and c.relname <> 'outbox'"
        ).fetchall()
        counts = " union all ".join(
            f"select '{name}', count(*) from {name} where organization_id = %(id)s"
            for (name,) in tables
        )
        of = {"id": organization.id}
        found.update(dict(superuser.execute(counts, of).fetchall()))
        jobs = superuser.execute(
            "select 'outbox ' || kind || ' ' || state, count(*) from outbox"
            " where organization_id = %(id)s and not (kind = 'delete_file' and arguments ? 'by')"
            " group by 1",
            of,
        )
        found.update(dict(jobs.fetchall()))
    store = organization.installation.objects._store
    for some in obstore.list(store, str(organization.id)):
        found.update("file " + each["path"].split("/")[1] for each in some)
    return found


def _told(left: Counter[str]) -> dict[str, int]:
    return {what: count for what, count in left.items() if count}
