"""What routes do in several transactions with slow work between them, as one step of a test."""

from collections.abc import Container
from datetime import date, datetime
from uuid import UUID, uuid4

from core.organizations.quota import Limits
from core.organizations.sign_up import Foundation
from core.people.contact import Contact
from core.period import Period
from core.signing.origin import Origin
from tenants.installation import Installation
from tenants.leased_job import LeasedJob
from tenants.member import Member
from tenants.use_cases.operator import mail_tests
from tenants.use_cases.operator.mail_tests import MailTestAnswer
from tenants.use_cases.organizations import (
    dashboard_figures,
    founding,
    logo_upload,
    public_brand,
    quotas,
    reply_to_address,
    signing_up,
)
from tenants.use_cases.organizations.brand_look import Brand
from tenants.use_cases.organizations.reply_to_address import ReplyToQuestion
from tenants.use_cases.people import contact_imports, contacts, joining
from tenants.use_cases.sign_in import account_creation, password_reset, passwords
from tenants.use_cases.sign_in.account_creation import Newcomer
from tenants.use_cases.signing import kept_signature
from tests.tenants.opening import run


def upload_contacts(member: Member, import_id: UUID, name: str, data: bytes) -> None:
    run(member, contact_imports.announce, import_id)
    contact_imports.store(member.organization, import_id, data)
    run(member, contact_imports.upload, import_id, name, data)


def begin_import(member: Member, import_id: UUID) -> None:
    found = run(member, contact_imports.get, import_id)
    contact_imports.check_encoding(found)
    rows = contact_imports.rows(member.organization, found)
    run(member, contact_imports.begin, found, rows)


def all_contacts(member: Member) -> list[Contact]:
    found = run(member, contacts.listed)
    people = list(found.contacts)
    while found.next:
        found = run(member, contacts.listed, after=found.next)
        people += found.contacts
    return people


def keep_signature(member: Member, image: bytes, method: str) -> None:
    run(member, kept_signature.keep, kept_signature.check(image, method))


def find_invitation(installation: Installation, token: str, now: datetime) -> joining.Invitation:
    return run(joining.organization_of(installation, token), joining.find, token, now)


def join_with_new_account(
    installation: Installation, token: str, typed: Newcomer, origin: Origin, now: datetime
) -> str | None:
    organization = joining.organization_of(installation, token)
    invitation = run(organization, joining.find, token, now)
    joining.check_usable(invitation)
    if invitation.signs_in:
        return None
    checked = account_creation.check(invitation.terms.email, typed)
    return run(organization, joining.join_with_new_account, invitation, checked, origin, now)


def join(member: Member, session: str, token: str, now: datetime) -> str:
    organization = joining.organization_of(member.organization.installation, token)
    invitation = run(organization, joining.find, token, now)
    return run(organization, joining.join, invitation, member.principal, session, now)


def upload_logo(member: Member, data: bytes) -> None:
    logo_upload.check(data)
    upload_id = uuid4()
    run(member, logo_upload.announce, upload_id)
    logo_upload.store(member.organization, upload_id, data)
    run(member, logo_upload.upload, upload_id)


def uploaded_logo(job: LeasedJob) -> bytes:
    return logo_upload.picture(job.organization, job.argument("upload_id", UUID))


def accept_logo(job: LeasedJob, png: bytes, width: int, height: int, now: datetime) -> None:
    plain = logo_upload.store_plain(job.organization, png, width, height)
    upload_id, by = job.argument("upload_id", UUID), job.argument("by", str)
    with job.transaction() as tx:
        logo_upload.accept(tx, upload_id, plain, by, now)
        tx.jobs.done(job)


def brand(installation: Installation, token: str) -> Brand:
    return run(public_brand.organization_of(installation, token), public_brand.show)


def public_logo(installation: Installation, token: str, name: str) -> bytes:
    return public_brand.logo(public_brand.organization_of(installation, token), name)


def reply_to_question(installation: Installation, token: str) -> ReplyToQuestion:
    organization = reply_to_address.organization_of(installation, token)
    return run(organization, reply_to_address.question, token)


def confirm_reply_to(installation: Installation, token: str, now: datetime) -> None:
    organization = reply_to_address.organization_of(installation, token)
    run(organization, reply_to_address.confirm, token, now)


def ask_sign_up(
    installation: Installation,
    typed: Foundation,
    address: str,
    network: str,
    locales: Container[str],
) -> None:
    asked = signing_up.check(installation, typed, address, network, locales)
    run(installation.platform, signing_up.ask, *asked)


def finish_sign_up_anew(
    installation: Installation,
    token: str,
    typed: Foundation,
    password: str,
    origin: Origin,
    locales: Container[str],
    now: datetime,
) -> str | None:
    application = signing_up.find(installation, token)
    if application.signs_in:
        return None
    foundation = signing_up.complete(installation, typed, locales)
    newcomer = Newcomer(foundation.owner_name, password)
    checked = account_creation.check(application.email, newcomer)
    prepared = founding.prepare(installation, foundation, now)
    return run(
        *(prepared.organization, signing_up.finish_with_new_account),
        *(application, prepared, checked, origin, now),
    )


def finish_sign_up(
    member: Member,
    session: str,
    token: str,
    typed: Foundation,
    locales: Container[str],
    now: datetime,
) -> str:
    installation = member.organization.installation
    application = signing_up.find(installation, token)
    signing_up.check_same_person(application, member.principal)
    foundation = signing_up.complete(installation, typed, locales)
    prepared = founding.prepare(installation, foundation, now)
    return run(
        *(prepared.organization, signing_up.finish),
        *(application, prepared, member.principal, session, now),
    )


def figures_by_day(
    member: Member, time: Period, sender_id: UUID | None = None
) -> list[tuple[date, str, dict[str, int]]]:
    return [
        row
        for month in dashboard_figures.months(time)
        for row in run(member, dashboard_figures.days, month, sender_id)
    ]


def answer_mail_test(job: LeasedJob, answer: MailTestAnswer, now: datetime) -> None:
    with job.transaction() as tx:
        tx.jobs.done(job)
        mail_tests.answered(tx, job.argument("test_id", UUID), answer, now)


def limits(installation: Installation, organization_id: UUID) -> Limits:
    return run(installation.organization(organization_id), quotas.limits)


def reset_password(installation: Installation, token: str, password: str) -> None:
    person = run(installation.platform, password_reset.whose, token)
    hashed = passwords.hashed(password, person.email, person.name)
    run(installation.platform, password_reset.reset, token, person, hashed)


def ask_new_password(installation: Installation, email: str, address: str) -> None:
    if password_reset.may_ask(installation, email, address):
        run(installation.platform, password_reset.ask, email)
