from core.organizations.sign_up import SignUp
from tenants.installation import Installation
from tenants.use_cases.organizations import founding
from tests.tenants import operators


def test_who_may_open_an_organization_is_remembered_by_the_platform(
    installation: Installation,
) -> None:
    before = founding.sign_up_mode(installation)

    operators.set_sign_up(installation, SignUp.INVITATION)
    operators.set_sign_up(installation, SignUp.OPEN)

    assert before is SignUp.OPEN
    assert founding.sign_up_mode(installation) is SignUp.OPEN
    assert installation.door.platform_setting("nothing of the kind") is None
