"""Whoever changes a row between the signatures and the seal stops the seal, and the page says so.

Every column of every table that a seal is made from is changed, one by one, with the rights of a
database's superuser. What is neither stopped nor printed is named below, with its reason: a new
column has to be classified.
"""

import hashlib
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql
from psycopg.errors import ForeignKeyViolation

from actors.documents import intake_document, render_pages
from actors.evidence import certificate_of_completion, seal_envelope, sealing_attempt
from actors.jobs import job
from core.documents.attached_file import AttachedFile
from core.documents.document import Page
from core.envelopes.envelope import Envelope, Status
from core.envelopes.recipient import Recipient
from core.envelopes.roles.cc import CC
from core.evidence.refusals import SealedFileChanged
from core.fields import kinds
from core.fields.field import Field
from core.principal import SYSTEM
from core.refusals import Forbidden, NotFound
from core.settings.settings import Settings
from core.signing.origin import Origin
from deploy.commands import dead_jobs
from deploy.health.finding import HealthProblem
from tenants.installation import Installation
from tenants.leased_job import LeasedJob
from tenants.member import Member
from tenants.openers import document_upload
from tenants.use_cases.documents import document_intake
from tenants.use_cases.envelopes import drafting, reading, sending
from tenants.use_cases.evidence import sealing_checks
from tests.tenants import ceremonies, downloads
from tests.tenants.conftest import NOW, found_member
from tests.tenants.opening import run

