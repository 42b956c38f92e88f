import pytest

from core.sign_in import user_agents

CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15"


@pytest.mark.parametrize(
    ("user_agent", "name", "system", "mobile"),
    [
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME}", "Chrome", "Windows", False),
        (f"Mozilla/5.0 (Windows NT 10.0) {CHROME} Edg/140.0", "Edge", "Windows", False),
        (f"Mozilla/5.0 (X11; CrOS x86_64) {CHROME}", "Chrome", "ChromeOS", False),
        (f"Mozilla/5.0 (Linux; Android 16) {CHROME}", "Chrome", "Android", True),
        (f"{PHONE} Version/18.0 Mobile/15E148 Safari/604.1", "Safari", "iPhone", True),
        (f"{PHONE} FxiOS/140.0 Mobile/15E148 Safari/605.1.15", "Firefox", "iPhone", True),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0", "Firefox", "Linux", False),
        ("curl/8.0", "", "", False),
        ("", "", "", False),
    ],
)
def test_what_somebody_signed_in_with_is_called_as_they_call_it(
    user_agent: str, name: str, system: str, mobile: bool
) -> None:
    assert user_agents.browser(user_agent) == name
    assert user_agents.system(user_agent) == system
    assert user_agents.is_mobile(user_agent) is mobile
