"""The signature that a member keeps, offered where they sign while signed in."""

from flask import request

from core.envelopes.recipient_list import is_person
from core.refusals import NotFound
from core.sign_in.sign_in_policy import Admission
from tenants.ceremony import Ceremony
from tenants.member import Member
from tenants.store.signing.kept_signatures import KeptSignature
from tenants.use_cases.people import preferences
from tenants.use_cases.sign_in import signing_in
from tenants.use_cases.signing import kept_signature
from webapp import current
from webapp.http import security
from webapp.sessions import member_sessions


def offered(ceremony: Ceremony) -> bool:
    member = _same_person(ceremony)
    if member is None:
        return False
    with member.transaction() as tx:
        return preferences.view(tx).signs


def of(ceremony: Ceremony) -> KeptSignature | None:
    member = _same_person(ceremony)
    if member is None:
        return None
    try:
        with member.transaction() as tx:
            return kept_signature.kept(tx)
    except NotFound:
        return None


def _same_person(ceremony: Ceremony) -> Member | None:
    """The member who is signed in to the portal in this browser, if they are this recipient."""
    token = request.cookies.get(security.cookie_name(member_sessions.COOKIE))
    if not token:
        return None
    member = signing_in.identify(current.installation(), token, current.now())
    if member is None or member.admission is not Admission.ADMITTED:
        return None
    people = ceremony.envelope.recipients
    return member if is_person(ceremony.recipient, people, member.name, member.email) else None
