"""Warnings and notices that come of schedules and corrections, over a real mail server."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from actors.delivery import mail_fields_changed
from actors.envelopes import mail_expiry_warning, mail_progress, mail_removal, warn_of_expiry
from core.envelopes.correction import EnvelopeCorrection
from core.envelopes.drafts.field_merge import MergedFields
from core.envelopes.envelope import Envelope
from core.principal import SYSTEM
from tenants.member import Member
from tenants.store.jobs.outbox import LostLease
from tenants.use_cases.envelopes import correcting, expiring, reading
from tests.actors.conftest import Postman
from tests.tenants import ceremonies
from tests.tenants.opening import run, run_job

NOW = datetime.now(UTC)
DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("mailing")


def warned(member: Member, days: int = 3) -> Envelope:
    """Sent by an organization that warns some days before."""
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update organizations set warn_days = %s", days)
    return ceremonies.sent(member, NOW - 118 * DAY)


def body(letter: object) -> str:
    found = letter.get_body(("plain",))  # type: ignore[attr-defined]
    return str(found.get_content())


def test_who_has_not_finished_and_the_sender_are_mailed_once(
    member: Member, postman: Postman
) -> None:
    envelope = warned(member)

    warn_of_expiry.warn_of_expiry(ceremonies.lease_open(member, "warn_of_expiry"))
    leased = ceremonies.lease_open(member, "mail_expiry_warning")
    mail_expiry_warning.mail_expiry_warning(leased)
    with pytest.raises(LostLease):
        mail_expiry_warning.mail_expiry_warning(leased)
    mail_progress.mail_progress(ceremonies.lease_open(member, "mail_progress"))

    (mailed,) = postman.to("one@example.com")
    (told,) = postman.to(member.email)
    assert str(mailed["Subject"]).startswith("About to expire: please finish “Lease” by ")
    assert "This envelope is about to expire." in body(mailed)
    assert str(told["Subject"]) == "“Lease” is about to expire"
    assert "Not everyone has finished" in body(told)
    types = [entry.type for entry in run(member, reading.timeline, envelope.id).entries]
    assert types[-2:] == ["envelope.expiry_warned", "recipient.expiry_warned"]


def test_a_clock_that_jumps_warns_no_earlier_and_no_second_time(
    member: Member, postman: Postman
) -> None:
    warned(member)
    early = ceremonies.lease_open(member, "warn_of_expiry")
    run_job(early, expiring.warn, NOW - 90 * DAY)
    with member.organization.transaction(SYSTEM) as tx:
        put_back = tx.rows.one("select state from outbox where kind = 'warn_of_expiry'")
        none = tx.rows.all("select from outbox where kind = 'mail_expiry_warning'")
        tx.rows.run("update outbox set due_at = now() where kind = 'warn_of_expiry'")
    run_job(ceremonies.lease_open(member, "warn_of_expiry"), expiring.warn, NOW)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run(
            "update outbox set state = 'open', lease_until = null, due_at = now()"
            " where kind = 'warn_of_expiry'"
        )
    run_job(ceremonies.lease_open(member, "warn_of_expiry"), expiring.warn, NOW - 50 * DAY)

    with member.organization.transaction(SYSTEM) as tx:
        row = tx.rows.one("select count(*) as n from outbox where kind = 'mail_expiry_warning'")
    assert (put_back["state"], none) == ("open", [])
    assert row["n"] == 1


def test_a_removed_recipient_reads_that_they_are_not_needed(
    member: Member, postman: Postman
) -> None:
    envelope = ceremonies.sent(member, NOW)
    first = envelope.recipients[0]
    removed = EnvelopeCorrection(removed=frozenset({first.id}))
    run(member, correcting.correct_envelope, envelope.id, removed, NOW)

    mail_removal.mail_removal(ceremonies.lease_open(member, "mail_removal"))

    (mailed,) = postman.to(first.email)
    assert str(mailed["Subject"]) == "You are no longer needed for “Lease”"
    assert "/s/" not in body(mailed)


def test_who_was_asked_reads_that_their_fields_were_changed(
    member: Member, postman: Postman
) -> None:
    envelope = ceremonies.sent(member, NOW)
    moved = MergedFields((replace(envelope.fields[0], x=300.0),), frozenset())
    run(member, correcting.correct_fields, envelope.id, moved, None, NOW)

    mail_fields_changed.mail_fields_changed(ceremonies.lease_open(member, "mail_fields_changed"))

    (mailed,) = postman.to(envelope.recipients[0].email)
    assert str(mailed["Subject"]) == "The fields in “Lease” were changed"
    assert "What you have entered is kept." in body(mailed)
    assert "/s/" in body(mailed)