OF_SENDER = {"default": "Lisbon"}
ORIGIN = Origin("192.0.2.7", "a browser")
# Where the envelope is: not what is printed.
PLACED = {"folder_id", "visibility", "team_id", "template_id", "box"}
# What nothing prints, and why.
UNPRINTED = {
    "envelopes": PLACED
    | {
        "sender_id",  # who sent it is recorded at sending; the envelope may be handed over since
        "status_at",  # what lists are ordered by
        "version",  # what pages that wait ask for
        "deleted_at",  # the recycle bin
        "erased_at",
        "erased_because",
        "typed_in",  # which page typed last into the draft
        "send_requested_by",  # of a draft that waits for its pages
        "sending_problem",  # why a draft could not be sent by itself
        "proofs",  # what a draft asks of all; at sending it is recorded with each recipient
        "expire_days",  # what a draft is set to; when it expires is recorded at sending
        "remind_after",  # when reminders go
        "remind_every",
        "remind_most",
        "warn_days",
        "archive",  # who gets a copy of what is sealed
        "warned_at",  # when it was told that it expires soon
        "template_id",
        "template_version",  # the trail tells it
        "bulk_send_id",  # the trail tells it
        "content_of",  # of templates, which are not sent
    },
    "recipients": {
        "link_generation",  # which link is the valid one
        "reminded_at",  # when the next reminder may go
        "auto_reminders",
        "role_name",  # what they were in the template
        "locked_at",  # what the sender is told of wrong codes
        "handed_over_at",  # the trail tells it
        "texts_failed_at",  # what the sender is told of SMS
        "bounced_at",  # what the sender is told of refused mail
        "box",  # in which inbox it lies
        "listed_at",
    },
    "documents": {
        "status",  # how far intake has come
        "reason",
        "notes",  # what intake told the sender
        "pages_rendered",
        "edits_final",
        "page_edits",  # what intake does to the pages, which have a hash of their own then
        "password",
        "found",
        "size",
        "merge_fields",  # what a typed page asks for
        "merge_values",  # they stand on its pages
        "files_of",  # a copy has the files of another: they are found by their hashes
        "files_id",
        "replaces",  # a new version that waits for its pages
        "awaited",  # fields that a program asked for, until they are placed
        "carried",  # what became of the fields of the version before; the trail tells it
    },
    "fields": set[str](),
    "field_recipients": set[str](),
    "field_values": {"filled_at"},
    "consents": set[str](),
    "signatures": set[str](),
    "audit_events": set[str](),
    "audit_values": set[str](),
    "subject_keys": set[str](),
    # What is printed of a file is in the value of its field, which the trail tells.
    "attachments": {
        "organization_id",
        "id",
        "envelope_id",
        "field_id",
        "recipient_id",
        "sha256",
        "size",
        "name",
        "seen",
        "state",
        "problem",
        "uploaded_at",
    },
    # All that is printed of them was recorded when the envelope was sent.
    "people": None,
    "organizations": None,
}
# Values that the columns' types allow and their meaning, too.
LEGAL = {
    ("envelopes", "status"): "'delivered'",
    ("envelopes", "erased_because"): "'rule'",
    ("envelopes", "visibility"): "'team'",
    ("envelopes", "steps"): """'[{"order": 1, "needed": 1}]'""",
    ("envelopes", "confirming"): """'{"reasons": [], "free": true}'""",
    ("recipients", "options"): """'{"note": "Another message"}'""",
    ("recipients", "role"): "'signer'",
    ("recipients", "status"): "'delivered'",
    ("documents", "status"): "'processing'",
    ("documents", "carried"): """'{"kept": 1, "moved": [], "lost": 0}'""",
    ("documents", "handling"): "'attached'",
    ("documents", "supplement"): "'accept'",
    (
        "documents",
        "earlier",
    ): """'{"signatures": [], "adding": "nothing", "empty_fields": [], "reason": ""}'""",
    ("fields", "kind"): "'text'",
    ("fields", "properties"): "'{\"font_size\": 30}'",
    ("attachments", "state"): "'refused'",
    ("signatures", "kind"): "'initials'",
    ("signatures", "method"): "'typed'",
    ("organizations", "time_zone"): "'Asia/Tokyo'",
    ("organizations", "date_format"): "'DD/MM/YYYY'",
}
OTHERWISE = {
    "text": "{} || 'x'",
    "uuid": "gen_random_uuid()",
    "integer": "-1 - {}",
    "smallint": "-1 - {}",
    "bigint": "-1 - {}",
    "double precision": "{} + 1",
    "boolean": "not {}",
    "timestamp with time zone": "coalesce({}, now()) + interval '1 second'",
    "bytea": "coalesce(set_byte({0}, 20, get_byte({0}, 20) # 1), 'x')",
    "ciphertext": "coalesce(set_byte({0}, 20, get_byte({0}, 20) # 1), 'CS but nothing of ours')",
    "double precision[]": "array(select size + 1 from unnest({}) as size)",
    "uuid[]": "array_append({}, gen_random_uuid())",
    "text[]": "array_append({}, 'x')",
    "jsonb": "'[1]'",
    "interval": "interval '1 day'",
}


@dataclass(frozen=True)
class Case:
    """An envelope that all have signed, with the job that is to seal it."""

    member: Member
    envelope: Envelope
    job: LeasedJob


@pytest.fixture(scope="module")
def case(installation: Installation) -> Case:
    member = found_member(installation)
    envelope = sent(member)
    for recipient in envelope.recipients[:2]:
        sign(member, recipient)
    file = AttachedFile(uuid4(), "card.png", 9, hashlib.sha256(b"a picture").hexdigest())
    with member.organization.transaction(SYSTEM) as tx:
        tx.attachments.add(envelope.id, uuid4(), envelope.recipients[0].id, file, None, NOW)
    return Case(member, envelope, ceremonies.lease_open(member, "seal_envelope"))


