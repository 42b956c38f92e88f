import pytest

from core import sign_up
from core.settings import Mode
from core.sign_up import SignUp


@pytest.mark.parametrize(
    ("setting", "installation", "mode"),
    [
        (None, Mode.EMBEDDED, SignUp.OPEN),
        (None, Mode.PRODUCTION, SignUp.CLOSED),
        ("invitation", Mode.EMBEDDED, SignUp.INVITATION),
        ("open", Mode.PRODUCTION, SignUp.OPEN),
    ],
)
def test_sign_up_is_what_it_is_set_to_and_closed_in_production_before_that(
    setting: str | None, installation: Mode, mode: SignUp
) -> None:
    assert sign_up.mode(setting, installation) is mode
