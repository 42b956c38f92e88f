from core.organizations.sign_up import SignUp
from tenants.installation import Installation
from tenants.use_cases.organizations.sign_up_mode import sign_up_mode
from tests.tenants import operators


def test_who_may_open_an_organization_is_remembered_by_the_platform(
    installation: Installation,
) -> None:
    before = sign_up_mode(installation)

    operators.set_sign_up(installation, SignUp.INVITATION)
    operators.set_sign_up(installation, SignUp.OPEN)

    assert before is SignUp.OPEN
    assert sign_up_mode(installation) is SignUp.OPEN
    assert installation.directory.platform_setting("nothing of the kind") is None