def sent(member: Member) -> Envelope:
    """
    Two documents, two signers in sequence with a field of each kind, and a cc. One field is for
    whoever comes first, and one the sender has filled in.
    """
    envelope_id = uuid4()
    run(member, drafting.create, envelope_id, "Lease", NOW)
    run(member, drafting.rename, envelope_id, "Lease", "Please sign.", NOW)
    for name in ("lease.pdf", "annex.pdf"):
        document_upload.upload(member, envelope_id, uuid4(), name, ceremonies.PDF, NOW)
        taken = document_intake.IntakeResult(ceremonies.CANONICAL, (Page(595, 842),), (), [])
        intake_document.accept(ceremonies.lease_open(member, "intake_document"), taken, NOW)
        rendered = ceremonies.lease_open(member, "render_pages")
        render_pages.keep(rendered, [ceremonies.Rendered(1)], {1: []}, NOW)
    people = [
        Recipient(uuid4(), "Signer One", "one@example.com"),
        Recipient(uuid4(), "Signer Two", "two@example.com", routing_order=2),
        Recipient(uuid4(), "Copy", "copy@example.com", CC, routing_order=3),
    ]
    draft = run(member, drafting.name_recipients, envelope_id, people, NOW)
    fields = [
        Field(
            uuid4(),
            draft.documents[0].id,
            (person.id,),
            kinds.named(kind),
            1,
            100,
            100 + 50 * row,
            150,
            40,
        )
        for person in people[:2]
        for row, kind in enumerate(("text", "signature", "date_signed", "checkbox"))
    ]
    text, both = kinds.named("text"), tuple(person.id for person in people[:2])
    place = (draft.documents[0].id, both, text, 1, 100, 500, 150, 40)
    shared = Field(uuid4(), *place, label="For both")
    ours = replace(shared, id=uuid4(), recipient_ids=(), y=600, properties=OF_SENDER)
    fields = [shared, ours, *fields]
    run(member, drafting.place_fields, envelope_id, fields, NOW)
    return run(member, sending.send, envelope_id, NOW)


def sign(member: Member, recipient: Recipient) -> None:
    """Consent, adopt, fill in, finish."""
    ceremony = ceremonies.enter(member, recipient)
    ceremonies.consent(ceremony, ORIGIN, NOW)
    ceremonies.adopt(ceremony, uuid4(), "signature", "drawn", ceremonies.PNG, NOW)
    ceremonies.finish(ceremony, {f.id: "true" for f in ceremony.fields}, ORIGIN, NOW)


def printed(case: Case) -> object:
    """All that the seal, the stamps and the certificate say. Raises what stops the seal."""
    loaded = sealing_attempt.load(case.job)
    assert loaded is not None
    files = [
        sealing_attempt.canonical(case.job, d.canonical_sha256) for d in loaded.envelope.documents
    ]
    marks = [seal_envelope.marks(loaded, d.id) for d in loaded.envelope.documents]
    facts = certificate_of_completion.facts(loaded, loaded.images, "https://sign.example")
    return files, marks, facts, loaded.certificate, loaded.private_key, loaded.entries


def is_intact(member: Member, envelope_id: UUID) -> bool:
    """What the page says of it, if there is one."""
    try:
        return run(member, reading.timeline, envelope_id).intact
    except (NotFound, Forbidden):
        return False


def row_of(case: Case, table: str) -> tuple[str, UUID]:
    """A condition that finds the row that is changed."""
    order = " order by position desc limit 1)"
    match table:
        case "envelopes":
            return "id = %s", case.envelope.id
        case "people":
            return "id = %s", case.member.person_id
        case "organizations":
            return "id = %s", case.member.organization.id
        case "subject_keys":
            return "id = (select id from subject_keys where envelope_id = %s limit 1)", (
                case.envelope.id
            )
        case "consents":
            return (
                "recipient_id = (select recipient_id from consents where envelope_id = %s limit 1)",
                case.envelope.id,
            )
        case "field_values":
            return (
                "field_id = (select field_id from field_values where envelope_id = %s limit 1)",
                case.envelope.id,
            )
        case "field_recipients":
            return (
                "(field_id, recipient_id) = (select field_id, recipient_id from field_recipients"
                " where envelope_id = %s limit 1)",
                case.envelope.id,
            )
        case "attachments":
            return "envelope_id = %s", case.envelope.id
        case "audit_events":
            return "id = (select id from audit_events where envelope_id = %s and sequence = 3)", (
                case.envelope.id
            )
        case "audit_values":
            return (
                "event_id = (select id from audit_events where envelope_id = %s"
                " and type = 'recipient.completed' limit 1)",
                case.envelope.id,
            )
        case _:
            return f"id = (select id from {table} where envelope_id = %s{order}", case.envelope.id


