"""Who may open an organization here."""

from core.organizations import sign_up
from core.organizations.sign_up import SignUp
from tenants.installation import Installation


def sign_up_mode(installation: Installation) -> SignUp:
    setting = installation.directory.platform_setting(sign_up.SETTING)
    return sign_up.mode(setting, installation.settings.mode)
