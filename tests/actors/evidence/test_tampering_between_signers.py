"""Whoever changes a row after one signer has finished and before the next opens stops the seal.

Every column that a seal is made from is changed for itself, then the next signer does all there is
to do. After that the rows are put back, and the next column is tried.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from core.envelopes.envelope import Envelope
from core.principal import SYSTEM
from core.refusals import NotFound, Refusal
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.evidence.sealing_checks import Tampered
from tests.actors.evidence.test_tampering import (
    LEGAL,
    ORIGIN,
    OTHERWISE,
    UNPRINTED,
    Case,
    columns,
    is_intact,
    printed,
    sent,
    sign,
)
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW, found_member

# Other values where the usual one would change nothing. Of several, all that are other ones.
OTHER = {
    ("envelopes", "status"): ("'sent'", "'signed'"),
    ("recipients", "role"): ("'approver'", "'cc'"),
    ("recipients", "status"): ("'sent'", "'delivered'", "'completed'"),
    ("fields", "kind"): ("'checkbox'",),
    ("consents", "at"): ("at + interval '1 second'",),
}
ELSEWHERE = UUID(int=1)  # an organization that is none
ANY_TABLE = {
    "organization_id": f"'{ELSEWHERE}'",
    "position": "case when position < 2 then 100 else -1 end",  # another order
}
# What the next signer's own acts write, whatever stood there.
WRITTEN_NEXT = {
    ("recipients", name) for name in ("status", "delivered_at", "completed_at", "position")
}
# These end what the next signer does, before there is anything to seal. KeyError: a page of a
# document that is not there any more.
ENDED = (Refusal, NotFound, KeyError)
TOO_MANY_OR_TOO_FEW = {
    "a consent that was never given": "insert into consents select organization_id, envelope_id,"
    " {next}, version, sha256, language, at from consents where recipient_id = {signed}",
    "a consent less": "delete from consents where recipient_id = {signed}",
    "a value less": "delete from field_values where field_id in"
    " (select field_id from field_recipients where recipient_id = {signed})",
    "a field less": "delete from fields where id in"
    " (select field_id from field_recipients where recipient_id = {next} limit 1)",
    "somebody less who may fill it in": "delete from field_recipients where recipient_id = {next}",
    "somebody more who may fill it in": "insert into field_recipients select organization_id,"
    " envelope_id, field_id, {next} from field_recipients where recipient_id = {signed} and"
    " field_id not in (select field_id from field_recipients where recipient_id = {next}) limit 1",
    "a field more": "insert into fields select organization_id, gen_random_uuid(), envelope_id,"
    " document_id, position + 100, kind, page, x, y + 100, width, height, required,"
    " label, properties from fields where id in"
    " (select field_id from field_recipients where recipient_id = {next} limit 1)",
    "a signature less": "delete from signatures where recipient_id = {signed}",
    "a signature more": "insert into signatures select organization_id, gen_random_uuid(),"
    " envelope_id, recipient_id, position + 100, kind, method, image_sha256, image from signatures"
    " where recipient_id = {signed} limit 1",
    "a recipient less": "delete from recipients where envelope_id = {envelope} and role = 'cc'",
    "a document less": "delete from documents where envelope_id = {envelope} and position = 1",
}


@dataclass(frozen=True)
class HalfSigned:
    """The first of two signers has finished."""

    member: Member
    envelope: Envelope

    def rows(self) -> Iterator[tuple[str, str, str, UUID]]:
        """Which row is changed: what it is, its table, and the column and value that find it."""
        first, second, copy = self.envelope.recipients
        yield "envelope", "envelopes", "id", self.envelope.id
        yield "document", "documents", "id", self.envelope.documents[0].id
        yield "recipient who signed", "recipients", "id", first.id
        yield "recipient whose turn it is", "recipients", "id", second.id
        yield "copy recipient", "recipients", "id", copy.id
        for whose, recipient in (("signed", first), ("next", second)):
            (field,) = (
                f
                for f in self.envelope.fields
                if f.recipient_ids == (recipient.id,) and f.kind.name == "text"
            )
            yield f"field {whose}", "fields", "id", field.id
        (value, *_) = (f for f in self.envelope.fields if f.filled_by == first.id)
        yield "value", "field_values", "field_id", value.id
        yield "signature", "signatures", "id", self.envelope.signatures[0].id
        yield "consent", "consents", "recipient_id", first.id


@pytest.fixture(scope="module")
def half_signed(installation: Installation) -> HalfSigned:
    member = found_member(installation)
    envelope = sent(member)
    ceremony = ceremonies.enter(member, envelope.recipients[0])
    ceremonies.consent(ceremony, ORIGIN, NOW)
    ceremonies.adopt(ceremony, uuid4(), "initials", "drawn", ceremonies.PNG, NOW)
    sign(member, envelope.recipients[0])
    with member.organization.transaction(SYSTEM) as tx:
        return HalfSigned(member, tx.envelopes.get(envelope.id))


PutBack = Callable[[], None]


@pytest.fixture(scope="module")
def put_back(half_signed: HalfSigned, superuser: psycopg.Connection[Any]) -> PutBack:
    """Makes all rows of the organization what they are now."""
    of = (half_signed.member.organization.id,)
    tables = superuser.execute(
        "select c.relname, string_agg(quote_ident(a.attname), ', ')"
        " from pg_class c join pg_attribute a on a.attrelid = c.oid"
        " where c.relkind = 'r' and c.relnamespace = 'tenant'::regnamespace"
        " and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''"
        " group by c.relname having bool_or(a.attname = 'organization_id')"
    ).fetchall()
    for table, _ in tables:
        superuser.execute(
            f"create temp table kept_{table} as select * from {table} where organization_id = %s",
            of,
        )

    def restore() -> None:
        for table, names in tables:
            superuser.execute(
                f"delete from {table} where organization_id in (%s, %s)",
                (*of, ELSEWHERE),
            )
            superuser.execute(
                f"insert into {table} ({names}) overriding system value"
                f" select {names} from kept_{table}"
            )

    return restore


@pytest.fixture(scope="module")
def undisturbed(half_signed: HalfSigned, put_back: PutBack) -> object:
    said = go_on(half_signed)
    put_back()
    return said


def go_on(case: HalfSigned) -> object:
    """The second signer signs; what would be printed then. Raises what stops that."""
    sign(case.member, case.envelope.recipients[1])
    job = ceremonies.lease_open(case.member, "seal_envelope")
    files, marks, facts, *_ = printed(Case(case.member, case.envelope, job))
    return files, marks, replace(facts, chain_hash="")


@pytest.mark.parametrize(
    "table",
    ["envelopes", "documents", "recipients", "fields", "field_values", "signatures", "consents"],
)
def test_no_column_that_is_printed_can_be_changed_before_the_next_signer_opens(
    half_signed: HalfSigned,
    undisturbed: object,
    put_back: PutBack,
    superuser: psycopg.Connection[Any],
    table: str,
) -> None:
    unprinted = UNPRINTED[table] or set()
    tried = 0
    for row, _, key, id in (found for found in half_signed.rows() if found[1] == table):
        for column, type in columns(superuser, table).items():
            usual = LEGAL.get((table, column)) or OTHERWISE[type].format(f'"{column}"')
            usual = ANY_TABLE.get(column, usual)
            for change in OTHER.get((table, column), (usual,)):
                changed = superuser.execute(
                    f'update {table} set "{column}" = {change} where {key} = %s'
                    f' and "{column}" is distinct from {change}',
                    (id,),
                ).rowcount
                said = outcome(half_signed, undisturbed)
                put_back()
                tried += changed
                what = f"{table}.{column} of the {row} as {change}: {said}"
                written = (table, column) in WRITTEN_NEXT and "turn" in row
                if column in unprinted or written:
                    assert said != "something else is printed", what
                elif changed:
                    assert said == "stopped", what
    assert tried


@pytest.mark.parametrize("what", TOO_MANY_OR_TOO_FEW)
def test_no_row_more_or_less_goes_unseen_until_the_next_signer_has_signed(
    half_signed: HalfSigned,
    undisturbed: object,
    put_back: PutBack,
    superuser: psycopg.Connection[Any],
    what: str,
) -> None:
    first, second, _ = half_signed.envelope.recipients
    of = {"signed": first.id, "next": second.id, "envelope": half_signed.envelope.id}
    changed = superuser.execute(
        TOO_MANY_OR_TOO_FEW[what].format(**{name: f"'{id}'" for name, id in of.items()})
    ).rowcount

    said = outcome(half_signed, undisturbed)
    put_back()

    assert changed
    assert said == "stopped"


def outcome(case: HalfSigned, undisturbed: object) -> str:
    """What comes of it when the second signer signs: stopped is only what the page shows, too."""
    try:
        after = go_on(case)
    except (Tampered, *ENDED) as stopped:
        intact = is_intact(case.member, case.envelope.id)
        return f"stopped by {stopped!r}, which the page does not show" if intact else "stopped"
    return "the same is printed" if after == undisturbed else "something else is printed"