def columns(superuser: psycopg.Connection[Any], table: str) -> dict[str, str]:
    rows = superuser.execute(
        "select attname, format_type(atttypid, null) from pg_attribute"
        " where attrelid = %s::regclass and attnum > 0 and not attisdropped"
        " and attgenerated = ''",
        (table,),
    ).fetchall()
    return dict(rows)


def test_what_one_of_several_and_the_sender_have_filled_in_is_printed(case: Case) -> None:
    loaded = sealing_attempt.load(case.job)
    assert loaded is not None

    marks = seal_envelope.marks(loaded, case.envelope.documents[0].id)

    assert {(mark.y, mark.text) for mark in marks if mark.y >= 500} == {
        (500, "true"),
        (600, "Lisbon"),
    }


@pytest.mark.parametrize("table", sorted(UNPRINTED))
def test_no_column_that_is_printed_can_be_changed_before_the_seal(
    case: Case, superuser: psycopg.Connection[Any], table: str
) -> None:
    before, through = printed(case), set()
    for column, type in columns(superuser, table).items():
        change = LEGAL.get((table, column)) or OTHERWISE[type].format(f'"{column}"')
        with changed(case, superuser, table, column, change):
            try:
                after = printed(case)
            except (sealing_checks.Tampered, NotFound, ForeignKeyViolation):
                assert UNPRINTED[table] is None or not is_intact(case.member, case.envelope.id), (
                    column
                )
                continue
            assert after == before, f"{table}.{column} is printed"
            through.add(column)

    unprinted = UNPRINTED[table]
    assert unprinted is None or through == unprinted & set(columns(superuser, table))


@pytest.mark.parametrize(
    ("table", "column"), [("recipients", "role"), ("fields", "kind"), ("documents", "status")]
)
def test_a_word_that_the_product_does_not_know_stops_the_seal(
    case: Case, superuser: psycopg.Connection[Any], table: str, column: str
) -> None:
    with (
        changed(case, superuser, table, column, "'emperor'"),
        pytest.raises(sealing_checks.Tampered, match="say what none can say"),
    ):
        printed(case)


SHAPES = ("[1]", "null", '{"length": "x"}', '{"colour": "red"}', '{"font_size": true}')


@pytest.mark.parametrize("properties", SHAPES)
def test_properties_of_a_wrong_shape_stop_the_seal_and_break_no_page(
    case: Case, superuser: psycopg.Connection[Any], properties: str
) -> None:
    with changed(case, superuser, "fields", "properties", f"'{properties}'"):
        assert not is_intact(case.member, case.envelope.id)
        with pytest.raises(sealing_checks.Tampered, match=r"fields\.properties"):
            printed(case)


BETWEEN = {
    "a value": "delete from field_values v using fields f where f.id = v.field_id"
    " and f.kind = 'text' and f.envelope_id = %s and v.filled_by ="
    " (select id from recipients where envelope_id = %s order by position limit 1)",
    "a document's hash": "update documents set canonical_sha256 = original_sha256"
    " where envelope_id = %s and envelope_id = %s",
    "a recipient's name": "update recipients set name = 'Somebody Else' where email ="
    " 'one@example.com' and envelope_id = %s and envelope_id = %s",
    "an image": "update signatures set image_sha256 = repeat('0', 64) where envelope_id = %s"
    " and envelope_id = %s",
    "a consent": "delete from consents where envelope_id = %s and envelope_id = %s",
    "what the words about a signer are encrypted with": "delete from subject_keys"
    " where envelope_id = %s and subject = (select id::text from recipients"
    " where envelope_id = %s order by position limit 1)",
}


