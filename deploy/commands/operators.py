"""`countersign operator add | disable | reset EMAIL`: who may enter the operator's portal."""

import argparse
from datetime import UTC, datetime

from core.refusals import Invalid, Refusal
from deploy.commands import operator_transactions, prompts
from deploy.console import say, stop
from tenants import environment
from tenants.installation import Installation
from tenants.use_cases.operator import operator_accounts


def main(arguments: list[str]) -> int:
    wanted = _parse(arguments)
    settings = environment.load()
    if not settings.database_owner_url:
        stop("DATABASE_OWNER_URL is not set: only the role owner may change operators.")
    installation = Installation(settings, pool_size=1)
    try:
        _do(wanted, installation, datetime.now(UTC))
    except Invalid as invalid:
        prompts.stop_with_errors(invalid)
    except Refusal as refusal:
        stop(refusal.message)
    finally:
        installation.close()
    return 0


def _do(wanted: argparse.Namespace, installation: Installation, now: datetime) -> None:
    address = f"{installation.settings.base_url}/operator"
    if wanted.act == "add":
        name = prompts.text(wanted.name, "Name of the operator")
        secret = prompts.password(wanted.password_file, wanted.email)
        new = operator_accounts.check(name, wanted.email, secret)
        with operator_transactions.opened(installation) as (tx, owned):
            operator_accounts.add(tx, owned, new, now)
        say(f"Added. The first sign-in at {address} sets up an authenticator app.")
    elif wanted.act == "disable":
        with operator_transactions.opened(installation) as (tx, owned):
            operator_accounts.disable(tx, owned, wanted.email, now)
        say("Disabled and signed out. countersign operator reset lets them in again.")
    else:
        secret = prompts.password(wanted.password_file, wanted.email)
        hashed = operator_accounts.check_password(wanted.email, secret)
        with operator_transactions.opened(installation) as (tx, owned):
            operator_accounts.reset(tx, owned, wanted.email, hashed, now)
        say(f"Reset. The next sign-in at {address} sets up a new authenticator app.")


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="countersign operator", description=__doc__)
    acts = parser.add_subparsers(dest="act", required=True, metavar="add | disable | reset")
    helps = {
        "add": "a new operator",
        "disable": "end their sessions; they can no longer sign in",
        "reset": "a new password and a new second factor",
    }
    for act, help in helps.items():
        own = acts.add_parser(act, help=help)
        own.add_argument("email", metavar="EMAIL")
        if act == "add":
            prompts.add_option(own, "name", "their name")
        if act != "disable":
            prompts.add_option(own, "password-file", "a file containing the password")
    return parser.parse_args(arguments)
