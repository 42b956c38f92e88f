"""“Firefox on Windows”, in the reader's language."""

from core import browser
from webapp.translating import gettext

is_mobile = browser.is_mobile


def words(user_agent: str) -> str:
    program, system = browser.browser(user_agent), browser.system(user_agent)
    if program and system:
        return gettext("%(browser)s on %(system)s", browser=program, system=system)
    return program or system or gettext("Another browser")
