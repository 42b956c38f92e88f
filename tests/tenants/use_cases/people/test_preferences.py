import pytest

from core.access import MemberRole
from core.people.preference import Preferences
from core.principal import SYSTEM
from core.refusals import Invalid, NotFound
from core.signing.origin import Origin
from core.signing.refusals import UnusableImage
from tenants.member import Member
from tenants.use_cases.envelopes import envelope_mail
from tenants.use_cases.people import preferences
from tenants.use_cases.sign_in import signing_in
from tenants.use_cases.signing import kept_signature
from tests.tenants import ceremonies, journeys, sign_ins
from tests.tenants.conftest import NOW, PASSWORD
from tests.tenants.opening import run, run_job
from tests.tenants.people import colleague

ORIGIN = Origin("192.0.2.7", "a browser")


def again(member: Member) -> Member:
    """The same person at the next request."""
    installation = member.organization.installation
    token = sign_ins.sign_in(installation, member.email, PASSWORD, member.email, NOW)
    found = signing_in.identify(installation, token, NOW)
    assert found is not None
    return found


def test_ones_own_clock_and_name_win_over_the_organizations(member: Member) -> None:
    other = colleague(member, MemberRole.SENDER)

    run(member, preferences.change, "New Name", Preferences("en", "Asia/Tokyo"), ("en",), NOW)

    found = again(member)
    assert (found.name, found.time_zone, found.locale) == ("New Name", "Asia/Tokyo", "en")
    assert again(other).time_zone == "UTC"
    run(found, preferences.change, "New Name", Preferences(), ("en",), NOW)
    assert again(member).time_zone == "UTC"


def test_what_nobody_knows_is_refused_by_field(member: Member) -> None:
    with pytest.raises(Invalid) as refused:
        run(member, preferences.change, "", Preferences("xx", "Mars/Base"), ("en",), NOW)

    assert set(refused.value.errors) == {"name", "locale", "time_zone"}


def test_steps_on_the_way_are_mailed_only_to_who_asks_for_them(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    ceremonies.sign(member, envelope.recipients[0], NOW)
    opened = ceremonies.lease_open(member, "mail_progress")
    before = run_job(opened, envelope_mail.is_wanted)

    chosen = Preferences(notifications={"opened": True})
    run(member, preferences.change, member.name, chosen, ("en",), NOW)

    assert (before, run_job(opened, envelope_mail.is_wanted)) == (False, True)
    letter = run_job(opened, envelope_mail.load)
    assert letter.about is not None
    assert (letter.about.name, letter.notification) == ("Signer One", "opened")
    assert letter.to == (member.name, member.email)
    assert not run_job(ceremonies.lease_open(member, "mail_progress"), envelope_mail.is_wanted)


def test_the_end_is_mailed_until_somebody_says_no(member: Member) -> None:

    envelope = ceremonies.sent(member, NOW)
    ceremony = ceremonies.enter(member, envelope.recipients[0])
    ceremonies.consent(ceremony, ORIGIN, NOW)
    ceremonies.decline(ceremony, "No", ORIGIN, NOW)
    job = ceremonies.lease_open(member, "mail_sender")

    before = run(job, envelope_mail.is_wanted, job)
    chosen = Preferences(notifications={"declined": False})
    run(member, preferences.change, member.name, chosen, ("en",), NOW)

    assert (before, run(job, envelope_mail.is_wanted, job)) == (True, False)


def test_a_kept_signature_is_encrypted_and_ones_own(member: Member) -> None:
    other = colleague(member, MemberRole.ADMIN)

    journeys.keep_signature(member, ceremonies.PNG, "drawn")

    kept = run(member, kept_signature.kept)
    assert (kept.png, kept.method) == (ceremonies.PNG, "drawn")
    with member.organization.transaction(SYSTEM) as tx:
        stored = tx.rows.one(
            "select signature from preferences where person_id = %s", member.person_id
        )
    assert ceremonies.PNG not in bytes(stored["signature"])
    with pytest.raises(NotFound):
        run(other, kept_signature.kept)
    run(member, kept_signature.forget)
    assert not run(member, preferences.view).signs


@pytest.mark.parametrize("image", [b"", b"GIF89a", ceremonies.PNG[:-20]])
def test_what_is_no_whole_picture_is_not_kept(member: Member, image: bytes) -> None:
    with pytest.raises(UnusableImage):
        journeys.keep_signature(member, image, "uploaded")
