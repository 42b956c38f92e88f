from datetime import timedelta
from uuid import uuid4

import pytest

from actors.retention import erase_documents
from core.access import MemberRole
from core.principal import SYSTEM
from core.refusals import Forbidden
from core.retention.refusals import DocumentsGone
from tenants.member import Member
from tenants.store.retention.retention_rules import RetentionSetting
from tenants.use_cases.envelopes import reading
from tenants.use_cases.retention import legal_holds, retention_rules
from tests.tenants import ceremonies, downloads
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.tenants.use_cases.retention.test_recycle_bin import completed

LATER = NOW + timedelta(days=31)


def run_retention(member: Member) -> None:
    """The daily job, then what it found."""
    job = ceremonies.lease_open(member, "apply_retention")
    run(job, retention_rules.apply, job, LATER)
    with member.organization.transaction(SYSTEM) as tx:
        waiting = tx.rows.all(
            "select from outbox where kind = 'erase_documents' and state = 'open'"
            " and due_at <= now()"
        )
    for _ in waiting:
        erase_documents.erase(ceremonies.lease_open(member, "erase_documents"), LATER)


def test_a_rule_erases_what_ended_long_enough_ago_and_nothing_else(member: Member) -> None:
    old, open_still = completed(member), ceremonies.sent(member, NOW)
    run(member, retention_rules.change, 30, True, NOW)

    run_retention(member)

    assert run(member, reading.envelope, old.id).erased_because == "rule"
    assert downloads.sealed_file(member, old.id, None, LATER).data == b"certificate"
    with pytest.raises(DocumentsGone):
        downloads.sealed_file(member, old.id, old.documents[0].id, LATER)
    assert run(member, reading.envelope, open_still.id).erased_at is None
    with member.organization.transaction(SYSTEM) as tx:
        again = tx.rows.one(
            "select due_at from outbox where kind = 'apply_retention' and state = 'open'"
        )
    assert again["due_at"] == LATER + timedelta(days=1)


def test_the_certificate_goes_too_when_the_rule_says_so(member: Member) -> None:
    envelope = completed(member)
    run(member, retention_rules.change, 30, False, NOW)

    run_retention(member)

    with pytest.raises(DocumentsGone):
        downloads.sealed_file(member, envelope.id, None, LATER)


def test_what_is_held_is_neither_erased_nor_counted(member: Member) -> None:
    envelope = completed(member)
    assert run(member, retention_rules.preview, 30, LATER).envelopes == 1
    run(member, legal_holds.place, uuid4(), "envelope", "A claim", NOW, envelope_id=envelope.id)
    run(member, retention_rules.change, 30, True, NOW)

    found = run(member, retention_rules.preview, 30, LATER)
    run_retention(member)

    assert (found.envelopes, found.held) == (0, 1)
    assert run(member, reading.envelope, envelope.id).erased_at is None


def test_without_a_rule_the_daily_job_ends(member: Member) -> None:
    run(member, retention_rules.change, 30, True, NOW)
    run(member, retention_rules.change, None, True, NOW)

    run_retention(member)

    assert run(member, retention_rules.setting) == RetentionSetting()
    with member.organization.transaction(SYSTEM) as tx:
        assert (
            tx.rows.all("select from outbox where kind = 'apply_retention' and state = 'open'")
            == []
        )


def test_a_rule_is_set_by_those_who_may(member: Member) -> None:
    with pytest.raises(Forbidden):
        run(colleague(member, MemberRole.SENDER), retention_rules.change, 30, True, NOW)
