"""What `countersign init` began, so that the same one again goes on where it broke off."""

from tenants.installation import Installation, email_hash
from tenants.store.operator.operator_functions import OperatorDirectory, OperatorFunctions
from tenants.use_cases.operator import operator_accounts

SETTING = "init"


def mark(slug: str, operator: str, owner: str) -> str:
    """What an init is known by: its organization's short name and its people's addresses."""
    return " ".join((slug, email_hash(operator).hex(), email_hash(owner).hex()))


def begin(installation: Installation, mark: str) -> None:
    """Before the operator is made."""
    _set(installation, mark)


def end(installation: Installation) -> None:
    _set(installation, "")


def unfinished(installation: Installation) -> str:
    """The mark of an init that made its operator and not its organization; else nothing."""
    mark = installation.directory.platform_setting(SETTING) or ""
    slug, _, people = mark.partition(" ")
    operator, _, _ = people.partition(" ")
    made = bool(mark) and installation.directory.organization_by_slug(slug) is None
    return mark if made and is_operator(installation, bytes.fromhex(operator)) else ""


def is_operator(installation: Installation, digest: bytes) -> bool:
    return OperatorDirectory(installation.pool).credentials(digest) is not None


def _set(installation: Installation, mark: str) -> None:
    """As owner: there is no operator yet who could."""
    with operator_accounts.owner(installation) as connection:
        OperatorFunctions(connection).value("set_platform_setting", SETTING, mark)
