"""What the platform itself is set to, and the log of all that operators do."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.evidence.audit import Entry
from core.organizations import sign_up
from core.organizations.events import SettingChanged
from core.organizations.sign_up import SignUp
from core.refusals import Invalid, sentence
from tenants.operator import Operator
from tenants.use_cases.organizations import founding

PAGE = 50
CHECKED = 1_000  # entries at the end, each time the page is opened


@dataclass(frozen=True, slots=True)
class Log:
    """
    The latest first. `names` maps actors to names, `organizations` ids.

    `checked` entries at the end of the chain were verified, `intact` or not.
    """

    entries: tuple[Entry, ...]
    names: dict[str, str]
    organizations: dict[str, str]
    more: bool
    checked: int
    intact: bool


def sign_up_mode(operator: Operator) -> SignUp:
    return founding.sign_up_mode(operator.installation)


def set_sign_up(operator: Operator, typed: str, now: datetime) -> None:
    """Raises Invalid."""
    if typed not in list(SignUp):
        raise Invalid(sign_up=sentence("Choose who may open an organization here."))
    old = sign_up_mode(operator)
    if typed == old:
        return
    with operator.transaction() as tx:
        tx.desk.value("set_platform_setting", sign_up.SETTING, typed)
        tx.log(SettingChanged(setting="platform.sign_up", old=old, new=typed), now=now)


def log(operator: Operator, before: int | None) -> Log:
    """What was done before the entry of this number, or last."""
    with operator.transaction() as tx:
        rows = tx.all(
            "select sequence, id, type, at, text, hash from admin_events"
            " where sequence < %s order by sequence desc limit %s",
            *(before or 2**31 - 1, PAGE + 1),
        )
        entries = tx.admin_log.entries(rows[:PAGE])
        people = tx.desk.all("operator_names")
        ids = [UUID(e.data["organization_id"]) for e in entries if "organization_id" in e.data]
        named = tx.desk.all("overseen_names", list(set(ids)))
        checked, intact = tx.admin_log.is_intact(CHECKED)
    return Log(
        entries,
        {f"operator:{row['id']}": row["name"] for row in people},
        {str(row["id"]): row["name"] for row in named},
        len(rows) > PAGE,
        checked,
        intact,
    )
