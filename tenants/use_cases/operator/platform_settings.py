"""What the platform itself is set to."""

from datetime import datetime

from core.organizations import sign_up
from core.organizations.events import SettingChanged
from core.organizations.sign_up import SignUp
from core.refusals import Invalid, sentence
from tenants.transaction import Transaction
from tenants.use_cases.operator import operator_log


def sign_up_mode(tx: Transaction) -> SignUp:
    """Who may open an organization here."""
    return sign_up.mode(tx.operator_functions.platform_setting(sign_up.SETTING), tx.settings.mode)


def set_sign_up(tx: Transaction, typed: str, now: datetime) -> None:
    """Raises Invalid."""
    if typed not in list(SignUp):
        raise Invalid(sign_up=sentence("Choose who may create an organization here."))
    old = sign_up_mode(tx)
    if typed != old:
        tx.operator_functions.value("set_platform_setting", sign_up.SETTING, typed)
        changed = SettingChanged(setting="platform.sign_up", old=old, new=typed)
        operator_log.record(tx, changed, now=now)