@pytest.mark.parametrize("what", BETWEEN)
def test_what_is_changed_between_two_signers_is_never_sealed_and_an_operator_learns_of_it(
    installation: Installation,
    superuser: psycopg.Connection[Any],
    settings: Settings,
    what: str,
) -> None:
    member = found_member(installation)
    envelope = ceremonies.sent(member, NOW)
    ceremonies.sign(member, envelope.recipients[0], NOW)
    assert superuser.execute(BETWEEN[what], (envelope.id, envelope.id)).rowcount
    ceremonies.sign(member, envelope.recipients[1], NOW)
    with member.organization.transaction(SYSTEM) as tx:
        row = tx.rows.one("select id from outbox where kind = 'seal_envelope' and state = 'open'")

    job.run(installation, member.organization.id, row["id"])

    with member.organization.transaction(SYSTEM) as tx:
        dead = tx.rows.one("select state, last_error from outbox where id = %s", row["id"])
    assert dead["state"] == "dead"
    assert dead["last_error"].startswith("Not sealed: what is stored of envelope")
    assert run(member, reading.envelope, envelope.id).status is Status.SIGNED
    assert not run(member, reading.timeline, envelope.id).intact
    with pytest.raises(HealthProblem, match="stored data is not what was signed"):
        dead_jobs.check(settings)
    superuser.execute("delete from outbox where id = %s", (row["id"],))


class changed:
    """One value of one row is another one, until the block ends."""

    def __init__(
        self, case: Case, superuser: psycopg.Connection[Any], table: str, column: str, change: str
    ) -> None:
        self._superuser, self._table, self._column = superuser, table, column
        self._condition, self._id = row_of(case, table)
        self._change = change

    def __enter__(self) -> None:
        table, column = sql.Identifier(self._table), sql.Identifier(self._column)
        self._superuser.execute("drop table if exists kept")
        self._superuser.execute(
            sql.SQL("create temp table kept as select * from {} where ").format(table)
            + sql.SQL(self._condition),
            (self._id,),
        )
        row = self._superuser.execute(
            sql.SQL("update {} set {} = ").format(table, column)
            + sql.SQL(self._change)
            + sql.SQL(" where ")
            + sql.SQL(self._condition)
            + sql.SQL(" returning ctid"),
            (self._id,),
        ).fetchone()
        assert row is not None
        self._place = row[0]

    def __exit__(self, *_: object) -> None:
        restored = self._superuser.execute(
            sql.SQL("update {0} set {1} = (select {1} from kept) where ctid = %s").format(
                sql.Identifier(self._table), sql.Identifier(self._column)
            ),
            (self._place,),
        )
        assert restored.rowcount == 1


def test_another_envelopes_sealed_file_is_not_given_in_the_place_of_this_ones(
    installation: Installation, superuser: psycopg.Connection[Any]
) -> None:
    member = found_member(installation)
    first, second = completed(member, b"the first"), completed(member, b"the second")
    document_id = first.documents[0].id
    given = downloads.sealed_file(member, first.id, document_id, NOW).data

    superuser.execute(
        "update sealed_files f set object = o.object from sealed_files o"
        " where f.document_id = %s and o.document_id = %s",
        (document_id, second.documents[0].id),
    )

    assert given == b"the first"
    with pytest.raises(SealedFileChanged):
        downloads.sealed_file(member, first.id, document_id, NOW)


def completed(member: Member, sealed: bytes) -> Envelope:
    envelope = ceremonies.sent(member, NOW)
    for recipient in envelope.recipients[:2]:
        ceremonies.sign(member, recipient, NOW)
    leased = ceremonies.lease_open(member, "seal_envelope")
    ceremonies.complete(leased, {envelope.documents[0].id: sealed}, b"certificate", NOW)
    return envelope
