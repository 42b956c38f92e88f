"""“Firefox on Windows”, in the reader's language."""

from core.sign_in import user_agents
from webapp.text.translation import gettext

is_mobile = user_agents.is_mobile


def words(user_agent: str) -> str:
    program, system = user_agents.browser(user_agent), user_agents.system(user_agent)
    if program and system:
        return gettext("%(browser)s on %(system)s", browser=program, system=system)
    return program or system or gettext("Unknown browser")
