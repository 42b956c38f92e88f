"""Recipients see who asks, whether the domain is proven, and a warning at the first contact."""

from datetime import datetime

from flask import Flask

from core.organizations.domain_verification import DomainUse
from tenants.member import Member
from tests.tenants import ceremonies
from tests.tenants.use_cases.signing.test_identity_proofs import CODE, asking
from tests.webapp.visitors import Signer

FIRST = "This is the first time"


def test_the_first_envelope_of_a_sender_says_so_and_the_second_does_not(
    app: Flask, member: Member, now: datetime
) -> None:
    first, second = ceremonies.sent(member, now), ceremonies.sent(member, now)
    one, two = Signer(app, member, first, 0), Signer(app, member, second, 0)

    before = one.open().text
    one.consent()
    after = two.open().text

    assert FIRST in before and member.email in before
    assert FIRST not in after and member.email in after


def test_a_domain_that_was_proven_by_dns_is_said_to_be(
    app: Flask, member: Member, now: datetime
) -> None:
    domain = member.email.rpartition("@")[2]
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    without = signer.open().text
    with member.organization.transaction(member.principal) as tx:
        tx.domain_claims.add(DomainUse.SIGN_IN, domain, "token")
        tx.domain_claims.note(DomainUse.SIGN_IN, domain, now, now, None)

    proven = signer.get(signer.page).text

    assert f"They have not proven that {domain} is their domain." in without
    assert f"They have proven that {domain} is their domain." in proven


def test_it_is_said_before_anything_is_proven(app: Flask, member: Member, now: datetime) -> None:
    signer = Signer(app, member, asking(member, ["access_code"], CODE, now), 0)

    assert member.email in signer.open().text
