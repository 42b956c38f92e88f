"""Limits of organizations hold, also when several people take the last place at once."""

import threading
from dataclasses import replace
from uuid import uuid4

import psycopg
import pytest

from core.access import MemberRole
from core.organizations.quota import Kind, Limits
from core.organizations.refusals import QuotaReached
from core.principal import SYSTEM
from core.refusals import TooFast
from tenants.installation import Installation
from tenants.member import Member
from tenants.openers import document_upload
from tenants.use_cases.documents import draft_uploads
from tenants.use_cases.envelopes import drafting, sending
from tenants.use_cases.organizations import quotas
from tenants.use_cases.people import inviting
from tests.tenants import ceremonies, journeys, operators
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.use_cases.organizations.test_summary_folding import envelope_of

OPERATOR = "operator"


def limit(member: Member, **limits: int) -> None:
    installation = member.organization.installation
    operators.set_limits(installation, member.organization.id, Limits(**limits), OPERATOR, NOW)


def test_what_is_over_the_limit_is_not_sent(member: Member) -> None:
    ceremonies.sent(member, NOW)
    limit(member, envelopes_per_month=1)

    with pytest.raises(QuotaReached) as caught:
        ceremonies.sent(member, NOW)

    assert caught.value.values["used"] == caught.value.values["limit"] == 1
    assert str(caught.value.values["renews"]) == "2026-02-01"


def test_sending_again_what_was_sent_uses_nothing(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    limit(member, envelopes_per_month=1)

    assert run(member, sending.send, envelope.id, NOW).id == envelope.id


def test_a_month_later_there_is_room_again(member: Member) -> None:
    ceremonies.sent(member, NOW)
    limit(member, envelopes_per_month=1)

    ceremonies.sent(member, NOW.replace(month=2))

    usage = next(
        u for u in run(member, quotas.usages, NOW.replace(month=2)) if u.kind == "envelopes"
    )
    assert (usage.used, usage.limit) == (1, 1)


def test_of_two_who_send_at_once_one_takes_the_last_place(member: Member) -> None:
    drafts = [envelope_of(member, NOW) for _ in range(6)]
    limit(member, envelopes_per_month=3)
    answers: list[str] = []
    together = threading.Barrier(len(drafts))

    def send(envelope_id: object) -> None:
        together.wait()
        try:
            run(member, sending.send, envelope_id, NOW)  # type: ignore[arg-type]
            answers.append("sent")
        except QuotaReached:
            answers.append("refused")

    threads = [threading.Thread(target=send, args=(d,)) for d in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == ["refused"] * 3 + ["sent"] * 3


def test_a_file_that_finds_no_room_is_not_kept(member: Member) -> None:
    envelope_id = uuid4()
    run(member, drafting.create, envelope_id, "Lease", NOW)
    limit(member, storage_bytes=100)
    first, second = uuid4(), uuid4()
    document_upload.upload(member, envelope_id, first, "a.pdf", b"x" * 60, NOW)

    with pytest.raises(QuotaReached):
        document_upload.upload(member, envelope_id, second, "b.pdf", b"x" * 60, NOW)
    again = document_upload.upload(member, envelope_id, first, "a.pdf", b"x" * 60, NOW)
    run(member, draft_uploads.remove, envelope_id, first, NOW)
    after = document_upload.upload(member, envelope_id, second, "b.pdf", b"x" * 60, NOW)

    assert [d.id for d in again.documents] == [first]
    assert [d.id for d in after.documents] == [second]


def test_open_invitations_take_the_place_of_members(member: Member) -> None:
    limit(member, members=2)
    run(member, inviting.invite, "new@example.com", MemberRole.SENDER, NOW)
    run(member, inviting.invite, "new@example.com", MemberRole.VIEWER, NOW)

    with pytest.raises(QuotaReached):
        run(member, inviting.invite, "other@example.com", MemberRole.SENDER, NOW)


def test_calls_of_the_api_are_counted_and_refused_by_the_same_function(member: Member) -> None:
    limit(member, api_calls_per_month=2)
    for _ in range(2):
        with member.organization.transaction(SYSTEM) as tx:
            quotas.count_api_call(tx, NOW)

    with pytest.raises(QuotaReached), member.organization.transaction(SYSTEM) as tx:
        quotas.count_api_call(tx, NOW)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.one("select fold_summaries(100) as n")
    usage = next(u for u in run(member, quotas.usages, NOW) if u.kind is Kind.API_CALLS)
    assert usage.used == 2


def test_the_defaults_are_those_of_the_installation_until_somebody_says_otherwise(
    installation: Installation, member: Member
) -> None:
    before = installation.settings
    installation.settings = replace(before, quota_envelopes=7)
    try:
        default = journeys.limits(installation, member.organization.id)
        limit(member)
        own = journeys.limits(installation, member.organization.id)
    finally:
        installation.settings = before

    assert default.envelopes_per_month == 7
    assert own == Limits()


def test_an_organization_cannot_change_its_own_limits(member: Member) -> None:
    limit(member, members=5)

    with (
        pytest.raises(psycopg.errors.InsufficientPrivilege),
        member.organization.transaction(SYSTEM) as tx,
    ):
        tx.rows.run("update quotas set members = null")


def test_changed_limits_stand_in_the_log_of_the_organization(member: Member) -> None:
    limit(member, members=5)

    with member.organization.transaction(SYSTEM) as tx:
        rows = tx.rows.all("select * from admin_events order by sequence desc limit 1")
        (entry,) = tx.admin_log.entries(rows)
    assert entry.data["setting"] == "quota.members"
    assert {p.name: p.value for p in entry.personal}["new"] == "5"
    assert entry.actor == OPERATOR


def test_an_organization_that_sends_too_fast_waits(
    installation: Installation, member: Member
) -> None:
    before = installation.settings
    installation.settings = replace(before, rate_sends=2)
    try:
        for _ in range(2):
            sending.count(member.organization)
        with pytest.raises(TooFast):
            sending.count(member.organization)
    finally:
        installation.settings = before
