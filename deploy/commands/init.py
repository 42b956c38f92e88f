"""`countersign init`: the first operator, the first organization and its owner, in production."""

import argparse
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import available_timezones

from core.operator.refusals import OperatorAlready
from core.organizations import sign_up
from core.organizations.sign_up import Foundation
from core.refusals import Invalid
from deploy.commands import founding, init_checkpoint, operator_transactions, prompts
from deploy.console import say, stop
from tenants import email_addresses, environment, schema
from tenants.identifiers import new_id
from tenants.installation import Installation, email_hash
from tenants.use_cases.operator import operator_accounts
from tenants.use_cases.sign_in import passwords

LOCALES = ("en",)
OPTIONS = {
    "operator-name": "the operator's name",
    "operator-email": "the operator's e-mail address",
    "operator-password-file": "a file containing the operator's password",
    "organization": "the name of the organization",
    "slug": "its short name in addresses; made from the name if left out",
    "time-zone": "its time zone, such as Europe/Lisbon",
    "owner-name": "its owner's name",
    "owner-email": "its owner's e-mail address",
    "owner-password-file": "a file containing its owner's password",
}


@dataclass(frozen=True, slots=True)
class FirstAccount:
    name: str
    email: str
    password: str


def main(arguments: list[str]) -> int:
    """Everything is asked and checked before anything is made."""
    wanted = _parse(arguments)
    settings = environment.load()
    if not settings.database_owner_url:
        stop("DATABASE_OWNER_URL is not set. Only the role owner may create an operator.")
    try:
        pending = schema.pending(settings.database_owner_url)
    except schema.UnknownSchema as refused:
        stop(str(refused))
    if pending:
        stop("The tables are not up to date. Run countersign migrate first, then run this again.")
    installation = Installation(settings, pool_size=1)
    try:
        return _make(installation, wanted, datetime.now(UTC))
    except Invalid as invalid:
        prompts.stop_with_errors(invalid)
    finally:
        installation.close()
    return 1


def _make(installation: Installation, wanted: argparse.Namespace, now: datetime) -> int:
    foundation = _foundation(wanted)
    _refuse_a_second_time(installation, foundation.slug)
    operator = _account(wanted, "operator")
    owner = _account(wanted, "owner", foundation.owner_name)
    mark = init_checkpoint.mark(foundation.slug, operator.email, owner.email)
    if not _goes_on(installation, mark):
        init_checkpoint.begin(installation, mark)
        _enlist(installation, operator, now)
    owner_id = installation.directory.enrol_person(
        *(new_id(), owner.name, owner.email, email_hash(owner.email)),
        passwords.hashed(owner.password, owner.email, owner.name),
    )
    founding.open_organization(installation, foundation, owner_id, now)
    init_checkpoint.end(installation)
    _say_what_next(installation.settings.base_url, foundation, operator, owner)
    return 0


def _goes_on(installation: Installation, mark: str) -> bool:
    """Whether the same init broke off before; another one has to be finished first."""
    unfinished = init_checkpoint.unfinished(installation)
    if unfinished and unfinished != mark:
        stop(
            "An earlier countersign init stopped after creating the operator, so"
            " nothing was created now.",
            "Run it again with the same addresses and this short name:",
            f"  --slug {unfinished.partition(' ')[0]}",
        )
    if unfinished:
        say("The operator already exists, with the password of the first try. Continuing.")
    return bool(unfinished)


def _enlist(installation: Installation, operator: FirstAccount, now: datetime) -> None:
    try:
        new = operator_accounts.check(operator.name, operator.email, operator.password)
        with operator_transactions.opened(installation) as (tx, owned):
            operator_accounts.add(tx, owned, new, now)
    except OperatorAlready:
        init_checkpoint.end(installation)
        stop(
            f"{operator.email} is already an operator, so nothing was created.",
            "countersign init runs only once. Use countersign operator to change operators.",
        )


def _foundation(wanted: argparse.Namespace) -> Foundation:
    typed = Foundation(
        name=prompts.text(wanted.organization, "Name of the organization"),
        slug=wanted.slug,
        time_zone=wanted.time_zone or "UTC",
        owner_name=prompts.text(wanted.owner_name, "Name of its owner"),
    )
    return sign_up.complete(typed, available_timezones(), LOCALES)


def _refuse_a_second_time(installation: Installation, slug: str) -> None:
    if installation.directory.organization_by_slug(slug):
        stop(
            f"There is an organization {slug} already, so nothing was created.",
            "countersign init runs only once. Invite other organizations in the operator portal.",
        )


def _account(wanted: argparse.Namespace, role: str, name: str = "") -> FirstAccount:
    """Checked here, so that nothing is half made. Raises Invalid."""
    given = vars(wanted)
    name = name or prompts.text(given[f"{role}_name"], f"Name of the {role}")
    email = email_addresses.check(
        prompts.text(given[f"{role}_email"], f"E-mail address of the {role}")
    )
    password = prompts.password(given[f"{role}_password_file"], f"the {role}, {email}")
    try:
        passwords.hashed(password, email, name)
    except Invalid as invalid:
        stop(f"The password of the {role}: {invalid.errors['password']}")
    return FirstAccount(name, email, password)


def _say_what_next(
    base: str, foundation: Foundation, operator: FirstAccount, owner: FirstAccount
) -> None:
    say(f"Made: the organization {foundation.name} ({foundation.slug}), its owner, one operator.")
    print(
        "\nNext:\n"
        f"  1. {operator.email} signs in at {base}/operator and sets up an authenticator app.\n"
        "     Under “E-mail and SMS” a test shows whether mail goes out.\n"
        f"  2. {owner.email} signs in at {base}/sign-in and invites colleagues.\n"
        "  3. No one else can create an organization until you change that under “Installation”.\n"
        "  Delete the files that contain passwords."
    )


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="countersign init", description=__doc__)
    for name, help in OPTIONS.items():
        prompts.add_option(parser, name, help)
    return parser.parse_args(arguments)
